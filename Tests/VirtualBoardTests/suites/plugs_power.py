"""The power fails under load, on a disk that loses what was not flushed.

LOA_POWER_CUTS (50), LOA_POWER_SEED (drawn, and printed) and LOA_POWER_BOARDS (2, which share the cuts) change it.
"""

import json
import os
import random
import threading
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from boards.plugs import HOST
from boards.power_board import PowerBoard
from centre_watch import Watch
from checks import BINARIES, OUT, check, note
from testbed import AUTHORITY, Bed
from traffic import check_exactly_once

BOARD = "plugs"
# Six minutes on two idle cores. On a busy machine a start alone takes ten times as long.
LIMIT = 1_800
CUTS = int(os.environ.get("LOA_POWER_CUTS", 50))
BOARDS = int(os.environ.get("LOA_POWER_BOARDS", 2))
# Low rates and a deep buffer: an emulated processor plays, but its sound is not what is judged here.
SETTINGS = "[output]\nrate = 16000\nchannels = 1\nperiod_ms = 20\nbuffer_ms = 400\n"
# What the board does once its disk is there: says what it still knows, before anybody can tell it again.
SCRIPT = """
say() {{ echo "board: $*" > /dev/console; }}
rm -f /srv/plan
if [ -e /mnt/journal.sqlite ]; then
    {programs}/loa-device plan --config {config} --json > /srv/plan || say "FAILED: loa-device plan ended with $?"
fi
(cd /mnt/media && sha256sum [0-9a-f]*[0-9a-f]) > /srv/media 2> /dev/null
say "is up"
exec {programs}/loa-device run --config {config} >> /srv/daemon.log 2>&1
"""


