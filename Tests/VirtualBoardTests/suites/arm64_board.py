"""The arm64 board: the cross-built package installs, starts, plays bit for bit, switches lines, reports and is watched"""

import atexit
import random
import re
import time
import wave
from array import array
from datetime import datetime

from boards.arm64 import HOST, PACKAGES_MADE, Board, versions
from boards.qemu import Share
from checks import BINARIES, OUT, check, note, wait_for
from testbed import AREA, AUTHORITY, Bed

BOARD = "arm64"
LIMIT = 1200
FULL = True
# An emulated arm64 board is slow: limits are ten times those of real ones.
PATIENCE = 120
CONTENT = OUT / "noise.wav"
DEVICE = "loa-0001"
CONTENT_SECONDS = 4
# Frames at each end that are made softer: 20 ms.
FADE = 960
SIMULATOR = "/sys/kernel/config/gpio-sim/loa"
# In the order of the simulated chip.
LINES = ["amplifier", "rain"]

# The broker and the centre run on this machine.
bed = Bed(BINARIES, seen_at=HOST)
atexit.register(bed.__exit__, None)
bed.make_keys()
# An emulated arm64 processor pauses for longer than a buffer of 60 ms, all the more beside other work.
config = bed.enrol(DEVICE, "hw:CARD=Loopback", "[output]\nbuffer_ms = 500\nlevel_media = \"off\"\n", data="/var/lib/loa")
board = Board("board", OUT, shares=[Share(PACKAGES_MADE, PACKAGES_MADE), Share(config, config)])
atexit.register(board.power_off)


def shown(name):
    return board.sh(f"systemctl show loa-device -P {name}").strip()


def online():
    return any(known["device"] == DEVICE and known["state"] == "online" for known in bed.api("/api/v1/devices")["devices"])


