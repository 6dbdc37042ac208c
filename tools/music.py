#!/usr/bin/env python3
"""music.py FILE [SECONDS] : writes a short melody as a WAV file, so that no recording needs to be shipped.

A plucked string (Karplus-Strong) over a five-tone scale, from a fixed seed: the same file on every machine.
"""

import array
import random
import sys
import wave

RATE = 22_050
SCALE = [293.66, 329.63, 369.99, 440.0, 493.88, 587.33]  # D E F# A B D


def pluck(frequency: float, seconds: float, noise: random.Random) -> list[float]:
    """A string that is plucked once and dies away."""
    string = [noise.uniform(-1, 1) for _ in range(round(RATE / frequency))]
    sound, place = [], 0
    for _ in range(int(seconds * RATE)):
        following = place + 1 if place + 1 < len(string) else 0
        sound.append(string[place])
        string[place] = 0.4985 * (string[place] + string[following])
        place = following
    return sound


def melody(seconds: float) -> array.array:
    noise = random.Random(39_2020)
    mixed = [0.0] * int(seconds * RATE)
    at, tone = 0.0, 2
    while at < seconds - 0.6:
        tone = max(0, min(len(SCALE) - 1, tone + noise.choice([-2, -1, -1, 0, 1, 1, 2])))
        begin = int(at * RATE)
        for offset, value in enumerate(pluck(SCALE[tone], min(1.6, seconds - at), noise)):
            if begin + offset < len(mixed):
                mixed[begin + offset] += value
        at += noise.choice([0.25, 0.25, 0.5, 0.5, 0.75])
    peak = max(map(abs, mixed)) or 1
    return array.array("h", (round(value / peak * 20_000) for value in mixed))


def write(path: str, seconds: float = 12) -> None:
    samples = melody(seconds)
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(path, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())


if __name__ == "__main__":
    write(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 12)
