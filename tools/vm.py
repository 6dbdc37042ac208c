#!/usr/bin/env python3
"""vm.py: a shell on a virtual board with a broker, a centre and loa-device running; `make vm` calls it.

What the device plays is in .build/vm/out.wav when the shell has ended; logs lie beside it in .build/vm/shell.
The board's serial line is a terminal of this machine, named when it is ready: `picocom <name>`.

DURATION  seconds after which the board ends by itself, without a shell: status 0 only if the device was heard
"""

import os
import shutil
import signal
import subprocess
import sys
import termios
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
TESTS = PROJECT / "Tests" / "VirtualBoardTests"
sys.path.insert(0, str(TESTS))
from boards import BoardError, environment, fast  # noqa: E402
from types import SimpleNamespace  # noqa: E402

FOLDER = PROJECT / ".build" / "vm" / "shell"
# Seconds that a board may take to start and to end.
AROUND = 60


def command(duration: str) -> list[str]:
    known = {**environment(SimpleNamespace(folder=FOLDER)), "DURATION": duration}
    screen = "con0=null,fd:1" if duration else "con0=fd:0,fd:1"
    return fast.boot(FOLDER, ["/usr/bin/python3", str(TESTS / "guest" / "shell.py")], known,
                     consoles=["con=null", screen, "ssl=null", "ssl0=pts"])


def main() -> int:
    duration = os.environ.get("DURATION", "")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    (PROJECT / ".build" / "vm" / "out.wav").unlink(missing_ok=True)
    try:
        fast.prepare()
    except BoardError as error:
        print(f"vm: the board cannot be made: {error}", file=sys.stderr)
        return 1
    terminal = termios.tcgetattr(0) if not duration and os.isatty(0) else None
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    board = subprocess.Popen(command(duration), stdin=subprocess.DEVNULL if duration else None, cwd=PROJECT)
    try:
        board.wait(float(duration) + AROUND if duration else None)
    except (subprocess.TimeoutExpired, KeyboardInterrupt) as problem:
        print(f"vm: the board is ended: {type(problem).__name__}", file=sys.stderr)
    finally:
        if board.poll() is None:
            board.kill()
            board.wait()
        if terminal:
            termios.tcsetattr(0, termios.TCSADRAIN, terminal)
    heard = FOLDER / "out.wav"
    if not heard.exists():
        print(f"vm: the board left no sound behind; see {FOLDER}", file=sys.stderr)
        return 1
    result = PROJECT / ".build" / "vm" / "out.wav"
    heard.rename(result)
    verdict = (FOLDER / "verdict").read_text().strip()
    print(f"vm: what the device played: {result} ({verdict})")
    return 0 if not duration or verdict.startswith("heard") else 1


if __name__ == "__main__":
    sys.exit(main())
