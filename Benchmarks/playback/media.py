"""What is played: made so that the first frame that can be heard is known."""

import math
import subprocess
import wave
from array import array

RATE = 48_000
# Full from the first frame on: a square wave of 500 Hz, half of full scale.
LEVEL = 16_000
# Frames of a fade of 20 ms, a raised cosine, as the device has at each beginning.
FADE = RATE // 50


def write(path, samples):
    """16 bits, stereo, the same on both sides."""
    with wave.open(path, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(array("h", (sample for sample in samples for _ in range(2))).tobytes())
    return path


def square(path, seconds):
    return write(path, (LEVEL if frame // 48 % 2 == 0 else -LEVEL for frame in range(round(seconds * RATE))))


def soft(path, seconds):
    """Too soft to count: 8 of 32,768, and never silent."""
    return write(path, (8 if frame // 48 % 2 == 0 else -8 for frame in range(round(seconds * RATE))))


def silent_in_fade(level=LEVEL):
    """Frames at the beginning of the square wave that the device's fade-in rounds to silence."""
    gain = lambda step: 0.5 - 0.5 * math.cos(math.pi * (step + 0.5) / FADE)
    return next(step for step in range(FADE) if round(level * gain(step)) != 0)


def pulse_second():
    """A second of sound, as bytes: a pulse of 10 ms (1 kHz under a bell of 1.5 ms), then silence."""
    bell = lambda frame: math.exp(-(((frame - 240) / 72) ** 2) / 2) * math.cos(2 * math.pi * 1000 * (frame - 240) / RATE)
    pulse = [round(LEVEL * bell(frame)) for frame in range(480)]
    return array("h", (sample for sample in pulse + [0] * (RATE - len(pulse)) for _ in range(2))).tobytes()


def pulses(path, seconds):
    """A pulse a second, as FLAC, which makes little of the silence between them."""
    encoder = subprocess.Popen(["ffmpeg", "-v", "error", "-f", "s16le", "-ar", str(RATE), "-ac", "2", "-i", "-", path],
                               stdin=subprocess.PIPE)
    block = pulse_second()
    for _ in range(seconds):
        encoder.stdin.write(block)
    encoder.stdin.close()
    if encoder.wait() != 0:
        raise RuntimeError(f"ffmpeg made no {path}")
    return path
