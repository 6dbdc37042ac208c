"""What an emulated sound card played, and when: sound that tells its own time, and a recorder of the emulator's file.

The content is a sine whose pitch rises evenly, so that a twentieth of a second of it says which instant of the content
it is. The emulator's file holds no time: the recorder notes, while it grows, when each frame left the card.
"""

import math
import threading
import time
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

RATE = 48_000
# Hz at the beginning, and Hz a second.
LOWEST, SLOPE = 400.0, 40.0
# Frames of a window, a twentieth of a second; peaks below LOUD, of 32,767, are silence.
WINDOW, LOUD = RATE // 20, 800
# Bytes before the samples, in the emulator's files and in those written here.
HEADER = 44


def write_rising(path: Path, seconds: float) -> None:
    """The content: mono, a third of full scale."""
    samples = array("h", (
        round(11_000 * math.sin(2 * math.pi * (LOWEST * t + SLOPE * t * t / 2)))
        for t in (frame / RATE for frame in range(round(seconds * RATE)))))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


@dataclass(frozen=True)
class Moment:
    """A window of what was heard: when its middle left the card (this machine's monotonic clock, in seconds), how loud
    its peak was, and which second of the rising content it is, where it is that."""
    at: float
    peak: int
    position: float | None

    @property
    def loud(self) -> bool:
        return self.peak >= LOUD


class Recorder:
    """Follows an emulator's WAV file, stereo at RATE, from its beginning until `stop`."""

    def __init__(self, path: Path):
        self.path = Path(path)
        # (instant, frames that had left the card by then), whenever they grew.
        self.growth: list[tuple[float, int]] = []
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def _follow(self) -> None:
        while not self._ending.is_set():
            frames = self._frames()
            if frames > (self.growth[-1][1] if self.growth else 0):
                self.growth.append((time.monotonic(), frames))
            time.sleep(0.004)

    def _frames(self) -> int:
        return max(0, (self.path.stat().st_size - HEADER) // 4) if self.path.exists() else 0

    def now(self) -> int:
        """Frames so far: what is heard from here on is `moments(since)`."""
        return self._frames()

    def moments(self, since: int = 0) -> list[Moment]:
        """What was heard from a frame on, window by window."""
        growth = list(self.growth)
        if not growth:
            return []
        with open(self.path, "rb") as file:
            file.seek(HEADER + since * 4)
            left = array("h", file.read((growth[-1][1] - since) * 4))[::2]
        found, index = [], 0
        for start in range(0, len(left) - WINDOW + 1, WINDOW):
            middle = since + start + WINDOW // 2
            while growth[index][1] < middle:
                index += 1
            found.append(_moment(growth[index][0], left[start:start + WINDOW]))
        return found

    def loud_since(self, since: int) -> bool:
        return any(moment.loud for moment in self.moments(since))

    def is_loud_now(self) -> bool:
        """Whether the last tenth of a second was; also where the emulator has begun its file anew."""
        frames = self._frames()
        with open(self.path, "rb") as file:
            file.seek(HEADER + max(0, frames - RATE // 10) * 4)
            last = array("h", file.read(RATE // 10 * 4))
        return bool(last) and max(max(last), -min(last)) >= LOUD

    def stop(self) -> None:
        self._ending.set()
        self._thread.join()


def _moment(at: float, samples: array) -> Moment:
    peak = max(max(samples), -min(samples))
    if peak < LOUD:
        return Moment(at, peak, None)
    rises = [frame + before / (before - after) for frame, (before, after) in enumerate(zip(samples, samples[1:]))
             if before < 0 <= after]
    if len(rises) < 3:
        return Moment(at, peak, None)
    pitch = (len(rises) - 1) * RATE / (rises[-1] - rises[0])
    middle = (rises[-1] + rises[0]) / 2 - WINDOW / 2
    position = (pitch - LOWEST) / SLOPE - middle / RATE
    return Moment(at, peak, position)


def median(numbers) -> float:
    ordered = sorted(numbers)
    return ordered[len(ordered) // 2]
