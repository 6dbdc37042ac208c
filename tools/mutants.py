#!/usr/bin/env python3
"""mutants.py [--check] [NAME ...]: breaks the program on purpose and shows the test that catches it.

Each Tests/Mutants/NAME.patch is one fault that must never pass: its first line says what it does, `suite:` the suites of
Tests/VirtualBoardTests to run. It is applied to a copy of the project, the device is built, the suites run. A mutant that
no test catches, or a patch that does not fit the sources any more, makes this fail.
--check only tries whether the patches fit.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
WORK = PROJECT / ".build" / "mutants"
TREE, BUILD, PROGRAMS = WORK / "tree", WORK / "build", WORK / "bin"


class MutantError(Exception):
    pass


class Mutant:
    def __init__(self, path: Path):
        head = path.read_text().split("\ndiff --git", 1)[0]
        self.path, self.name, self.fault = path, path.stem, head.splitlines()[0].rstrip(".")
        found = re.search(r"^suite: (.+)$", head, re.M)
        if not found:
            raise MutantError(f"{path}: has no line 'suite: NAME'")
        self.suites = found.group(1).split()


def git(*arguments, folder: Path = PROJECT) -> str:
    # Inside the project's own repository git would quietly leave out what a patch says of other folders.
    outside = {**os.environ, "GIT_CEILING_DIRECTORIES": str(TREE.parent)} if folder == TREE else None
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, env=outside)
    if done.returncode != 0:
        raise MutantError(f"git {' '.join(map(str, arguments))}: {done.stderr.strip()}")
    return done.stdout


def copy_project() -> None:
    """The files as they lie here, committed or not. Unchanged ones keep their time, so that a build is short."""
    names = git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    wanted = {name for name in names if name and (PROJECT / name).is_file()}
    for old in [path for path in TREE.rglob("*") if path.is_file()] if TREE.exists() else []:
        if str(old.relative_to(TREE)) not in wanted:
            old.unlink()
    for name in wanted:
        source, copy = PROJECT / name, TREE / name
        if copy.exists() and copy.read_bytes() == source.read_bytes():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, copy)


def build() -> None:
    command = ["swift", "build", "--scratch-path", str(BUILD), "--product", "loa-device"]
    done = subprocess.run(command, cwd=TREE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise MutantError("does not compile:\n" + "\n".join(done.stdout.splitlines()[-15:]))
    PROGRAMS.mkdir(parents=True, exist_ok=True)
    shutil.copy2(BUILD / "debug" / "loa-device", PROGRAMS / "loa-device")
    for program in ("loa", "loa-centre"):
        shutil.copy2(PROJECT / ".build" / "dist" / program, PROGRAMS / program)


def caught_by(mutant: Mutant) -> list[str]:
    """The tests that failed with the mutant in; empty where none noticed."""
    log = WORK / f"{mutant.name}.log"
    with open(log, "w") as output:
        done = subprocess.run(
            ["/usr/bin/python3", str(PROJECT / "tools" / "vm_test.py"), *mutant.suites], stdout=output,
            stderr=subprocess.STDOUT, env={**os.environ, "LOA_VM_BIN": str(PROGRAMS)})
    if done.returncode == 0:
        return []
    failures = [line[2:].strip() for line in log.read_text().splitlines() if re.match(r"✘ \w+: ", line)]
    return [line for line in failures if not re.search(r": \d+ passed, \d+ failed", line)]


def try_out(mutant: Mutant) -> bool:
    began = time.monotonic()
    program = PROGRAMS / "loa-device"
    unbroken = program.read_bytes()
    git("apply", str(mutant.path), folder=TREE)
    try:
        build()
        if program.read_bytes() == unbroken:
            raise MutantError(f"{mutant.path}: the program is the same with it")
        catchers = caught_by(mutant)
    finally:
        git("apply", "--reverse", str(mutant.path), folder=TREE)
    print(f"{'✔' if catchers else '✘'} {mutant.name}: {mutant.fault} ({time.monotonic() - began:.0f} s)", flush=True)
    for line in catchers:
        print(f"    caught by {line}", flush=True)
    if not catchers:
        print(f"    no test noticed; see {WORK / mutant.name}.log", flush=True)
    return bool(catchers)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only whether the patches fit the sources")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    try:
        mutants = [Mutant(path) for path in sorted((PROJECT / "Tests" / "Mutants").glob("*.patch"))]
        mutants = [mutant for mutant in mutants if not arguments.names or mutant.name in arguments.names]
        for mutant in mutants:
            git("apply", "--check", str(mutant.path))
        if arguments.check:
            print(f"mutants: {len(mutants)} patches fit")
            return 0
        copy_project()
        build()
        survivors = [mutant.name for mutant in mutants if not try_out(mutant)]
    except MutantError as error:
        print(f"mutants: {error}", file=sys.stderr)
        return 1
    print(f"mutants: {len(mutants) - len(survivors)} of {len(mutants)} caught")
    return 1 if survivors or not mutants else 0


if __name__ == "__main__":
    sys.exit(main())
