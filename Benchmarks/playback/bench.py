#!/usr/bin/python3
"""Playback beside its peers, on virtual sound cards: JSON lines on stdout, a table on stderr (docs/benchmarks.md).

bench.py [GROUP]...   all groups, or those named: alerts starts skews playing returns
BENCH_SUBJECTS=mpd,floor measures only those. LOA_BENCH_FIRST= gives the boards no priority.
LOA_DIST names the folder of the programs to measure (default .build/dist). `make bench-playback` builds and calls it.
What the boards and the programs said is kept in .build/bench-playback.
"""

import os
import shutil
import signal
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(1, str(HERE.parent))

import board  # noqa: E402
import returns  # noqa: E402
from figures import Figures  # noqa: E402
from machine import machine  # noqa: E402
from scene import ROOT  # noqa: E402

# Groups that run on the fast board: the seconds that they may take, and whether in virtual time.
FAST = {"alerts": (1800, False), "starts": (900, False), "skews": (3600, True), "playing": (1200, False)}
GROUPS = [*FAST, "returns"]
# What the issue asks of the device, by figure.
TARGETS = {"alert_to_sound": {"p50": 40, "p99": 100},
           "start_error": {"p50": 0.3, "p99": 1, "max": 2},
           "card_return": {"p99": 2},
           "skew": {"p50": 0.1, "p99": 0.5}}


def tell(figures, row):
    """One row of a board."""
    named = {key: row[key] for key in ("case", "signed_p50", "at_the_end") if key in row}
    if "not_measured" in row:
        figures.absent(row["figure"], row["subject"], row["not_measured"], **named)
        return
    targets = {**TARGETS.get(row["figure"], {}), **beside(figures, row)} if row["subject"] == "loa" else {}
    figures.add(row["figure"], row["unit"], row["subject"], row["values"], targets=targets, largest=True, **named)


def beside(figures, row):
    """Targets that are a peer's figure of the same run: below MPD's memory, 1.5 times snapclient's processor time."""
    found = lambda subject, case: next((
        other["p50"] for other in figures.rows
        if (other["figure"], other["subject"], other.get("case")) == (row["figure"], subject, case) and "p50" in other), None)
    if row["figure"] == "pss_playing" and (most := found("mpd", row["case"])):
        return {"p50": most}
    if row["figure"] == "cpu_playing" and (most := found("snapclient", "flac")):
        return {"p50": round(1.5 * most, 3)}
    return {}


def measured(figures, name, folder, programs):
    """A group of the fast board, or that of the board with plugs."""
    for row in board.run(name, folder, programs, *FAST[name]) if name in FAST else returns.measure(folder, programs):
        tell(figures, row)


def main(wanted):
    unknown = set(wanted) - set(GROUPS)
    if unknown:
        sys.exit(f"bench: no group {', '.join(unknown)}; there are: {' '.join(GROUPS)}")
    figures = Figures()
    print(f"bench: {machine()}", file=sys.stderr)
    folder = Path(os.environ.get("BENCH_OUT") or Path(ROOT) / ".build" / "bench-playback")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    programs = board.prepare(folder)
    failed = False
    for name in [name for name in GROUPS if not wanted or name in wanted]:
        begun = time.monotonic()
        print(f"bench: {name} ...", file=sys.stderr, flush=True)
        try:
            measured(figures, name, folder, programs)
        except (RuntimeError, board.BoardError) as error:
            failed = True
            figures.absent(name, "all", str(error))
        print(f"bench: {name}: {time.monotonic() - begun:.0f} s", file=sys.stderr)
    figures.table()
    return 1 if failed else 0


if __name__ == "__main__":
    if {"-h", "--help"} & set(sys.argv[1:]):
        sys.exit(print(__doc__))
    # Ended by a signal it cleans up as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
