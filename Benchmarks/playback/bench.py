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
from concurrent.futures import ThreadPoolExecutor
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
ORDER = ["alert_to_sound", "start_error", "skew", "pss_playing", "cpu_playing", "card_return"]
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
    targets = {**TARGETS.get(row["figure"], {}), **beside(figures, row)} if row["subject"].startswith("loa") else {}
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
    """A group of the fast board, or that of the board with plugs; gives whether it came to its end."""
    begun, ended = time.monotonic(), True
    print(f"bench: {name} ...", file=sys.stderr, flush=True)
    try:
        for row in board.run(name, folder, programs, *FAST[name]) if name in FAST else returns.measure(folder, programs):
            tell(figures, row)
    except (RuntimeError, board.BoardError) as error:
        figures.absent(name, "all", str(error))
        ended = False
    print(f"bench: {name}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return ended


def main(wanted):
    if unknown := set(wanted) - set(GROUPS):
        sys.exit(f"bench: no group {', '.join(unknown)}; there are: {' '.join(GROUPS)}")
    figures = Figures()
    print(f"bench: {machine()}", file=sys.stderr)
    folder = Path(os.environ.get("BENCH_OUT") or Path(ROOT) / ".build" / "bench-playback")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    programs = board.prepare(folder)
    groups = [name for name in GROUPS if not wanted or name in wanted]
    virtual = [name for name in groups if name in FAST and FAST[name][1]]
    # Where the clock is virtual nothing is ever late: that runs beside the others, which have the machine before it.
    with ThreadPoolExecutor(1) as beside:
        late = [beside.submit(measured, figures, name, folder, programs) for name in virtual]
        try:
            ended = [measured(figures, name, folder, programs) for name in groups if name not in virtual]
        except BaseException:
            board.end_all()
            raise
        ended += [each.result() for each in late]
    figures.rows.sort(key=lambda row: ORDER.index(row["figure"]) if row["figure"] in ORDER else len(ORDER))
    figures.table()
    return 0 if all(ended) else 1


if __name__ == "__main__":
    if {"-h", "--help"} & set(sys.argv[1:]):
        sys.exit(print(__doc__))
    # Ended by a signal it cleans up as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
