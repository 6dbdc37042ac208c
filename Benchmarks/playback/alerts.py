"""alert_to_sound: from the call that orders an alert to its first frame at the card's other end."""

import contextlib
import random
import tempfile
import time
import wave

import media
import subjects
from ear import LOUD, Ear
from scene import civil

FIGURE = "alert_to_sound"
ROUNDS = 100
# While a card plays, the device's alert waits behind its buffer: what a shorter one gives, in milliseconds.
SHORT = 30
# Snapserver's buffer: what it comes with, and about the least with which the client plays (with 20 ms it does not).
SNAPCAST = [("buffer 1000 ms", 1000), ("buffer 80 ms", 80)]
# Seconds that a peer's alert sounds, and that pass between two rounds: the device's card is closed by then.
SOUND, PAUSE = 0.3, 0.4
CASES = ("asleep", "playing")
# A subject, a case, and what bare.c calls it. While a card plays its buffer is full: what is new waits behind that, or
# what it holds is dropped.
FLOORS = [("floor", "asleep", "asleep"), ("floor, buffer dropped", "playing", "dropped"),
          ("floor, behind the buffer", "playing", "queued")]


def rounds(rows, programs, subject, case, start, pause=PAUSE, count=ROUNDS):
    """`start` is a context that starts the subject once the ear listens. It gives two calls: one orders a round's alert
    and gives its instant (ns since 1970), the other ends it."""
    with rows.attempt(FIGURE, subject, case=case) as wanted:
        if not wanted:
            return
        called, frames = [], []
        with Ear(programs, level=LOUD, gap_ms=100) as ear, start() as (order, quiet):
            for number in range(count):
                # Not in step with the card's periods.
                time.sleep(pause + random.uniform(0, 0.02))
                ear.forget()
                called.append(order(number))
                frames.append(ear.next(f"alert {number}"))
                quiet(number)
                ear.wait_end()
        line = ear.line()
        values = [line(frame) * 1000 - when / 1e6 for when, frame in zip(called, frames)]
        rows.add(FIGURE, "ms", subject, values, case=case)


def measure(rows, programs):
    folder = tempfile.mkdtemp()
    alert, soft = media.square(f"{folder}/alert.wav", SOUND), media.soft(f"{folder}/soft.wav", 120)
    with subjects.scene(programs) as scene:
        quiet = scene.add_media(soft)
        for subject, case, mode in FLOORS:
            rounds(rows, programs, subject, case, lambda: floor(scene, programs, mode))
        for case in CASES:
            rounds(rows, programs, "loa", case, lambda: device(scene, case, quiet))
    with subjects.scene(programs, buffer=SHORT) as scene:
        quiet = scene.add_media(soft)
        rounds(rows, programs, f"loa, buffer {SHORT} ms", "playing", lambda: device(scene, "playing", quiet))
    for case in CASES:
        rounds(rows, programs, "mpd", case, lambda: music_player(f"{folder}/mpd-{case}", case, alert, soft))
        rounds(rows, programs, "liquidsoap", case, lambda: liquidsoap(folder, case, alert, soft))
        for name, milliseconds in SNAPCAST:
            rounds(rows, programs, f"snapcast, {name}", case,
                   lambda: snapcast(tempfile.mkdtemp(), milliseconds, case, alert, soft), pause=PAUSE + SOUND)


@contextlib.contextmanager
def floor(scene, programs, mode):
    with subjects.bare(mode, programs, scene):
        yield (lambda number: scene.centre.publish("floor", "alert", {"id": "floor", "tone_seconds": 3, "times": 1}),
               lambda number: None)


@contextlib.contextmanager
def device(scene, case, quiet):
    centre, name = scene.centre, scene.devices[0]
    with scene.device(name):
        if case == "playing":
            begin = civil(time.time() + 3)
            centre.schedule(name, [{"id": "soft", "class": "normal", "source": quiet, "start": begin, "max_seconds": 120}])
            centre.as_run(name, "soft", "started", seconds=20)

        def order(number):
            return centre.publish(name, "alert", {"id": f"{case}-{number}", "tone_seconds": 3, "times": 1, "max_seconds": 5})

        def end(number):
            centre.as_run(name, f"{case}-{number}", "started")
            centre.publish(name, "cancel", {"target": "alert", "id": f"{case}-{number}"})
            centre.as_run(name, f"{case}-{number}", "ended")

        yield order, end
        centre.schedule(name, [])


@contextlib.contextmanager
def music_player(folder, case, alert, soft):
    with subjects.music_player(folder, [alert, soft]) as (_, control):
        if case == "playing":
            control.send("add soft.wav", "repeat 1", "play")
            time.sleep(1)
        yield (lambda number: control.send("addid alert.wav 0", "play 0")[1],
               lambda number: control.send("delete 0", *(["play 0"] if case == "playing" else ["stop"])))


@contextlib.contextmanager
def liquidsoap(folder, case, alert, soft):
    rest = "blank()" if case == "asleep" else f'single("{soft}")'
    with subjects.liquidsoap(folder, rest) as (_, server):
        yield lambda number: server.send(f"q.push {alert}"), lambda number: time.sleep(SOUND)


@contextlib.contextmanager
def snapcast(folder, milliseconds, case, alert, soft):
    samples = []
    for path in alert, soft:
        with wave.open(path) as file:
            samples.append(file.readframes(4800 * 3))
    with subjects.snapserver(folder, milliseconds) as (port, path):
        pipe = subjects.Pipe(path, samples[1] if case == "playing" else b"")
        try:
            with subjects.snapclient(port):
                yield lambda number: pipe.send(samples[0]), lambda number: None
        finally:
            pipe.end()