class Life:
    """One board through all its cuts, with orders of its own."""

    watch: Watch

    def __init__(self, bed: Bed, device: str, seed: str, cuts: int, sector: int):
        self.bed, self.device, self.cuts = bed, device, cuts
        self.dice = random.Random(seed)
        config = bed.enrol(device, output="hw:CARD=Dummy", board=SETTINGS, data="/mnt")
        script = SCRIPT.format(programs=bed.binaries, config=config)
        self.board = PowerBoard(device, OUT, random.Random(seed + " disk"), sector, script)
        self.song = self.noise("song.wav", 1)
        # The orders' hashes: of schedules by their version, of alerts by their id.
        self.schedules: list[str] = []
        self.alerts: dict[str, str] = {}
        self.media: list[Path] = []
        self.losses: list[str] = []
        self.starts: list[float] = []
        self.failure: BaseException | None = None

    def run(self, watch: Watch) -> None:
        self.watch = watch
        try:
            self.first_life()
            for number in range(self.cuts):
                self.losses.append(f"{self.device} cut {number + 1}, {self.cut()}")
                self.come_up()
            self.wait_for_empty_outbox()
        except BaseException as failure:
            self.failure = failure
        finally:
            self.board.close()

    # Its lives

    def first_life(self) -> None:
        self.board.power_on()
        self.board.wait_for("is up", 60)
        self.bed.wait(f"{self.device}'s first word", lambda: any(
            known["device"] == self.device and known.get("area") for known in self.bed.api("/api/v1/devices")["devices"]), 60)
        order = self.send_schedule()
        self.watch.wait(f"{self.device} accepted its first schedule", lambda: self.watch.is_accepted(self.device, order), 20)

    def load(self, seconds: float, until=lambda: False) -> None:
        """Orders arrive, reports are written, media is fetched, bulletins and alerts sound."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            self.send_something()
            time.sleep(self.dice.uniform(0, 0.3))

    def cut(self) -> str:
        """Cuts the power under load: at any instant, just as the centre has an order's answer, or between two writes."""
        self.load(self.dice.uniform(0.2, 1.5))
        instant = self.dice.choice(["any", "answer", "answer", "write", "write"])
        if instant == "answer":
            order = self.send_something()
            self.watch.wait(
                f"{self.device} accepted {order}", lambda: self.watch.is_accepted(self.device, order), 30)
            time.sleep(self.dice.choice([0, 0, self.dice.uniform(0, 0.05)]))
        elif instant == "write":
            self.board.disk.die_in(self.dice.randint(1, 25))
            self.load(10, until=self.board.disk.dead.is_set)
        return f"{instant}: {self.board.cut()}"

    def come_up(self) -> None:
        """It comes up, knows what it has promised, and plays the next bulletin. Some starts are cut short too."""
        if self.dice.random() < 0.1:
            self.board.power_on()
            self.board.wait_for("looks at its disk", 60)
            time.sleep(self.dice.uniform(0, 4))
            self.losses.append(f"{self.device} start: {self.board.cut()}")
        began = time.time()
        self.board.power_on()
        self.board.wait_for("is up", 60)
        self.starts.append(time.time() - began)
        self.check_memory()
        self.watch.wait(f"{self.device} played the next bulletin", lambda: any(
            run["device"] == self.device and run["event"] == "started" and run["class"] == "normal"
            and instant(run["planned"]) > began for run in reversed(self.watch.as_runs)), 60)

    def check_memory(self) -> None:
        """Before the centre could tell it anything: the schedule in force is the last that it accepted, or one sent after
        that; each media file of the folder is whole."""
        plan = self.board.folder / "plan"
        check(plan.exists(), f"{self.device} has lost its journal. {self.losses[-1]}")
        known = {json.loads(line)["broadcast"].split("/")[1].split("@")[0] for line in plan.read_text().splitlines()}
        versions = [int(name[2:]) for name in known if name.startswith("v-")]
        accepted = [version for version, order in enumerate(self.schedules) if self.watch.is_accepted(self.device, order)]
        check(len(versions) == 1, f"{self.device} should hold one schedule; of markers its plan has {versions}")
        check(versions[0] >= accepted[-1], f"{self.device} told the centre that it accepted schedule {accepted[-1]}; after "
              f"the cut it knows {versions[0]}. {self.losses[-1]}")
        for line in (self.board.folder / "media").read_text().splitlines():
            found, name = line.split()
            check(found == name, f"{self.device} holds the media file {name} with other bytes: {found}. {self.losses[-1]}")

    def wait_for_empty_outbox(self) -> None:
        def is_empty() -> bool:
            known = self.bed.api(f"/api/v1/devices/{self.device}")["device"]
            return known["state"] == "online" and known["outbox"]["depth"] <= 1 and not self.running()

        self.bed.wait(f"an empty outbox of {self.device}", is_empty, 60)

    def running(self) -> list[str]:
        """Alerts whose end the centre should know and does not: what sounded, and all that were accepted, also one that the
        next replaced before its first sample, an instant before the cut."""
        runs = [run for run in self.watch.as_runs if run["device"] == self.device]
        accepted = [name for name, order in self.alerts.items() if self.watch.is_accepted(self.device, order)]
        due = {run["bulletin"] for run in runs if run["class"] == "emergency"} | set(accepted)
        return sorted(due - {run["bulletin"] for run in runs if run["event"] == "ended"})

    # Orders

    def send_something(self) -> str:
        return self.send_alert() if self.dice.random() < 0.25 else self.send_schedule()

    def order(self, *words) -> str:
        return self.bed.loa(*words, "--authority", AUTHORITY, "--device", self.device, "--centre", self.bed.address,
                            "--token-file", self.bed.folder / "token")["order"]

    def send_alert(self) -> str:
        name = f"a-{len(self.alerts)}"
        self.alerts[name] = self.order(
            "alert", "send", "--id", name, "--title", "Thử", "--tone-seconds", 1, "--times", 1, "--max-seconds", 1)
        return self.alerts[name]

    def send_schedule(self) -> str:
        """A bulletin each two seconds, after a minute each ten, should the start take so long; in hours to come a marker that
        names the version, and media to be fetched."""
        version = len(self.schedules)
        if version % 3 == 0:
            self.media = [*self.media[-2:], self.noise(f"m-{version}.wav", self.dice.uniform(3, 30))]
        now = int(time.time()) // 2 * 2
        starts = [*range(now - 2, now + 60, 2), *range(now + 60, now + 600, 10)]
        bulletins = [bulletin(f"b-{start}", start, self.song if start % 4 else None) for start in starts]
        bulletins += [bulletin(file.stem, now + 7_200 + 60 * place, file) for place, file in enumerate(self.media)]
        bulletins.append(bulletin(f"v-{version}", now + 10_800, None))
        file = self.board.folder / "schedule.json"
        file.write_text(json.dumps({"version": version + 1, "zone": "UTC", "bulletins": bulletins}))
        self.schedules.append(self.order("schedule", "push", file))
        return self.schedules[-1]

    def noise(self, name: str, seconds: float) -> Path:
        """A WAV file of noise, 16 kHz, mono."""
        import wave

        file = self.board.folder / name
        with wave.open(str(file), "wb") as wav:
            wav.setparams((1, 2, 16_000, 0, "NONE", ""))
            wav.writeframes(self.dice.randbytes(int(32_000 * seconds) // 2 * 2))
        return file


def bulletin(name: str, start: int, file: Path | None) -> dict:
    source = {"kind": "media", "file": str(file)} if file else {"kind": "tone", "seconds": 1}
    return {"id": name, "class": "normal", "source": source, "max_seconds": 1, "in_quiet_hours": True,
            "start": (datetime(1970, 1, 1) + timedelta(seconds=start)).strftime("%Y-%m-%dT%H:%M:%S")}


def instant(text: str) -> float:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc).timestamp()


def test_nothing_acknowledged_is_lost():
    """The board comes up after each cut, has lost nothing that it acknowledged, and plays the next bulletin."""
    seed = os.environ.get("LOA_POWER_SEED") or str(random.SystemRandom().randrange(10**6))
    note(f"LOA_POWER_SEED={seed}")
    with Bed(BINARIES, seen_at=HOST) as bed:
        bed.make_keys()
        names = [f"loa-power-{number}" for number in range(BOARDS)]
        shares = [CUTS // BOARDS + (number < CUTS % BOARDS) for number in range(BOARDS)]
        lives = [Life(bed, name, f"{seed} {name}", share, sector)
                 for name, share, sector in zip(names, shares, (4096, 512) * BOARDS)]
        bed.start_broker()
        bed.listen(OUT / "traffic")
        bed.start_centre()
        watch = Watch(bed)
        threads = [threading.Thread(target=life.run, args=[watch]) for life in lives]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (OUT / "cuts").write_text("".join(f"{line}\n" for life in lives for line in life.losses))
        for life in lives:
            if life.failure:
                bed.keep = True
                raise life.failure
            check(not life.running(), f"{life.device} accepted alerts of which no end was reported: {life.running()}")
        made = check_exactly_once(OUT / "traffic", bed.folder / "centre", names)
        starts = sorted(start for life in lives for start in life.starts)
        note(f"{len(starts)} cuts, then {sum(len(life.losses) for life in lives) - len(starts)} more as the board started; "
             f"power to daemon {starts[len(starts) // 2]:.1f} s (median)")
        note(f"{sum(len(life.schedules) + len(life.alerts) for life in lives)} orders, {sum(made.values())} reports")
