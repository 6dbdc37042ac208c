"""The card's own volume control: set in dB whenever the card is opened, switched off when it is closed."""

import re
import subprocess

from checks import OUT, check, note, wait_for
from station import BOARD as SETTINGS
from station import Station, noise, soon

BOARD = "fast"
VIRTUAL = True
LIMIT = 180

# Plays through a volume of its own, which makes a control on the card: `soft` with dB and a switch, `raw` with a range
# that is too small to be dB.
CONTROLS = """
pcm.card { type hw card Loopback device 0 }
pcm.soft { type softvol slave.pcm card control { name "Soft Playback Volume" card Loopback } min_dB -51.0 max_dB 0.0 }
pcm.switch { type softvol slave.pcm card control { name "Soft Playback Switch" card Loopback } resolution 2 }
pcm.raw { type softvol slave.pcm card control { name "Raw Playback Volume" card Loopback } min_dB -5.0 max_dB 0.0 resolution 101 }
"""


def make_controls() -> None:
    file = OUT / "asound.conf"
    file.write_text(CONTROLS)
    for pcm in ("soft", "switch", "raw"):
        done = subprocess.run(
            ["aplay", "-q", "-D", pcm, "-f", "S16_LE", "-r", "48000", "-c", "2", "-s", "4800", "/dev/zero"],
            env={"ALSA_CONFIG_PATH": f"/usr/share/alsa/alsa.conf:{file}", "PATH": "/usr/bin"}, capture_output=True, text=True)
        check(done.returncode == 0, f"aplay on {pcm}: {done.stderr}")


def control(name: str, card: str = "Loopback") -> dict:
    """How it stands: its step, its dB, whether it is on; None for what it has not."""
    text = subprocess.run(["amixer", "-c", card, "sget", name], capture_output=True, text=True, check=True).stdout
    line = text.strip().splitlines()[-1]
    step, level, state = (re.search(pattern, line) for pattern in (r"Playback (-?\d+)", r"\[(-?[\d.]+)dB\]", r"\[(on|off)\]"))
    return {"step": step and int(step[1]), "dB": level and float(level[1]), "on": state and state[1] == "on"}


def board(settings: str) -> str:
    return SETTINGS.replace("[output]\n", f"[output]\n{settings}\n")


def test_decibels_and_switch() -> None:
    """In dB and on while a bulletin sounds, off before and after; what somebody else set is set right at the next opening"""
    make_controls()
    with Station(board=board('mixer = "Soft"\nmixer_volume = -12')) as station:
        wait_for("the control to be set and off", lambda: control("Soft")["on"] is False, 10, 0.1)
        level = control("Soft")["dB"]
        check(level is not None and abs(level + 12) <= 0.2, f"it is set to {level} dB")
        subprocess.run(["amixer", "-q", "-c", "Loopback", "sset", "Soft", "100%"], check=True)
        begin, _ = soon(4)
        file = station.bed.folder / "words.wav"
        noise(file, 4)
        station.schedule({"id": "words", "start": begin, "source": {"kind": "media", "file": str(file)}})
        wait_for("the control to be on", lambda: control("Soft")["on"], 20, 0.05)
        level = control("Soft")["dB"]
        check(abs(level + 12) <= 0.2, f"it is set to {level} dB while it sounds")
        record = station.record("words", seconds=30)
        check(record["outcome"] == "played", f"the record says {record}")
        wait_for("the control to be off", lambda: control("Soft")["on"] is False, 10, 0.05)
        note(f"{level} dB for -12 dB")


def test_steps() -> None:
    """A control whose range is no 10 dB is set by its steps: -6 dB are half of them"""
    make_controls()
    with Station(board=board('mixer = "Raw"\nmixer_volume = -6')):
        step = wait_for("the control", lambda: control("Raw")["step"], 10, 0.1)
        check(step == 50, f"it is set to step {step} of 100")


def test_a_driver_of_the_kernel() -> None:
    """The dummy card's Master, whose driver tells dB, at -20 dB"""
    with Station("Dummy", board=board('mixer = "Master"\nmixer_volume = -20')):
        level = wait_for("the control", lambda: control("Master", "Dummy")["dB"], 10, 0.1)
        check(abs(level + 20) <= 0.3, f"it is set to {level} dB")
        note(f"{level} dB for -20 dB")


def test_no_such_control() -> None:
    """A control that the card has not is told with those that it has, and the device plays all the same"""
    with Station(board=board('mixer = "Lautstaerke"')) as station:
        fault = wait_for("the fault", lambda: station.faults("output_volume"), 20, 0.2)[0]
        check("no control 'Lautstaerke'" in fault["detail"], f"the fault says {fault}")
        begin, _ = soon(3)
        station.schedule({"id": "tone", "start": begin, "source": {"kind": "tone", "seconds": 2}})
        record = station.record("tone", seconds=30)
        check(record["outcome"] == "played", f"the record says {record}")
