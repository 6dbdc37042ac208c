#!/usr/bin/env python3
"""Runs the built tests room by room, each in a process of its own, and sums them up.

One process for all of them would let a room that blocks its threads (a child process, a broker) starve the others on
two cores; and a room that hangs is named, and ended within its time. Exit status 1 when a test failed, or none ran.

usage: run_tests.py [--seconds N] [ROOM ...]     all rooms of Tests/ but SystemTests when none is named
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# These hold a clock to its word: nothing else runs beside them.
ALONE = ["PlaybackTests", "MQTTDriverTests"]
BUNDLE = Path(".build/debug/loaPackageTests.xctest")
SUMMARY = re.compile(r"Test run with (\d+) tests? in \d+ suites? (passed|failed).*?(?:with (\d+) issues?)?\.?$", re.M)
# Said by libraries about the damaged files that tests give them.
NOISE = re.compile(r"^\[?src/libmpg123|^(◇|↳)|started\.$")


def rooms() -> list[str]:
    return sorted(path.name for path in Path("Tests").iterdir()
                  if path.name.endswith("Tests") and path.name != "SystemTests" and any(path.rglob("*Tests.swift")))


def run(room: str, seconds: float) -> tuple[int, int, str]:
    """Tests that ran, failures, and what there is to read about them."""
    began = time.monotonic()
    command = [str(BUNDLE), "--testing-library", "swift-testing", "--filter", rf"^{room}\."]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                             start_new_session=True)
    try:
        output, _ = child.communicate(timeout=seconds)
        verdict = None
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        output, _ = child.communicate()
        verdict = f"did not end within {seconds:.0f} s"
    found = SUMMARY.search(output)
    count = int(found.group(1)) if found else 0
    failed = len(set(re.findall(r"^✘ Test (.+?) failed after", output, re.M)))
    if verdict is None and child.returncode != 0 and failed == 0:
        verdict = f"ended with status {child.returncode}"
    if verdict is None and count == 0:
        verdict = "ran no test"
    failed += verdict is not None
    print(f"{'✘' if failed else '✔'} {room}: {count} tests, {failed} failed, {time.monotonic() - began:.0f} s"
          + (f": {verdict}" if verdict else ""), flush=True)
    told = "\n".join(line for line in output.splitlines() if not NOISE.search(line) and not line.startswith("✔"))
    return count, failed, told if failed else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=300, help="how long one room may take")
    parser.add_argument("rooms", nargs="*")
    arguments = parser.parse_args()
    if not BUNDLE.exists():
        print(f"{BUNDLE} is not there: run make check, which builds it", file=sys.stderr)
        return 1
    total = failures = 0
    wanted = arguments.rooms or rooms()
    together = [room for room in wanted if room not in ALONE]
    with ThreadPoolExecutor(2) as two_at_once:
        results = list(two_at_once.map(lambda room: run(room, arguments.seconds), together))
    results += [run(room, arguments.seconds) for room in wanted if room in ALONE]
    for count, failed, told in results:
        total, failures = total + count, failures + failed
        if told:
            print(told, flush=True)
    print(f"{max(0, total - failures)} passed, {failures} failed", flush=True)
    return 1 if failures or total == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
