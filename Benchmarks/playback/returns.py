"""card_return: from the moment a USB card is back in its plug to its first sound, on the board with plugs (QEMU).

What a subject plays goes on meanwhile. It runs on the board; this runs on the host, which pulls and listens.
"""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

from board import BOARDS, HERE
from scene import PROGRAMS

sys.path.insert(1, str(BOARDS / "guest"))
# What the suites' helpers are told by their runner.
os.environ.setdefault("LOA_VM_OUT", "/nowhere")
os.environ.setdefault("LOA_BIN", PROGRAMS)
from boards import BoardError, plugs  # noqa: E402
from heard import Recorder  # noqa: E402

FIGURE = "card_return"
SUBJECTS = ("loa", "mpd", "snapclient")
ROUNDS = 5
CARD = {"driver": "usb-audio", "bus": "usb.0", "port": "1"}
# Seconds without the card, and those after which it is taken that no sound comes.
AWAY, PATIENCE = 3, 30


def measure(folder, programs):
    """Yields a row a subject, on a board of its own."""
    plugs.prepare()
    sound = f"{folder}/steady.flac"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "aevalsrc='0.5*sin(440*2*PI*t)|0.5*sin(440*2*PI*t)':s=48000:d=600",
                    "-sample_fmt", "s16", sound], check=True)
    for subject in SUBJECTS:
        if wanted := [name for name in os.environ.get("BENCH_SUBJECTS", "").split(",") if name]:
            if subject not in wanted:
                continue
        home = Path(folder) / f"returns-{subject}"
        home.mkdir()
        try:
            values = seconds_to_sound(subject, home, sound, programs)
            yield {"figure": FIGURE, "unit": "s", "subject": subject, "values": values}
        except (BoardError, RuntimeError) as error:
            yield {"figure": FIGURE, "subject": subject, "not_measured": str(error).splitlines()[0]}


def seconds_to_sound(subject, home, sound, programs):
    files = [part for number in range(ROUNDS + 1) for part in (
        "-audiodev", f"wav,id=sound{number},path={home}/card-{number}.wav,out.frequency=48000,out.channels=2,out.format=s16")]
    board = plugs.Board("board", home, modules=["snd-usb-audio"], plugs={"card": CARD}, arguments=files)
    with board, contextlib.ExitStack() as stack:
        recorder = plugged(board, home, 0, stack)
        until(20, "the card on the board", lambda: "[Audio " in board.read("/proc/asound/cards"))
        environment = {"LOA_DIST": PROGRAMS, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": f"{HERE}:{HERE.parent}"}
        player = board.start("player", "/usr/bin/python3", HERE / "player.py", subject, "Audio", sound, programs,
                             environment=environment)
        until(120, "its first sound", lambda: said_nothing_wrong(player) and first_loud(recorder))
        values = []
        for number in range(1, ROUNDS + 1):
            board.unplug("card")
            time.sleep(AWAY)
            begun = time.monotonic()
            recorder = plugged(board, home, number, stack)
            values.append(until(PATIENCE, f"its sound after return {number}", lambda: first_loud(recorder)) - begun)
            time.sleep(2)
        return values


def plugged(board, home, number, stack):
    """Puts the card in, and hears it: each time it plays into a file of its own, as the emulator begins its file anew."""
    recorder = Recorder(home / f"card-{number}.wav")
    stack.callback(recorder.stop)
    board.plug("card", audiodev=f"sound{number}")
    return recorder


def first_loud(recorder):
    return next((moment.at for moment in recorder.moments() if moment.loud), None)


def said_nothing_wrong(player):
    if player.status() is not None:
        raise RuntimeError(f"it ended: {player.said().strip().splitlines()[-1:]}")
    return True


def until(seconds, what, test):
    deadline = time.monotonic() + seconds
    while not (found := test()):
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.1)
    return found
