"""skew: how far two cards that run 200 millionths apart are from each other, playing the same, in virtual time.

A pulse sounds each second; the middle of its energy says where it is, to a part of a frame.
"""

import contextlib
import os
import subprocess
import tempfile
import threading
import time

import media
import subjects
from ear import RATE, Ear
from processes import running
from scene import civil

FIGURE = "skew"
# Millionths by which each card is made fast.
CARDS = {"Loopback2": 100, "Loopback3": -100}
SECONDS = int(os.environ.get("BENCH_SKEW_SECONDS") or 1800)
# The floor needs less: what it shows does not grow.
FLOOR_SECONDS = 120
# The first of it, which does not count.
SETTLE = 10
# Below a pulse, above what a resampler leaves beside it.
LEVEL = 300


def shift(card, millionths):
    """Sets the rate of both ends of a loopback; the kernel knows steps of ten millionths."""
    for end in (0, 1):
        subprocess.run(["amixer", "-q", "-c", card, "cset", f"iface=PCM,name='PCM Rate Shift 100000',device={end}",
                        str(100_000 - millionths // 10)], check=True)


def skews(rows, programs, subject, case, play, taken_off=lambda pairs: pairs):
    """`play` is a context that is entered once both ears listen and left once all has been played."""
    with rows.attempt(FIGURE, subject, case=case) as wanted, contextlib.ExitStack() as stack:
        if not wanted:
            return
        ears = [stack.enter_context(Ear(programs, card, LEVEL, block_ms=100)) for card in CARDS]
        with play():
            time.sleep(1)
        stack.close()
        for ear in ears:
            print(f"skew: {subject}: {ear.card} heard {len(ear.sounds)} pulses", flush=True)
        first, second = ([ear.track(CARDS[ear.card])(middle) for _, middle in ear.sounds] for ear in ears)
        pairs = taken_off(paired(first, second))
        values = [abs(between) * 1000 for _, between in pairs]
        rows.add(FIGURE, "ms", subject, values, case=case, at_the_end=round(pairs[-1][1] * 1000, 4))


def paired(first, second):
    """When each pulse sounded, seconds since 1970, and how much later the second card had it. A pulse that one of them
    has not, or by half a second elsewhere, is an error."""
    begin = max(first[0], second[0]) + SETTLE
    pairs, at = [], 0
    for instant in (instant for instant in first if instant > begin):
        while at + 1 < len(second) and abs(second[at + 1] - instant) < abs(second[at] - instant):
            at += 1
        if abs(second[at] - instant) >= 0.5:
            raise RuntimeError(f"the pulse {instant - begin + SETTLE:.0f} s after the first was heard on one card alone")
        pairs.append((instant, second[at] - instant))
    return pairs


def without_drift(pairs):
    """What is left once the straight line through all is taken off."""
    mean_at, mean = (sum(values) / len(pairs) for values in zip(*pairs))
    slope = sum((at - mean_at) * (between - mean) for at, between in pairs) / sum((at - mean_at) ** 2 for at, _ in pairs)
    return [(at, between - mean - slope * (at - mean_at)) for at, between in pairs]


def measure(rows, programs):
    for card, millionths in CARDS.items():
        shift(card, millionths)
    folder = tempfile.mkdtemp()
    skews(rows, programs, "floor", "aplay, drift taken off", lambda: floor(folder), without_drift)
    with subjects.scene(programs, CARDS) as scene:
        source = scene.add_media(media.pulses(f"{folder}/pulses.flac", SECONDS))
        skews(rows, programs, "loa", f"{SECONDS // 60} min", lambda: devices(scene, source))
    skews(rows, programs, "snapcast", f"{SECONDS // 60} min", lambda: snapcast(folder))


@contextlib.contextmanager
def floor(folder):
    raw = f"{folder}/pulses.raw"
    with open(raw, "wb") as file:
        for _ in range(FLOOR_SECONDS):
            file.write(media.pulse_second())
    with contextlib.ExitStack() as stack:
        for card in CARDS:
            stack.enter_context(running(
                ["aplay", "-q", "-D", subjects.PCM.format(card), "-t", "raw", "-f", "S16_LE", "-c", "2", "-r", str(RATE), raw],
                log=subjects.log()))
        time.sleep(FLOOR_SECONDS + 2)
        yield
    os.remove(raw)


@contextlib.contextmanager
def devices(scene, source):
    with contextlib.ExitStack() as stack:
        for name in scene.devices:
            stack.enter_context(scene.device(name))
        bulletin = {"id": "long", "class": "normal", "source": source, "start": civil(time.time() + 6), "max_seconds": SECONDS}
        for name in scene.devices:
            scene.centre.schedule(name, [bulletin])
        for name in scene.devices:
            record = scene.centre.as_run(name, "long", "ended", seconds=SECONDS + 60)
            print(f"skew: {name}: {record}", flush=True)
        yield


@contextlib.contextmanager
def snapcast(folder):
    """With the buffer that it comes with."""
    with subjects.snapserver(folder, 1000) as (port, path), contextlib.ExitStack() as stack:
        descriptor, block = os.open(path, os.O_RDWR), media.pulse_second()

        def feed():
            # Waits whenever the pipe is full; ends with the board.
            while True:
                os.write(descriptor, block)

        threading.Thread(target=feed, daemon=True).start()
        for card in CARDS:
            stack.enter_context(subjects.snapclient(port, card, card))
        time.sleep(SECONDS)
        yield
