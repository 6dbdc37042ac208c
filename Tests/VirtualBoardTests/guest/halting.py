"""Stops one thread of a program and leaves the others alone, as a debugger does (ptrace(2))."""

import ctypes
import os
from contextlib import contextmanager
from pathlib import Path

from checks import wait_for

SEIZE, INTERRUPT, DETACH = 0x4206, 0x4207, 17
# waitpid(2) also for threads that are not our children.
ALL_THREADS = 0x40000000
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]


def threads(process: int) -> dict[int, str]:
    """The threads of a program by their ids, each with its name."""
    found = {}
    for folder in Path(f"/proc/{process}/task").iterdir():
        try:
            found[int(folder.name)] = (folder / "comm").read_text().strip()
        except FileNotFoundError:
            pass
    return found


def thread(process: int, name: str) -> int:
    """The id of the one thread of this name."""
    def only():
        ids = [number for number, found in threads(process).items() if found == name]
        return ids[0] if len(ids) == 1 else None

    return wait_for(f"one thread '{name}' in {threads(process)}", only, 5)


def trace(request: int, number: int) -> None:
    if libc.ptrace(request, number, None, None) != 0:
        raise OSError(ctypes.get_errno(), f"ptrace {request:#x} of thread {number}: {os.strerror(ctypes.get_errno())}")


@contextmanager
def halted(*numbers: int):
    """These threads stand still in the block, wherever they are. Call it from one thread only."""
    for number in numbers:
        trace(SEIZE, number)
        trace(INTERRUPT, number)
        os.waitpid(number, ALL_THREADS)
    try:
        yield
    finally:
        for number in numbers:
            try:
                trace(DETACH, number)
            except OSError:
                os.waitpid(number, ALL_THREADS | os.WNOHANG)
