"""Two boards and a centre on one LAN, whose links are cut, slowed and made to lie.

The centre and its broker run on this machine; the boards reach them through a switch and a router, nothing else.
"""

import atexit
import json
import random
import time
import wave
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from boards.lan import GATEWAY, Gateway, Switch
from boards.plugs import Board
from centre_watch import Watch
from checks import BINARIES, OUT, check, note, wait_for
from testbed import AREA, AUTHORITY, Bed
from traffic import check_exactly_once

BOARD = "plugs"
LIMIT = 300
KEEP_ALIVE = 10
SETTINGS = f"[broker]\nkeep_alive_seconds = {KEEP_ALIVE}\n[output]\nrate = 16000\nchannels = 1\nbuffer_ms = 200\n"
NAMES = ["one", "two"]
# A 2G line: 300 ms each way, 5 kB/s, every 20th packet lost, and some seconds of it waiting in the mast.
SLOW = {"delay": 0.3, "rate": 5_000, "loss": 0.05, "queue": 16 << 10}

switch = Switch(OUT, random.Random(1))
bed = Bed(BINARIES, seen_at=GATEWAY)
boards: dict[str, Board] = {}
# An emulator lives as long as the thread that started it.
starters = ThreadPoolExecutor(len(NAMES))


def device(name: str) -> str:
    return f"loa-{name}"


def on_lan(name: str, number: int) -> Board:
    card = ["-device", f"virtio-net-pci,netdev=lan,mac=52:54:00:00:00:{number:02x},romfile="]
    board = Board(name, OUT, modules=["snd-dummy"], network=False, memory=512, processors=1,
                  arguments=[*switch.port(name), *card])
    board.options.words += [f"loa.address=eth0:10.0.2.{20 + number}/24"]
    board.options.boot_limit = 120
    return board


def start(name: str, number: int, config) -> None:
    board = boards[name] = on_lan(name, number)
    atexit.register(board.power_off)
    board.power_on()
    board.start("loa-device", BINARIES / "loa-device", "run", "--config", config)


def order(*words) -> str:
    return bed.loa(*words, "--authority", AUTHORITY, "--area", AREA, "--centre", bed.address,
                   "--token-file", bed.folder / "token")["order"]


def alert(name: str) -> float:
    """Sends an alert to the whole area. When it was sent."""
    sent = time.time()
    order("alert", "send", "--id", name, "--title", "Thử", "--tone-seconds", 2, "--times", 1)
    return sent


def sounded(name: str, bulletin: str, event: str = "started"):
    """The centre's word that it sounded on a board, or that it ended there."""
    return next((run for run in watch.as_runs
                 if (run["device"], run["bulletin"], run["event"]) == (device(name), bulletin, event)), None)


def wait_sounded(name: str, bulletin: str, seconds: float) -> dict:
    return watch.wait(f"{bulletin} sounds on {name}", lambda: sounded(name, bulletin), seconds)


def check_played(name: str, bulletin: str, seconds: float) -> None:
    run = watch.wait(f"{bulletin} ended on {name}", lambda: sounded(name, bulletin, "ended"), seconds)
    check(run["outcome"] == "played" and run["frames"] > 0, f"{bulletin} on {name}: {run['outcome']}, {run.get('reason')}")


def state(name: str) -> str:
    """What the centre shows of it."""
    known = bed.api("/api/v1/devices")["devices"]
    return next((one["state"] for one in known if one["device"] == device(name)), "unknown")


def is_sounding(name: str) -> bool:
    """Whether frames leave the board's card, by the kernel's word."""
    return "state: RUNNING" in boards[name].read("/proc/asound/card0/pcm0p/sub0/status")


def push(bulletins: dict[str, tuple[float, object]]) -> None:
    """A schedule for the area: of each bulletin in how many seconds it starts, and a media file, or None for a tone."""
    now = datetime.utcnow()
    body = {"version": 1, "zone": "UTC", "bulletins": [
        {"id": name, "class": "normal", "max_seconds": 4, "in_quiet_hours": True,
         "source": {"kind": "media", "file": str(file)} if file else {"kind": "tone", "seconds": 3},
         "start": (now + timedelta(seconds=ahead)).strftime("%Y-%m-%dT%H:%M:%S")}
        for name, (ahead, file) in bulletins.items()]}
    (OUT / "schedule.json").write_text(json.dumps(body))
    order("schedule", "push", OUT / "schedule.json")


def test_two_boards_come_up():
    """Two boards boot on one LAN, and the centre shows both online"""
    global watch
    atexit.register(bed.__exit__, None)
    atexit.register(switch.__exit__)
    switch.__enter__()
    gateway = Gateway(switch, OUT / "gateway.log")
    atexit.register(gateway.__exit__)
    bed.make_keys()
    configs = [bed.enrol(device(name), output="hw:CARD=Dummy", board=SETTINGS, data="/var/lib/loa") for name in NAMES]
    bed.start_broker()
    bed.listen(OUT / "traffic")
    bed.start_centre()
    watch = Watch(bed)
    list(starters.map(start, NAMES, [1, 2], configs))
    for name in NAMES:
        wait_for(f"{name} online at the centre", lambda: state(name) == "online", 30)
        note(f"{name}: power to agent {boards[name].boot_seconds:.1f} s")


