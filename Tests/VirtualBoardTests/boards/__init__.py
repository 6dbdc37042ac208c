"""The virtual boards: what each is made of, and how a suite gets onto it.

A board's module has `prepare()`, which downloads and builds what is missing in the cache, and `command(suite)`, the
command that runs a suite: on the board itself where it is booted for the suite (fast), on this machine where the suite
boots boards, pulls plugs and cuts power (the others).
"""

import importlib
import os
from pathlib import Path

from .making import CACHE, BoardError, step  # noqa: F401

# In the order in which they are run.
NAMES = ["fast", "plugs", "systemd", "arm64"]
RUNNER = Path(__file__).resolve().parent.parent / "guest" / "run_suite.py"


def prepare(name: str) -> None:
    importlib.import_module(f"boards.{name}").prepare()


def command(suite) -> list[str]:
    return importlib.import_module(f"boards.{suite.board}").command(suite)


def environment(suite) -> dict[str, str]:
    """What a suite is told: where it writes, and which binaries are under test."""
    project = RUNNER.parents[3]
    return {
        "LOA_VM_OUT": str(suite.folder),
        "LOA_VM_CACHE": str(CACHE),
        "LOA_BIN": os.environ.get("LOA_VM_BIN", str(project / ".build" / "dist")),
        "PYTHONPATH": os.pathsep.join(map(str, [RUNNER.parent.parent, RUNNER.parent, project / "tools"])),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def on_this_machine(suite) -> list[str]:
    return ["/usr/bin/python3", str(RUNNER), str(suite.path), str(suite.folder)]
