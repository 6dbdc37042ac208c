"""Hears a loopback card's other end through ear.c, and says when each sound was at the card."""

import bisect
import itertools
import queue
import threading
import time

from processes import Program

PCM = "hw:CARD={},DEV=1"
RATE = 48_000
# Levels of 32,768: any sound at all, and what no soft bulletin reaches.
ANY, LOUD = 0, 32


class Line:
    """When a frame was at the card, seconds since 1970: the line that lies under all looks and nearest to them.

    A look sees the card's position after it was so: by up to a tick of the emulated card (4 ms) and as much as the
    machine is late. So the truth lies along the lower edge of all looks, not through their middle.
    """

    def __init__(self, looks):
        self.frame, self.start = looks[0]
        points = sorted((frame - self.frame, (ns - self.start) / 1e9) for frame, ns in looks)
        hull = []
        for point in points:
            while len(hull) > 1 and self._above(hull[-2], hull[-1], point):
                hull.pop()
            hull.append(point)
        middle = sum(frame for frame, _ in points) / len(points)
        after = next(index for index, (frame, _) in enumerate(hull) if frame >= middle)
        (x0, y0), (x1, y1) = hull[max(0, after - 1)], hull[max(1, after)]
        self.seconds_per_frame = (y1 - y0) / (x1 - x0)
        self.offset = y0 - x0 * self.seconds_per_frame

    @staticmethod
    def _above(left, point, right):
        """Whether a point lies on or above the line between its neighbours."""
        return ((point[1] - left[1]) * (right[0] - left[0])) >= ((right[1] - left[1]) * (point[0] - left[0]))

    def __call__(self, frame):
        return self.start / 1e9 + self.offset + (frame - self.frame) * self.seconds_per_frame

    @property
    def ppm(self):
        """Millionths by which the card was faster than the clock."""
        return (1 / (self.seconds_per_frame * RATE) - 1) * 1e6


class Track:
    """The same in virtual time, where no look is late, over a time in which the card may wander: the mean of the looks
    about a frame. `ppm` is what the card was set to."""

    AROUND = 30 * RATE

    def __init__(self, looks, ppm):
        self.seconds_per_frame = 1 / (RATE * (1 + ppm / 1e6))
        self.frames = [frame for frame, _ in looks]
        self.start = looks[0][1]
        # How late each look was beside a card that runs evenly, summed up.
        self.sums = list(itertools.accumulate(
            ((ns - self.start) / 1e9 - frame * self.seconds_per_frame for frame, ns in looks), initial=0))

    def __call__(self, frame):
        first = bisect.bisect_left(self.frames, frame - self.AROUND)
        last = bisect.bisect_right(self.frames, frame + self.AROUND)
        late = (self.sums[last] - self.sums[first]) / (last - first)
        return self.start / 1e9 + frame * self.seconds_per_frame + late


class Ear:
    """Listens from its making to its `end`, in a `with` block. The card then takes this rate and format and no other."""

    def __init__(self, programs, card="Loopback", level=ANY, gap_ms=40, block_ms=50):
        self.program = Program(
            [f"{programs}/ear", PCM.format(card), str(level), str(gap_ms), str(block_ms)], lines=True)
        self.looks, self.sounds, self.begun, self.beginnings = [], [], queue.Queue(), 0
        self.card, self.failure, self.ready = card, None, threading.Event()
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def __enter__(self):
        if not self.ready.wait(10) or self.failure:
            self.program.end()
            raise RuntimeError(f"nobody can listen to {self.card}: {self.failure}")
        return self

    def __exit__(self, *_):
        self.end()

    def _listen(self):
        while True:
            line = self.program.lines.get()
            if line is None:
                return
            kind, *words = line.split()
            if kind == "look":
                self.looks.append(tuple(map(int, words)))
            elif kind == "sound":
                self.sounds.append((int(words[0]), int(words[1]) / 1000))
            elif kind == "begin":
                self.beginnings += 1
                self.begun.put(int(words[0]))
            else:
                self.failure = " ".join(words)
            if kind != "begin":
                self.ready.set()

    def forget(self):
        while not self.begun.empty():
            self.begun.get()

    def next(self, what, seconds=10):
        """The first frame of the next sound; `line` says when it was, once all is over."""
        try:
            return self.begun.get(timeout=seconds)
        except queue.Empty:
            raise RuntimeError(f"nothing was heard of {what} within {seconds} s") from None

    def wait_end(self, seconds=10):
        """Waits until every sound that began has ended."""
        deadline = time.monotonic() + seconds
        while len(self.sounds) < self.beginnings:
            if time.monotonic() > deadline:
                raise RuntimeError(f"a sound did not end within {seconds} s")
            time.sleep(0.02)

    def end(self):
        self.program.end()
        self.program.lines.put(None)
        self.thread.join(5)
        if self.failure:
            raise RuntimeError(f"the ear at {self.card}: {self.failure}; what it heard is no evidence")

    def line(self):
        # The first looks come while the card starts.
        return Line(self.looks[5:])

    def track(self, ppm):
        return Track(self.looks[5:], ppm)
