#!/usr/bin/env python3
"""vm_test.py: boots virtual boards with real kernel drivers and runs the suites of Tests/VirtualBoardTests on them.

usage: vm_test.py [--full] [--board NAME ...] [SUITE ...]     all suites that a commit must hold when none is named

What a first run downloads and builds is said and kept in LOA_VM_CACHE (default ~/.cache/loa-vm). Logs, captures and
results lie in .build/vm/<suite>/. Exit status: 0 all passed; 1 a test failed, a board died or hung, or nothing ran.
"""

import argparse
import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
TESTS = PROJECT / "Tests" / "VirtualBoardTests"
sys.path.insert(0, str(TESTS))
import boards  # noqa: E402


@dataclass
class Suite:
    """One file of suites/. Its constants are read without running it."""
    path: Path
    title: str
    board: str
    limit: float
    options: dict = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def folder(self) -> Path:
        return PROJECT / ".build" / "vm" / self.name

    @property
    def minds_no_load(self) -> bool:
        """A clock that is not real does not; where it is real, the suite says so itself."""
        return bool(self.options.get("VIRTUAL") or self.options.get("BESIDE"))

    @classmethod
    def read(cls, path: Path):
        tree = ast.parse(path.read_text())
        constants = {
            target.id: ast.literal_eval(node.value)
            for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            for target in node.targets if target.id in ("BOARD", "LIMIT", "FULL", "VIRTUAL", "BESIDE", "MEMORY")}
        title = (ast.get_docstring(tree) or path.stem).splitlines()[0].rstrip(".")
        return cls(path, title, constants.pop("BOARD"), constants.pop("LIMIT"), constants)


def run(suite: Suite) -> tuple[int, list[str]]:
    """Tests that passed, and what failed. What there is to read is printed at its end, so that two may run at once."""
    shutil.rmtree(suite.folder, ignore_errors=True)
    suite.folder.mkdir(parents=True)
    began = time.monotonic()
    problem = None
    with open(suite.folder / "board.log", "wb") as log:
        child = subprocess.Popen(
            boards.command(suite), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, cwd=PROJECT,
            start_new_session=True, env={**os.environ, **boards.environment(suite)})
        try:
            status = child.wait(suite.limit)
            if status != 0:
                problem = f"the board ended with status {status}"
        except subprocess.TimeoutExpired:
            problem = f"did not end within its {suite.limit:.0f} s"
        finally:
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            child.wait()
    passed, failed, ended = judge(suite.folder / "results.jsonl")
    if not ended and problem is None:
        problem = "the board ended before the suite did"
    if problem and (not ended or not failed):
        failed.append(f"{problem}; the last lines of {suite.folder / 'board.log'}:\n{tail(suite.folder / 'board.log')}")
    if not passed and not failed:
        failed.append("ran no test")
    verdict = (f"{'✘' if failed else '✔'} {suite.name}: {suite.title}: {len(passed)} passed, {len(failed)} failed, "
               f"{time.monotonic() - began:.0f} s")
    reasons = ["    " + reason.replace("\n", "\n    ") for reason in failed]
    print("\n".join([verdict, *passed, *reasons]), flush=True)
    return len(passed), failed


def judge(results: Path) -> tuple[list[str], list[str], bool]:
    """What passed and what failed, as lines to read, and whether the suite came to its end."""
    passed, failed, ended = [], [], False
    for line in results.read_text().splitlines() if results.exists() else []:
        result = json.loads(line)
        if result.get("end"):
            ended = True
        elif result["ok"]:
            notes = "".join(f"\n      {note}" for note in result["notes"])
            passed.append(f"  ✔ {result['test']} ({result['seconds']:.1f} s){notes}")
        else:
            failed.append(f"{result['test']}: {result['why']}")
    return passed, failed, ended


def tail(log: Path) -> str:
    """The end of what the board said; a kernel's last words stand before it."""
    lines = log.read_text(errors="replace").splitlines()
    panics = [line for line in lines[:-25] if "Kernel panic" in line]
    return "\n".join(panics + lines[-25:])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="also what takes too long for each commit")
    parser.add_argument("--board", action="append", help="only suites of this board: " + ", ".join(boards.NAMES))
    parser.add_argument("suites", nargs="*")
    arguments = parser.parse_args()
    suites = [Suite.read(path) for path in sorted((TESTS / "suites").glob("*.py"))]
    known = {suite.name for suite in suites}
    if unknown := set(arguments.suites) - known:
        print(f"no suite {', '.join(unknown)}; there are {', '.join(sorted(known))}", file=sys.stderr)
        return 1
    wanted = [suite for suite in suites
              if (suite.name in arguments.suites if arguments.suites else arguments.full or not suite.options.get("FULL"))
              and (not arguments.board or suite.board in arguments.board)]
    began = time.monotonic()
    failures = []
    for board in [name for name in boards.NAMES if any(suite.board == name for suite in wanted)]:
        try:
            boards.prepare(board)
        except (boards.BoardError, subprocess.CalledProcessError) as error:
            failures.append(f"the board {board} cannot be made: {error}")
            wanted = [suite for suite in wanted if suite.board != board]
    # Those that mind no load run beside the others; in both lanes one after another.
    lanes = [[suite for suite in wanted if suite.minds_no_load == beside] for beside in (False, True)]
    with ThreadPoolExecutor(len(lanes)) as both:
        results = [result for lane in both.map(lambda suites: [(suite, *run(suite)) for suite in suites], lanes)
                   for result in lane]
    passed = sum(count for _, count, _ in results)
    failures += [f"{suite.name}: {reason.splitlines()[0]}" for suite, _, reasons in results for reason in reasons]
    for failure in failures:
        print(f"✘ {failure}")
    print(f"virtual boards: {passed} passed, {len(failures)} failed, {time.monotonic() - began:.0f} s")
    return 1 if failures or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
