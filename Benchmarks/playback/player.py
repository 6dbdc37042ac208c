"""player.py SUBJECT CARD SOUND PROGRAMS: on a board, plays a sound on a card until SIGTERM; says `playing` once that began."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

import subjects
from scene import civil

# Seconds from the order to the bulletin: an emulated processor is slow.
AHEAD, LONGEST = 10, 600


@contextlib.contextmanager
def loa(card, sound, programs):
    with subjects.scene(programs, [card]) as scene:
        name = scene.devices[0]
        source = scene.add_media(sound)
        with scene.device(name):
            start = civil(time.time() + AHEAD)
            scene.centre.schedule(name, [
                {"id": "long", "class": "normal", "source": source, "start": start, "max_seconds": LONGEST}])
            scene.centre.as_run(name, "long", "started", seconds=60)
            yield


@contextlib.contextmanager
def mpd(card, sound, _):
    with subjects.music_player(tempfile.mkdtemp(), [sound], card) as (_, control):
        control.send(f"add {os.path.basename(sound)}", "play")
        yield


@contextlib.contextmanager
def snapclient(card, sound, _):
    folder = tempfile.mkdtemp()
    samples = subprocess.run(["ffmpeg", "-v", "error", "-t", "10", "-i", sound, "-f", "s16le", "-"], check=True,
                             capture_output=True).stdout
    with subjects.snapserver(folder, 1000) as (port, pipe):
        descriptor = os.open(pipe, os.O_RDWR)

        def feed():
            # Waits whenever the pipe is full; ends with the program.
            while True:
                os.write(descriptor, samples)

        threading.Thread(target=feed, daemon=True).start()
        with subjects.snapclient(port, card):
            yield


def main():
    subject, card, sound, programs = sys.argv[1:]
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    with globals()[subject](card, sound, programs):
        print("playing", flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