def write_noise():
    """The content: mono noise at a third of full scale, so that no part of it is like another."""
    noise = random.Random(1)
    with wave.open(str(CONTENT), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(array("h", (noise.randrange(-11_000, 11_000) for _ in range(CONTENT_SECONDS * 48_000))).tobytes())


def simulated(line):
    """The folder in which the simulator shows and moves a line."""
    device = board.read(f"{SIMULATOR}/dev_name").strip()
    chip = board.read(f"{SIMULATOR}/bank0/chip_name").strip()
    return f"/sys/devices/platform/{device}/{chip}/sim_gpio{LINES.index(line)}"


def relay():
    return board.read(f"{simulated('amplifier')}/value").strip()


def alert(name):
    bed.loa("alert", "send", "--id", name, "--title", name, "--authority", AUTHORITY, "--area", AREA, "--file", CONTENT,
            "--tone-seconds", 0, "--times", 1, "--centre", bed.address, "--token-file", bed.folder / "token")


def played(name):
    """The record of an alert that has ended, as the centre has it."""
    def ended():
        records = bed.api(f"/api/v1/asrun?device={DEVICE}")["as_run"]
        return next((record for record in records if record["bulletin"] == name and record["event"] == "ended"), None)

    record = wait_for(f"the record of {name}", ended, PATIENCE, every=0.3)
    check(record["outcome"] == "played", f"{record}")
    return record


def wake_seconds(record, moment):
    """From a moment of the board's monotonic clock, in microseconds, to the first frame of a broadcast."""
    uptime, now = board.sh("cat /proc/uptime; date +%s.%N").split("\n")[:2]
    booted = float(now) - float(uptime.split()[0])
    return datetime.fromisoformat(record["started"]).timestamp() - booted - moment / 1e6


def test_boots():
    """Debian 13 for arm64 boots under Debian's kernel, with the card and the lines that the suite needs"""
    board.power_on()
    swift = re.search(r"Swift version (\S+)", (PACKAGES_MADE.parent / "arm64" / "compiler").read_text())[1]
    note(f"{versions()}, Swift {swift}; power to the first command {board.boot_seconds:.0f} s")
    check(board.sh("uname -m").strip() == "aarch64", "this is no arm64 board")
    board.sh("modprobe snd-aloop pcm_substreams=1 && modprobe gpio-sim && modprobe gpio-pl061; modprobe configfs;"
             " mountpoint -q /sys/kernel/config || mount -t configfs none /sys/kernel/config", PATIENCE)
    board.sh(f"mkdir -p {SIMULATOR}/bank0 && echo 8 > {SIMULATOR}/bank0/num_lines")
    for number, line in enumerate(LINES):
        board.sh(f"mkdir {SIMULATOR}/bank0/line{number} && echo {line} > {SIMULATOR}/bank0/line{number}/name")
    board.sh(f"echo 1 > {SIMULATOR}/live && udevadm settle", PATIENCE)
    print(board.sh("cat /proc/asound/cards; gpiodetect; systemctl --failed --no-legend"))


def test_installs():
    """dpkg installs the package beside what it depends on, and starts nothing before the enrolment"""
    package = next(PACKAGES_MADE.glob("loa-device_*_arm64.deb"))
    said = board.sh(f"DEBIAN_FRONTEND=noninteractive dpkg -i {package} 2>&1", PATIENCE)
    print(said)
    check("not enrolled" in said, f"nothing was said about the enrolment:\n{said}")
    state = board.sh("dpkg-query -W -f '${db:Status-Status} ${Architecture}' loa-device")
    check(state == "installed arm64", state)
    check(shown("ActiveState") == "inactive", "the daemon runs though nobody has enrolled it")
    note(f"{package.name}: {package.stat().st_size / 1e6:.1f} MB, "
         f"the program {int(board.sh('stat -c %s /usr/bin/loa-device')) / 1e6:.1f} MB")


def test_starts():
    """Enrolled, the unit is ready, and the centre hears it over MQTT with TLS"""
    write_noise()
    bed.start_broker()
    bed.start_centre()
    board.sh(f"cp {config}/* /etc/loa/ && loa-device check-config", PATIENCE)
    board.sh("systemctl start loa-device", PATIENCE)
    began, ready = (int(shown(name)) for name in ("ExecMainStartTimestampMonotonic", "ActiveEnterTimestampMonotonic"))
    note(f"exec to ready {(ready - began) / 1000:.0f} ms")
    wait_for("the device at the centre", online, PATIENCE, every=0.3)
    memory = board.read(f"/proc/{shown('MainPID')}/smaps_rollup")
    rss, pss, private = (int(re.search(rf"^{name}: +(\d+)", memory, re.MULTILINE)[1]) / 1024
                         for name in ("Rss", "Pss", "Private_Dirty"))
    note(f"idle: RSS {rss:.1f} MiB, PSS {pss:.1f} MiB, private {private:.1f} MiB")


def test_plays():
    """An alert of the centre leaves the card bit for bit"""
    recorder = board.start(
        "arecord", "arecord", "-q", "-D", "hw:CARD=Loopback,DEV=1", "-f", "S16_LE", "-r", "48000", "-c", "2", "-t", "raw",
        "--buffer-time", "500000", "/dev/shm/heard.raw", log="/root/arecord.log")
    alert("lu")
    record = played("lu")
    recorder.stop()
    board.sh(f"cp /dev/shm/heard.raw {OUT}/heard.raw", PATIENCE)
    check_heard((OUT / "heard.raw").read_bytes())
    note(f"{record['frames']} frames told, {record['underruns']} underruns")


def check_heard(heard):
    """All of the content but its fades is in what was heard, on both channels."""
    sent = array("h", CONTENT.read_bytes()[44:])[FADE:-FADE]
    wanted = array("h", (sample for sample in sent for _ in "lr")).tobytes()
    check(wanted in heard, f"the content is not in the {len(heard) / 192_000:.1f} s that were heard")
    note(f"{len(sent)} frames of the content are heard bit for bit")


def test_wakes_for_an_alert():
    """An alert that came while the board's daemon was down plays as soon as it is up"""
    board.sh("systemctl stop loa-device", PATIENCE)
    alert("bao")
    board.sh("systemctl start loa-device", PATIENCE)
    began = int(shown("ExecMainStartTimestampMonotonic"))
    note(f"exec to the alert's first frame {wake_seconds(played('bao'), began):.2f} s, from the broker, with TLS")


def test_lines():
    """Pulses of a simulated rain gauge are counted, chatter is not; a press of the board's own button is one pulse"""
    rain = simulated("rain")
    counter = board.start(
        "count", "loa-device", "gpio", "count", "rain", "--seconds", "20", "--debounce-us", "100000", log="/root/count.log")
    wait_for("the counter", lambda: "  0" in board.read("/root/count.log"), PATIENCE)
    board.sh(f"cd {rain}; for tip in 1 2 3 4 5; do echo pull-up > pull; sleep 0.4; echo pull-down > pull; sleep 0.4; done;"
             " for bounce in 1 2 3; do echo pull-up > pull; echo pull-down > pull; done", PATIENCE)
    check(counter.wait(PATIENCE) == 0, board.read("/root/count.log"))
    check("5 pulses" in board.read("/root/count.log"), board.read("/root/count.log"))
    chip = re.search(r"^(gpiochip\d+) \[\S*pl061\]", board.sh("gpiodetect"), re.MULTILINE)
    check(chip, "the board has no PL061")
    button = board.start("button", "loa-device", "gpio", "count", f"{chip[1]}:3", "--seconds", "15", log="/root/button.log")
    wait_for("the counter", lambda: "  0" in board.read("/root/button.log"), PATIENCE)
    board.press()
    check(button.wait(PATIENCE) == 0, board.read("/root/button.log"))
    check("1 pulses" in board.read("/root/button.log"), board.read("/root/button.log"))


def test_relay():
    """A relay is switched for as long as it is asked for, and off by itself after"""
    check(relay() == "0", "the relay is on though nobody asked")
    setter = board.start("set", "loa-device", "gpio", "set", "amplifier", "1", "--seconds", "5", log="/root/set.log")
    wait_for("the relay", lambda: relay() == "1", PATIENCE)
    check(setter.wait(PATIENCE) == 0, board.read("/root/set.log"))
    check(relay() == "0", "the relay is still on")


def test_watched():
    """The daemon feeds the watchdog of its unit; standing still it is started again, and plays"""
    before = int(shown("WatchdogTimestampMonotonic"))
    check(before > 0, "the unit has no watchdog")
    wait_for("its next food", lambda: int(shown("WatchdogTimestampMonotonic")) > before, 40, every=0.5)
    pid = shown("MainPID")
    board.sh(f"kill -STOP {pid}")
    began = time.monotonic()
    wait_for("a ready daemon", lambda: shown("ActiveState") == "active" and shown("MainPID") not in (pid, "0"), PATIENCE, every=0.5)
    note(f"standing still to ready again {time.monotonic() - began:.0f} s")
    journal = board.sh("journalctl -u loa-device -o cat | tail -80")
    check("Watchdog timeout" in journal, f"something else ended it:\n{journal}")
    alert("chay")
    played("chay")
