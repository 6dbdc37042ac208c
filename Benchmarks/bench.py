#!/usr/bin/python3
"""The figures of docs/benchmarks.md: JSON lines on stdout, a table on stderr. `make bench` builds and calls it.

bench.py [GROUP]...   all groups, or those named: size start idle memory cpu alert schedule floor mpd-start mpd-play
                      mpd-alert
LOA_DIST names the folder of the programs to measure (default .build/dist).
"""

import signal
import subprocess
import sys
import time

import floors
import loa
import mpd
from figures import Figures
from machine import machine
from scene import Scene


def sounds(folder):
    """One MP3 such as a commune sends, a sound too soft to count, and an alert for MPD."""
    music = "0.2*sin(440*2*PI*t)+0.15*sin(1318*2*PI*t)*sin(3*PI*t)+0.05*(random(0)-0.5)"
    made = {
        "music.mp3": ["-f", "lavfi", "-i", f"aevalsrc='{music}|{music}':s=44100:d=60", "-b:a", "128k"],
        "quiet.wav": ["-f", "lavfi", "-i", "aevalsrc='0.0003*sin(300*2*PI*t)':s=48000:d=120", "-c:a", "pcm_s16le"],
        "alert.wav": ["-f", "lavfi", "-i", "aevalsrc='0.5*sin(650*2*PI*t)|0.5*sin(650*2*PI*t)':s=48000:d=3"],
    }
    for name, arguments in made.items():
        subprocess.run(["ffmpeg", "-v", "error", *arguments, f"{folder}/{name}"], check=True)
    return [f"{folder}/{name}" for name in made]


def groups(scene, figures):
    music, quiet, alert = sounds(scene.folder)
    mp3, soft = scene.add_media(music), scene.add_media(quiet)
    return {
        "size": lambda: (loa.size(figures), mpd.size(figures)),
        "start": lambda: loa.starts_and_idle_memory(scene, figures),
        "idle": lambda: loa.idle_wakeups(scene, figures),
        "memory": lambda: loa.playing_memory(scene, figures, mp3),
        "cpu": lambda: loa.playing_cpu(scene, figures, mp3),
        "alert": lambda: loa.alerts(scene, figures, soft),
        "schedule": lambda: loa.starts_of_bulletins(scene, figures),
        "floor": lambda: (floors.messages(scene, figures), floors.wakes(scene, figures)),
        "mpd-start": lambda: mpd.starts_and_idle_memory(scene, figures, [music]),
        "mpd-play": lambda: mpd.playing(scene, figures, music),
        "mpd-alert": lambda: mpd.alerts(scene, figures, alert, quiet),
    }


def main(wanted):
    figures = Figures()
    print(f"bench: {machine()}", file=sys.stderr)
    with Scene() as scene:
        table = groups(scene, figures)
        unknown = [name for name in wanted if name not in table]
        if unknown:
            sys.exit(f"bench: no group {', '.join(unknown)}; there are: {' '.join(table)}")
        for name, measure in table.items():
            if wanted and name not in wanted:
                continue
            begun = time.monotonic()
            print(f"bench: {name} ...", end="", file=sys.stderr, flush=True)
            try:
                measure()
            except BaseException:
                print(f"\nbench: {name} failed; the programs said last:", file=sys.stderr)
                with open(f"{scene.folder}/log", errors="replace") as log:
                    print("".join(log.readlines()[-15:]), file=sys.stderr)
                raise
            print(f" {time.monotonic() - begun:.0f} s", file=sys.stderr)
    figures.table()


if __name__ == "__main__":
    if {"-h", "--help"} & set(sys.argv[1:]):
        sys.exit(print(__doc__))
    # Ended by a signal it cleans up as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main(sys.argv[1:])
