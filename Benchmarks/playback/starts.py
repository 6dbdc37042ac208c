"""start_error: from the instant at which sound was to begin to its first frame at the card's other end."""

import contextlib
import os
import tempfile
import time

import media
import subjects
from ear import Ear
from processes import running
from scene import civil

FIGURE = "start_error"
# Batches, and starts in each. A card here moves in ticks of 4 ms and all instants are whole seconds, so the wall clock is
# moved by a part of a tick between two batches: else all starts were at one place within the tick.
BATCHES, ROUNDS = 4, 10
TICK = 0.004
# Seconds of the sound, and between two instants. The cards are closed between them where the subject closes them.
SOUND, STEP = 0.5, 2


def starts(rows, programs, subject, case, begin, silent=0):
    """`begin` is a context that starts the subject and gives the planned instants, seconds since 1970, once all have
    passed. `silent` frames at the sound's beginning cannot be heard."""
    with rows.attempt(FIGURE, subject, case=case) as wanted:
        if not wanted:
            return
        errors = []
        for _ in range(BATCHES):
            time.clock_settime(time.CLOCK_REALTIME, time.time() + TICK / BATCHES)
            errors += batch(programs, begin, silent)
        rows.add(FIGURE, "ms", subject, [abs(error) for error in errors], case=case,
                 signed_p50=round(sorted(errors)[len(errors) // 2], 3))


def batch(programs, begin, silent):
    """How late each start was, in milliseconds."""
    with Ear(programs, gap_ms=400) as ear:
        with begin() as planned:
            time.sleep(1)
    frames = [frame for frame, _ in ear.sounds]
    if len(frames) != len(planned):
        raise RuntimeError(f"{len(frames)} sounds were heard of {len(planned)}")
    line = ear.line()
    return [(line(frame - silent) - instant) * 1000 for frame, instant in zip(frames, planned)]


def measure(rows, programs):
    folder = tempfile.mkdtemp()
    sound = media.square(f"{folder}/sound.wav", SOUND)
    starts(rows, programs, "floor", "snd_pcm_start", lambda: floor(programs))
    with subjects.scene(programs) as scene:
        source = scene.add_media(sound)
        starts(rows, programs, "loa", "schedule", lambda: device(scene, source), media.silent_in_fade())
    starts(rows, programs, "mpd", "timer", lambda: music_player(tempfile.mkdtemp(), sound))
    starts(rows, programs, "liquidsoap", "timer", lambda: liquidsoap(tempfile.mkdtemp(), sound))


@contextlib.contextmanager
def floor(programs):
    with running([f"{programs}/bare", "start", subjects.PCM.format("Loopback"), str(ROUNDS), str(STEP * 1000)], lines=True,
                 log=subjects.log()) as program:
        yield [program.numbers("a start", STEP + 5)[0] / 1e9 for _ in range(ROUNDS)]


@contextlib.contextmanager
def device(scene, source):
    name = scene.devices[0]
    with scene.device(name):
        first = int(time.time()) + 6
        planned = [first + STEP * number for number in range(ROUNDS)]
        scene.centre.schedule(name, [
            {"id": f"s{number}", "class": "normal", "source": source, "start": civil(instant), "max_seconds": 1}
            for number, instant in enumerate(planned)])
        for number in range(ROUNDS):
            scene.centre.as_run(name, f"s{number}", "ended", seconds=STEP + 20)
        yield planned


def by_timer(order):
    """Orders each start at its whole second from a real-time thread, as a timer of a careful caller would."""
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(40))
    planned = [int(time.time()) + 2 + STEP * number for number in range(ROUNDS)]
    for instant in planned:
        time.sleep(instant - time.time())
        order()
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    time.sleep(STEP)
    return planned


@contextlib.contextmanager
def music_player(folder, sound):
    with subjects.music_player(folder, [sound]) as (_, control):
        control.send("add sound.wav")
        yield by_timer(lambda: control.send("play 0"))


@contextlib.contextmanager
def liquidsoap(folder, sound):
    with subjects.liquidsoap(folder) as (_, server):
        yield by_timer(lambda: server.send(f"q.push {sound}"))
