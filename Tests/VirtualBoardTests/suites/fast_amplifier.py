"""The amplifier's relay beside the sound that is heard: lead, tail, longest time, and off in every other state (virtual time)."""

import os
import signal
import time

from checks import OUT, check, note, wait_for
from gpio import Chip, Witness, gpio, running, use_library
from listening import Listener
from station import DEVICE, Station, noise, soon

BOARD = "fast"
VIRTUAL = True
LIMIT = 300

CHIP = Chip("sunxi-gpio", "PA0", "amplifier", "rain-gauge")
LEAD, TAIL = 0.3, 0.8
SETTINGS = ('[output]\nperiod_ms = 10\nbuffer_ms = 200\n[quiet_hours]\nfrom = "00:00"\nuntil = "00:00"\n'
            '[amplifier]\nline = "amplifier"\nlead_ms = 300\ntail_ms = 800\nmax_on_minutes = 1\n')
# Two ticks of the card, a period of the player, and a look of the witness.
SLACK = 0.020


def sounded(heard) -> tuple[float, float]:
    """When the first and the last sample that are not silent were at the card."""
    places = [index for index, sample in enumerate(heard.samples) if sample]
    check(places, "nothing was heard")
    return heard.wall(places[0] // heard.channels), heard.wall(places[-1] // heard.channels)


def check_stretch(changes, first: float, last: float) -> None:
    """On once, a lead before the first sound, off a tail after the last."""
    check([level for _, level in changes] == [1, 0], f"the relay did {changes}")
    lead, tail = first - changes[0][0], changes[1][0] - last
    note(f"on {lead * 1000:.1f} ms before the first sound, off {tail * 1000:.1f} ms after the last")
    check(LEAD - 0.009 <= lead <= LEAD + SLACK, f"on {lead:.4f} s before the first sound")
    check(TAIL - SLACK <= tail <= TAIL + 2 * SLACK, f"off {tail:.4f} s after the last sound")


def planned_stretch(number: int) -> None:
    use_library(number)
    witness, listener = Witness(CHIP, "amplifier"), Listener(OUT / f"planned{number}.raw")
    with Station(board=SETTINGS) as station:
        begin, planned = soon(4)
        file = station.bed.folder / "bulletin.wav"
        noise(file, 3)
        station.schedule({"id": "bulletin", "start": begin, "source": {"kind": "media", "file": str(file)}})
        record = station.record("bulletin")
        time.sleep(2)
        first, last = sounded(listener.stop())
        check(not station.faults("amplifier_unavailable"), f"{station.faults('amplifier_unavailable')}")
    check(abs(first - planned) < 0.010, f"it began {(first - planned) * 1000:.1f} ms from its planned instant")
    check(record["outcome"] == "played", f"the record says {record}")
    check_stretch(witness.stop(), first, last)


def test_planned_1() -> None:
    """libgpiod 1: on a lead before a planned start, which stays exact, off a tail after the end, off in between"""
    planned_stretch(2)


def test_planned_2() -> None:
    """libgpiod 2: the same"""
    planned_stretch(3)


def test_alert() -> None:
    """An alert to a sleeping device finds the amplifier on and loses nothing of its tone"""
    use_library(3)
    with Station(board=SETTINGS) as station:
        message = station.bed.folder / "message.wav"
        samples = noise(message, 2)
        time.sleep(1)
        witness, listener = Witness(CHIP, "amplifier"), Listener(OUT / "alert.raw")
        sent = time.time()
        station.alert("alert", message)
        record = station.record("alert")
        time.sleep(2)
        heard = listener.stop()
    changes, (first, last) = witness.stop(), sounded(heard)
    check_stretch(changes, first, last)
    words = heard.find(samples[2 * 24_000:2 * 24_064])
    check(words is not None, "its words were not heard")
    tone = heard.wall(words - 24_000) - first
    check(abs(tone - 1) < 0.05, f"{tone:.3f} s of its one second of tone were heard")
    check(record["outcome"] == "played", f"the record says {record}")
    note(f"the relay {(changes[0][0] - sent) * 1000:.0f} ms and the sound {(first - sent) * 1000:.0f} ms after `loa alert send` was called")


def told(station: Station, what: str, code: str) -> list[str]:
    """The device's own words about a fault: `fault raised` or `fault cleared`."""
    return [line for line in station.bed.log(DEVICE).read_text().splitlines() if what in line and code in line]


def test_longest() -> None:
    """Never on for longer than the maximum: off with a fault, which ends with the sound, and on again for the next"""
    use_library(3)
    witness = Witness(CHIP, "amplifier", step=0.02)
    with Station(board=SETTINGS) as station:
        long, short = station.bed.folder / "long.wav", station.bed.folder / "short.wav"
        noise(long, 75, channels=1)
        noise(short, 2)
        station.alert("long", long)
        wait_for("the fault", lambda: told(station, "fault raised", "amplifier_on_too_long"), 70, 0.2)
        check(not told(station, "fault cleared", "amplifier_on_too_long"), "the fault is over while it sounds")
        wait_for("the fault's end", lambda: told(station, "fault cleared", "amplifier_on_too_long"), 40, 0.2)
        station.alert("short", short)
        time.sleep(8)
    changes = witness.stop()
    check([level for _, level in changes] == [1, 0, 1, 0], f"the relay did {changes}")
    stretch = changes[1][0] - changes[0][0]
    note(f"on for {stretch:.2f} s of at most 60")
    check(59.9 < stretch < 60.1, f"it was on for {stretch:.2f} s")


def relay(level: int, seconds: float = 20) -> None:
    wait_for(f"the relay's {'on' if level else 'off'}", lambda: CHIP.level("amplifier") == level, seconds, 0.002)


def end_while_it_sounds(station: Station, name: str, end: signal.Signals, within: float) -> None:
    message = station.bed.folder / "message.wav"
    noise(message, 8)
    station.alert(name, message)
    relay(1)
    time.sleep(2)
    daemon = station.bed.processes.pop(DEVICE)
    os.kill(daemon.pid, end)
    told = time.monotonic()
    relay(0, 3)
    took = time.monotonic() - told
    daemon.wait()
    check(CHIP.level("amplifier") == 0, f"on after {end.name}")
    check(took < within, f"off {took:.2f} s after {end.name}")
    note(f"off {took * 1000:.0f} ms after {end.name}")


def test_off_otherwise() -> None:
    """Off before the start, at it, after kill -9 in the middle of sound, and after SIGTERM in the middle of sound"""
    for number in (2, 3):
        use_library(number)
        check(CHIP.level("amplifier") == 0, "on before anything ran")
        with Station(board=SETTINGS) as station:
            check(CHIP.level("amplifier") == 0, "on although nothing sounds")
            end_while_it_sounds(station, "killed", signal.SIGKILL, 0.05)
            gpio("rest", "--config", station.bed.folder / DEVICE)
            station.bed.start_device(DEVICE)
            # The alert that was cut off sounds once more, from its beginning.
            relay(1)
            station.record("killed", seconds=40)
            relay(0)
            end_while_it_sounds(station, "ended", signal.SIGTERM, 1.5)


def test_relay_fails() -> None:
    """A line that somebody else holds is a fault that names them; an alert is heard all the same"""
    use_library(3)
    listener = Listener(OUT / "held.raw")
    with running("set", "amplifier", "0"), Station(board=SETTINGS) as station:
        message = station.bed.folder / "message.wav"
        noise(message, 3)
        fault = wait_for("the fault", lambda: told(station, "fault raised", "amplifier_unavailable"), 10, 0.2)
        check("held by 'loa-device'" in fault[0], f"the log says {fault[0]}")
        station.alert("alert", message)
        time.sleep(6)
        sounded(listener.stop())
