"""Hears what is played to a loopback card: `Listener` in a suite; as a program it is the listener's own process.

usage: listening.py PCM BITS RATE CHANNELS FILE     BITS are 16, 24 (three bytes), 32 or float; raw samples go to FILE

FILE.frames has a line for each look: the frame at which the card stood, and the wall clock's nanoseconds then. A line
`overrun` says that the listener itself was too slow; what it heard is then no evidence.
"""

import ctypes
import signal
import subprocess
import sys
import time
from array import array
from pathlib import Path

from checks import check, wait_for

CAPTURE, INTERLEAVED = 1, 3
# The number that libasound has for the format, and the bytes of a sample.
FORMATS = {"16": (2, 2), "24": (32, 3), "32": (10, 4), "float": (14, 4)}
# Two seconds in the card, so that a busy machine does not make the listener late.
BUFFER_MICROSECONDS = 2_000_000
# A block and its reading: after so long all that was played has been heard.
SETTLE = 0.5


class Listener:
    """What card `card` plays, from before it plays until `stop`. The card takes the listener's format and no other."""

    # By card; one that a failed test left goes when the next begins.
    listening: dict[str, subprocess.Popen] = {}

    def __init__(self, file: Path, card: str = "Loopback", rate: int = 48_000, channels: int = 2, bits: int | str = 16):
        self.file, self.rate, self.channels, self.bits = file, rate, channels, bits
        if left := self.listening.pop(card, None):
            left.kill()
            left.wait()
        self.process = self.listening[card] = subprocess.Popen(
            ["/usr/bin/python3", __file__, f"hw:CARD={card},DEV=1", str(bits), str(rate), str(channels), str(file)])
        wait_for(f"the listener at {card}", lambda: self.process.poll() is not None or self._looks().exists(), 10)
        check(self.process.poll() is None, f"nobody can listen to {card}: the listener ended with {self.process.returncode}")

    def _looks(self) -> Path:
        return self.file.with_name(self.file.name + ".frames")

    def stop(self, strict: bool = True) -> "Heard":
        """Ends it once it has heard what the card still holds. Not strict: what was heard may have gaps."""
        time.sleep(SETTLE)
        self.process.send_signal(signal.SIGTERM)
        check(self.process.wait(10) == 0, f"the listener ended with {self.process.returncode}")
        return self._heard(strict)

    def leave(self) -> None:
        """Ends it; what was heard does not matter."""
        self.process.kill()
        self.process.wait()

    def _heard(self, strict: bool) -> "Heard":
        lines = self._looks().read_text().splitlines()
        check(not strict or "overrun" not in lines, "the listener was too slow: what it heard is no evidence")
        looks = [tuple(map(int, line.split())) for line in lines if len(line.split()) == 2]
        samples = array("h" if self.bits == 16 else "i")
        data = self.file.read_bytes()
        frame = FORMATS[str(self.bits)][1] * self.channels
        data = data[:len(data) // frame * frame]
        if self.bits == 24:
            # As the upper three bytes of four.
            packed, data = data, bytearray(len(data) // 3 * 4)
            data[1::4], data[2::4], data[3::4] = packed[0::3], packed[1::3], packed[2::3]
        samples.frombytes(data)
        return Heard(samples, self.channels, self.rate, looks)


class Heard:
    """Samples, interleaved, and when each frame was at the card."""

    def __init__(self, samples: array, channels: int, rate: int, looks: list[tuple[int, int]]):
        self.samples, self.channels, self.rate = samples, channels, rate
        self.looks = looks
        # The line through all looks: seconds since the first look by frame.
        self.first, self.start = looks[0]
        times = [(frame - self.first, (nanoseconds - self.start) / 1e9) for frame, nanoseconds in looks[5:]]
        mean_frame = sum(frame for frame, _ in times) / len(times)
        mean_time = sum(seconds for _, seconds in times) / len(times)
        spread = sum((frame - mean_frame) ** 2 for frame, _ in times)
        self.seconds_per_frame = sum((frame - mean_frame) * (seconds - mean_time) for frame, seconds in times) / spread
        self.offset = mean_time - mean_frame * self.seconds_per_frame

    @property
    def drift(self) -> float:
        """Millionths by which the card was faster than the wall clock."""
        return (1 / (self.seconds_per_frame * self.rate) - 1) * 1e6

    def wall(self, frame: int) -> float:
        """Seconds since 1970 at which a frame was at the card."""
        return self.start / 1e9 + self.offset + (frame - self.first) * self.seconds_per_frame

    def frame_at(self, wall: float) -> int:
        """The frame that was at the card then."""
        return round(self.first + (wall - self.start / 1e9 - self.offset) / self.seconds_per_frame)

    def find(self, needle: array, after: int = 0) -> int | None:
        """The first frame from `after` on at which these samples were heard."""
        data, wanted = self.samples.tobytes(), needle.tobytes()
        step = self.samples.itemsize * self.channels
        position = data.find(wanted, after * step)
        while position >= 0 and position % step:
            position = data.find(wanted, position + 1)
        return position // step if position >= 0 else None


def main() -> None:
    pcm_name, rate, channels, path = sys.argv[1], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
    form, width = FORMATS[sys.argv[2]]
    alsa = ctypes.CDLL("libasound.so.2")
    alsa.snd_pcm_readi.restype = alsa.snd_pcm_avail.restype = ctypes.c_long
    alsa.snd_strerror.restype = ctypes.c_char_p

    def must(what: str, number: int) -> int:
        if number < 0:
            sys.exit(f"listening: {what} on {pcm_name}: {alsa.snd_strerror(number).decode()}")
        return number

    pcm = ctypes.c_void_p()
    must("snd_pcm_open", alsa.snd_pcm_open(ctypes.byref(pcm), pcm_name.encode(), CAPTURE, 0))
    must("snd_pcm_set_params", alsa.snd_pcm_set_params(
        pcm, form, INTERLEAVED, channels, rate, 0, BUFFER_MICROSECONDS))
    must("snd_pcm_start", alsa.snd_pcm_start(pcm))
    going = [True]
    signal.signal(signal.SIGTERM, lambda *_: going.clear())
    # A tenth of a second at a time.
    frames = rate // 10
    block = ctypes.create_string_buffer(frames * channels * width)
    done = 0
    with open(path, "wb", buffering=0) as sound, open(path + ".frames", "w", buffering=1) as looks:
        while going:
            got = alsa.snd_pcm_readi(pcm, block, ctypes.c_ulong(frames))
            if got < 0:
                print("overrun", file=looks)
                must("snd_pcm_prepare", alsa.snd_pcm_prepare(pcm))
                must("snd_pcm_start", alsa.snd_pcm_start(pcm))
                continue
            sound.write(block.raw[:got * channels * width])
            done += got
            more = alsa.snd_pcm_avail(pcm)
            if more >= 0:
                print(done + more, time.time_ns(), file=looks)


if __name__ == "__main__":
    main()
