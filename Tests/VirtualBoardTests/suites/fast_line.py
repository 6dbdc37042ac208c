"""The site's input as a source, through the real ALSA core: a second loopback feeds it while the first plays (virtual time)."""

import math
import subprocess
import time
import wave
from array import array
from contextlib import contextmanager
from operator import mul

from checks import OUT, check, note, wait_for
from listening import Heard, Listener
from station import BOARD as STANDARD
from station import Station, noise, soon

BOARD = "fast"
VIRTUAL = True
LIMIT = 300

SETTINGS = STANDARD + '[line]\nname = "radio"\npcm = "hw:CARD=Loopback2,DEV=1"\n'
HERTZ = 440


def shift(millionths: float) -> None:
    """Makes the tuner's card run fast, at both of its ends."""
    for end in (0, 1):
        subprocess.run(["amixer", "-q", "-c", "Loopback2", "cset", f"iface=PCM,name='PCM Rate Shift 100000',device={end}",
                        str(round(100_000 * (1 - millionths / 1e6)))], check=True)


@contextmanager
def tuner(*seconds: float):
    """A tuner at the second card that gives a sine at a quarter of full scale for so many seconds, silence for the next so
    many, and so on. It is one program all the time: a loopback that the daemon listens to takes no other form."""
    file = OUT / "tuner.wav"
    one = array("h", (round(8_192 * math.sin(2 * math.pi * HERTZ * n / 48_000)) for n in range(48_000) for _ in range(2)))
    with wave.open(str(file), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48_000)
        for turn, length in enumerate(seconds):
            out.writeframes((one.tobytes() if turn % 2 == 0 else bytes(len(one) * 2)) * int(length))
    process = subprocess.Popen(["aplay", "-q", "-D", "hw:CARD=Loopback2,DEV=0", str(file)])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def tenths(heard: Heard) -> str:
    """Each tenth of a second from the first sound on: t for the tuner's sine whole, . for silence, x for anything else."""
    left = heard.samples[0::heard.channels]
    first = next((n for n, sample in enumerate(left) if abs(sample) > 30), None)
    check(first is not None, "nothing was heard")
    step, letters = heard.rate // 10, ""
    turns = [2 * math.pi * HERTZ * n / heard.rate for n in range(step)]
    cosine, sine = [math.cos(turn) for turn in turns], [math.sin(turn) for turn in turns]
    for frame in range(first, len(left) - step, step):
        part = left[frame:frame + step]
        real, imaginary = (sum(map(mul, part, table)) for table in (cosine, sine))
        amplitude = 2 * math.hypot(real, imaginary) / step
        letters += "." if max(map(abs, part)) < 30 else "t" if 7_800 < amplitude < 8_600 and max(map(abs, part)) < 8_400 else "x"
    return letters.rstrip(".")


def test_drift() -> None:
    """What is plugged in sounds for three minutes without a hole, though its card is 900 millionths fast"""
    shift(900)
    try:
        listener = Listener(OUT / "line.raw")
        with tuner(240), Station(board=SETTINGS) as station:
            begin, _ = soon(4)
            station.schedule({"id": "dai", "start": begin, "max_seconds": 180, "source": {"kind": "line", "name": "radio"}})
            record = station.record("dai", seconds=220)
            faults = station.faults("line_unavailable")
            heard = listener.stop()
    finally:
        shift(0)
    letters = tenths(heard)
    check(letters[1:-2] == "t" * (len(letters) - 3) and len(letters) >= 1_790, f"{len(letters) / 10} s were heard: {letters}")
    check(record["outcome"] == "played" and record["underruns"] == 0 and record.get("late_frames", 0) < 48, f"the record says {record}")
    check(not faults, f"{faults}")
    check(abs(record["start_error_us"]) < 1_000, f"it began {record['start_error_us']} us off")
    note(f"{len(letters) / 10:.1f} s without a hole; a quarter of a second held back at first, 0.16 s more came than were played")


def test_unplugged() -> None:
    """An input that falls silent gives way to the recorded file, with a fault, and comes back when it sounds again"""
    listener = Listener(OUT / "unplugged.raw")
    with Station(board=SETTINGS) as station:
        begin, planned = soon(7)
        file = station.bed.folder / "recorded.wav"
        words = noise(file, 4)
        recorded = station.bed.loa("media", "add", file, *station.centre)["source"]
        source = {"kind": "line", "name": "radio", "fallback": recorded}
        with tuner(24, 12, 200):
            pulled = time.time() + 24
            station.schedule({"id": "dai", "start": begin, "max_seconds": 60, "source": source})
            fault = wait_for("the fault", lambda: station.faults("line_unavailable"), 60, 0.2)[0]
            raised = time.time() - pulled
            check(fault["originator"] == "line/radio" and "silence for 5 s" in fault["detail"], f"the fault says {fault}")
            wait_for("the fault's end", lambda: station.faults("line_unavailable")[0].get("cleared"), 40, 0.2)
            record = station.record("dai", seconds=80)
        heard = listener.stop()
    found = heard.find(words[2 * 48_000:2 * 48_064])
    check(found is not None, "the recorded file was not heard bit for bit")
    letters = tenths(heard)
    check(letters[1:101] == "t" * 100, f"it did not sound before: {letters}")
    check("t" * 30 in letters[letters.rindex("x" * 10):], f"it did not come back: {letters}")
    check(record["outcome"] == "played" and record["reason"] == "line_unavailable", f"the record says {record}")
    note(f"the fault {raised:.1f} s after it was pulled; {letters}")


def test_not_permitted() -> None:
    """A site whose settings name no input plays what stands behind it at once, and opens no card"""
    listener = Listener(OUT / "none.raw")
    with Station() as station:
        begin, planned = soon(6)
        file = station.bed.folder / "recorded.wav"
        words = noise(file, 4)
        recorded = station.bed.loa("media", "add", file, *station.centre)["source"]
        station.schedule({"id": "dai", "start": begin, "max_seconds": 60, "source": {
            "kind": "line", "name": "radio", "fallback": recorded}})
        record, faults = station.record("dai"), station.faults("line_unavailable")
        heard = listener.stop()
    found = heard.find(words[48_000:48_064])
    check(found is not None and abs(heard.wall(found) - planned - 0.5) < 0.01, "the recorded file did not begin when planned")
    check(record["outcome"] == "played" and record["reason"] == "line_unavailable" and not faults, f"{record}, {faults}")
