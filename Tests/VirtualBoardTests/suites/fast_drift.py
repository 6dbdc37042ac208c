"""Cards that run apart: two devices keep step with the clock and each other; a card too far off jumps (virtual time)."""

import math
import subprocess
import wave
from array import array
from pathlib import Path

from checks import OUT, check, note, wait_for
from listening import Heard, Listener
from station import Station, soon

BOARD = "fast"
VIRTUAL = True
LIMIT = 400

RATE = 48_000
# Millionths by which each card is made fast; a real one is some tens off. The last is beyond what can be corrected.
CARDS = {"Loopback2": 100, "Loopback3": -100, "Loopback": 1_000}
SECONDS = 180
# Frames of a pulse.
PULSE = 64
# Seconds that a device has to find its card's drift.
FIRST = 15


def shift(card: str, millionths: int) -> None:
    """Sets the rate of both ends of a loopback; the kernel knows steps of ten millionths."""
    for end in (0, 1):
        subprocess.run(["amixer", "-q", "-c", card, "cset", f"iface=PCM,name='PCM Rate Shift 100000',device={end}",
                        str(100_000 - millionths // 10)], check=True)


def pulses(file: Path, seconds: int) -> None:
    """Writes a WAV file, mono, with a pulse at each second but the first, its middle on the second."""
    samples = array("h", bytes(seconds * RATE * 2))
    shape = array("h", (round(16_000 * math.sin(math.pi * (frame + 0.5) / PULSE) ** 2) for frame in range(PULSE)))
    for second in range(1, seconds):
        start = second * RATE - PULSE // 2
        samples[start:start + PULSE] = shape
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())


def errors(heard: Heard, planned: float) -> list[float | None]:
    """Seconds by which the middle of each pulse was late; None where it was not heard within 40 ms of its second."""
    left = heard.samples[0::heard.channels]
    found = []
    for second in range(1, SECONDS):
        guess = round((planned + second - heard.wall(0)) / heard.seconds_per_frame)
        near = range(max(0, guess - RATE // 25), min(len(left), guess + RATE // 25))
        weights = [(frame, left[frame]) for frame in near if left[frame] > 40]
        total = sum(weight for _, weight in weights)
        middle = sum(frame * weight for frame, weight in weights) / total + 0.5 if total else None
        found.append(None if middle is None else heard.wall(0) + middle * heard.seconds_per_frame - planned - second)
    return found


def quantile(numbers: list[float], part: float) -> float:
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def test_step() -> None:
    """Devices whose cards are 100 millionths fast and slow stay within 0.5 ms of each other, and say how well they do"""
    for card, millionths in CARDS.items():
        shift(card, millionths)
    listeners = {card: Listener(OUT / f"{card}.raw", card) for card in CARDS}
    with Station(*CARDS) as station:
        begin, planned = soon(4)
        file = station.bed.folder / "pulses.wav"
        pulses(file, SECONDS)
        station.schedule({"id": "long", "start": begin, "source": {"kind": "media", "file": str(file)}})
        records = {device: station.record("long", device, SECONDS + 30) for device in station.devices}
        told = {card: wait_for(f"the drift of {card}", lambda: station.health(device)["output"] if "drift_ppm" in station.health(device)["output"] else None, 30, 0.5)
                for device, card in station.devices.items()}
    for card, millionths in CARDS.items():
        shift(card, 0)
    check(all(record["underruns"] == 0 for record in records.values()), f"a card ran dry: {records}")
    late = {}
    for card, millionths in CARDS.items():
        heard = listeners[card].stop()
        late[card] = errors(heard, planned)
        whole = [error * 1000 for error in late[card] if error is not None]
        note(f"{card} set to {millionths:+} ppm: heard {heard.drift:+.1f}, its daemon says {told[card]}; "
             f"{min(whole):+.2f} to {max(whole):+.2f} ms from the clock, after {FIRST} s {min(whole[FIRST:]):+.2f} to {max(whole[FIRST:]):+.2f}")
        check(abs(heard.drift - millionths) < 20, f"{card} is heard to be {heard.drift:.1f} ppm fast, not {millionths}")
        check(abs(told[card]["drift_ppm"] - heard.drift) < 20, f"{card}'s daemon says {told[card]}, it is {heard.drift:.1f}")
    fast, slow, off = (late[card] for card in CARDS)
    check(None not in fast + slow, "pulses are missing")
    skew = [abs(one - other) * 1000 for one, other in zip(fast, slow)]
    note(f"skew of the two after {FIRST} s: p50 {quantile(skew[FIRST:], 0.5):.3f} ms, p99 {quantile(skew[FIRST:], 0.99):.3f}, "
         f"most {max(skew[FIRST:]):.3f}; before, most {max(skew[:FIRST]):.3f}")
    check(max(skew[FIRST:]) < 0.5, f"the two were {max(skew[FIRST:]):.2f} ms apart")
    check(max(skew) < 2, f"the two were {max(skew):.2f} ms apart in the first seconds")
    for card in ("Loopback2", "Loopback3"):
        check(told[card]["jumps"] == 0 and abs(told[card]["error_us"]) < 1_000, f"{card}'s daemon says {told[card]}")
    check(told["Loopback"]["jumps"] >= 2, f"the card that is too far off did not jump: {told['Loopback']}")
    worst = max(abs(error) for error in off if error is not None) * 1000
    check(off.count(None) <= 4 and worst < 30, f"the card that is too far off was {worst:.1f} ms from the clock, {off.count(None)} pulses missing")
