"""The fast board of Tests/VirtualBoardTests, booted for a group of figures; its rows are read as they come."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from scene import PROGRAMS, ROOT, compiled

HERE = Path(__file__).resolve().parent
BOARDS = Path(ROOT) / "Tests" / "VirtualBoardTests"
sys.path.insert(0, str(BOARDS))
from boards import BoardError, fast  # noqa: E402

# Ahead of what else the machine does, as a board of its own would be; all subjects alike.
FIRST = os.environ.get("LOA_BENCH_FIRST", "chrt --rr 1").split()
SOURCES = {"ear": ["-lasound", "-lm"], "bare": ["-lasound", "-lmosquitto", "-lpthread"]}

# Boards that run.
running = []


def prepare(folder):
    """Makes the board where the cache has none, and the C programs; gives the folder of those."""
    with contextlib.redirect_stdout(sys.stderr):
        try:
            fast.prepare()
        except (BoardError, subprocess.CalledProcessError) as error:
            sys.exit(f"bench: the fast board cannot be made: {error}")
    return compiled(f"{folder}/bin", SOURCES, HERE)


def run(group, folder, programs, limit, virtual=False):
    """Boots the board with a group of figures and yields its rows; raises where the board died or hung."""
    home = Path(folder) / group
    home.mkdir()
    rows = home / "rows.jsonl"
    rows.touch()
    environment = {"LOA_DIST": PROGRAMS, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1",
                   **{name: os.environ.get(name, "") for name in ("BENCH_SUBJECTS", "BENCH_SKEW_SECONDS")},
                   "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent)])}
    command = fast.boot(
        home, ["/usr/bin/python3", str(HERE / "inside.py"), group, str(rows), programs], environment, virtual)
    with open(home / "board.log", "wb") as log:
        board = subprocess.Popen([*([] if virtual else FIRST), *command], stdin=subprocess.DEVNULL, stdout=log,
                                 stderr=subprocess.STDOUT, start_new_session=True)
    running.append(board)
    try:
        yield from _follow(board, rows, limit)
    finally:
        running.remove(board)
        end(board)
    if b"the program ended with status 0" not in (home / "board.log").read_bytes():
        raise RuntimeError(f"the board did not come to the end of {group}; see {home}/board.log")


def end(board):
    """A board and all in it; its processes are of its own session."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(board.pid, signal.SIGKILL)
    board.wait()


def end_all():
    """Where the bench itself is ended: the boards that other threads follow then end by themselves."""
    for board in list(running):
        end(board)


def _follow(board, path, limit):
    deadline, ended = time.monotonic() + limit, False
    with open(path) as file:
        while True:
            ended = board.poll() is not None
            for line in iter(file.readline, ""):
                yield json.loads(line)
            if ended:
                return
            if time.monotonic() > deadline:
                raise RuntimeError(f"the board did not end within {limit} s")
            time.sleep(0.5)