def test_alert_sounds_on_both():
    """An alert to the area sounds on both boards"""
    sent = alert("ca-hai")
    for name in NAMES:
        heard = wait_sounded(name, "ca-hai", 15)["heard"]
        note(f"{name}: {heard - sent:.2f} s from the command to the centre's word that it sounds")
    for name in NAMES:
        check_played(name, "ca-hai", 15)


def test_cut_off_board_goes_on_alone():
    """One link is cut: the other board plays, the cut one goes by its schedule alone, the centre shows it offline"""
    push({"chung": (12, None)})
    for name in NAMES:
        watch.wait(f"{name} has the schedule", lambda: bed.api(f"/api/v1/devices/{device(name)}/plan?hours=1")["broadcasts"], 10)
    time.sleep(1)
    switch.set("one", up=False)
    cut = time.time()
    alert("chi-mot-ben")
    wait_sounded("two", "chi-mot-ben", 10)
    check(sounded("one", "chi-mot-ben") is None, "an alert came through a cut cable")
    wait_for("the cut board sounds by its schedule", lambda: is_sounding("one"), 30, every=0.2)
    wait_for("the centre shows it offline", lambda: state("one") == "offline", 2.5 * KEEP_ALIVE)
    note(f"shown offline {time.time() - cut:.1f} s after the cut, keep-alive {KEEP_ALIVE} s")
    check(state("two") == "online", "the other board is shown offline too")
    check_played("two", "chung", 30)


def test_cut_off_board_reports_afterwards():
    """The link returns: what sounded meanwhile is reported, the alert that it missed sounds"""
    check(sounded("one", "chung") is None, "the report came through a cut cable")
    switch.restore("one")
    back = time.time()
    wait_for("the centre shows it online", lambda: state("one") == "online", 40)
    note(f"online {time.time() - back:.1f} s after the link's return")
    check_played("one", "chung", 20)
    check_played("one", "chi-mot-ben", 20)


def test_slow_link():
    """Over 2G (300 ms, 5 kB/s, 5 % loss) an alert sounds while media comes, and the media comes too"""
    file = OUT / "long.wav"
    with wave.open(str(file), "wb") as wav:
        wav.setparams((1, 2, 16_000, 0, "NONE", ""))
        wav.writeframes(random.Random(2).randbytes(120_000))
    switch.set("one", **SLOW)
    push({"dai": (3_000, file)})
    part = "cat /var/lib/loa/media/*.part 2> /dev/null | wc -c"
    wait_for("the beginning of the media", lambda: int(boards["one"].sh(part)) > 30_000, 60, every=0.2)
    sent = alert("qua-2g")
    first = wait_sounded("two", "qua-2g", 10)["heard"] - sent
    slow = wait_sounded("one", "qua-2g", 30)["heard"] - sent
    left = 120_000 - int(boards["one"].sh(part))
    note(f"alert heard of after {slow:.1f} s over 2G, {first:.1f} s beside it; {left} bytes of media were yet to come")
    check(left > 20_000, "the media had come before the alert: this proves nothing")
    check(slow < 15, f"the alert took {slow:.1f} s")
    wait_for("the media is whole", lambda: boards["one"].run("ls /var/lib/loa/media/*.part").returncode != 0, 90, every=0.5)
    check_played("one", "qua-2g", 20)
    note(f"the link of one: {switch.figures('one')}")
    switch.restore("one")
    check(state("one") == "online", "the slow board was lost on the way")


def test_half_open_link():
    """A router forgets the connection, frames vanish silently: the board notices after two keep-alives and comes back"""
    time.sleep(1)
    switch.forget_connections("one")
    sent = alert("nua-voi")
    wait_sounded("two", "nua-voi", 10)
    late = wait_sounded("one", "nua-voi", 3.5 * KEEP_ALIVE)["heard"] - sent
    note(f"re-made, and the alert heard of, after {late:.1f} s; keep-alive {KEEP_ALIVE} s")
    check(late > 2, "the link was not broken")
    wait_for("the centre shows both online", lambda: {state(name) for name in NAMES} == {"online"}, 5)


def test_exactly_once():
    """After all this each report is at the centre once, and the centre has shown the truth about both"""
    for name in NAMES:
        wait_for(f"{name}'s outbox is empty", lambda: bed.api(f"/api/v1/devices/{device(name)}")["device"]["outbox"]["depth"] <= 1, 30)
    made = check_exactly_once(OUT / "traffic", bed.folder / "centre", [device(name) for name in NAMES])
    note(f"reports: {made}")
    shown = {name: [said for _, said in watch.presence.get(device(name), [])] for name in NAMES}
    check(shown["two"] == ["online"], f"the board whose link was never touched was shown {shown['two']}")
    check(shown["one"][-1] == "online" and "offline" in shown["one"], f"the cut board was shown {shown['one']}")
