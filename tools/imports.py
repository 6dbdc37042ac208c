#!/usr/bin/env python3
"""imports.py [--self-test] [--binaries FOLDER]: rules about what a source file may reach for.

1. Nothing linked into loa-device or loa imports Foundation, only FoundationEssentials: a static link of Foundation adds
   45 MB and loses time zones without a word.
2. C modules are imported in Sources/Drivers only (and by tests).
3. Below the programs, time is an argument: no clock is read and nobody sleeps there, but for READS_TIME.
4. The files of Sources/Programs stay under 100 lines.
5. --binaries: the built loa-device and loa need no libFoundation.so.
Exit status 1 and one line for each breach.
"""

import re
import subprocess
import sys
from pathlib import Path

from package import Target, closure, load

WITHOUT_FOUNDATION = ["loa-device", "loa"]
PROGRAM_LINES = 100
HEAVY = re.compile(r"libFoundation(Internationalization|Networking|XML)?\.so")
IMPORT = re.compile(r"^\s*(?:@[\w()]+\s+)*(?:public |package |internal |fileprivate |private )?import "
                    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias) )?(\w+)", re.M)
TIME = re.compile(
    r"\bDate\(\)|\bDate\.now\b|\bTask\.sleep\b|\b(?:ContinuousClock|SuspendingClock|UTCClock)(?:\(\))?\.now\b"
    r"|\bClock\.now\b|\bclock_gettime\(|\bgettimeofday\(|(?<![\w.])time\(nil\)|\busleep\(|\bnanosleep\(")
# Files that may read a clock or sleep, each with the reason. Drivers of clocks are here by their nature.
READS_TIME = {
    "Sources/Drivers/LinuxSystem/LinuxClock.swift": "the driver of the clock itself",
    "Sources/Drivers/LinuxWorkers/LinuxWorkers.swift": "tells workers the monotonic time",
    "Sources/Drivers/WaveFileOutput/MonotonicTime+System.swift": "keeps a card's time, as a card does",
    "Sources/Drivers/MQTTDriver/NetworkLoop.swift": "times the broker's keep-alive on a thread of its own",
    "Sources/Drivers/ALSADriver/PCMStatus.swift": "a card's own timestamps are told against the clock they were taken by",
    "Sources/Drivers/ALSACapture/CaptureStatus.swift": "as the card's that plays",
    "Sources/Drivers/MediaFetch/MediaFile.swift": "tells leftovers by the age of their file",
    "Sources/Drivers/Speech/SpeechFolder.swift": "the same",
    "Sources/Drivers/ChildProcess/ChildProcess.swift": "a child is given its time by the system's clock, not by a set one",
    "Sources/Drivers/StreamDecoder/StreamAudio.swift": "a server is given its time by the same",
    "Sources/Operator/LoaCommands/Common/WallClock.swift": "a command asks once what time it is",
}


def code_of(text: str) -> str:
    """The text without line comments, so that a comment may name what code may not use."""
    return re.sub(r"(?m)//.*$", "", text)


def breaches_in(path: str, text: str, target: Target, rooms: set[str], c_modules: set[str]) -> list[str]:
    found = []
    code = code_of(text)
    for module in IMPORT.findall(code):
        if module in ("Foundation", "FoundationNetworking", "FoundationXML") and target.name in rooms:
            found.append(f"{path}: imports {module}, but is linked into a static program; use FoundationEssentials")
        if module in c_modules and target.group not in ("Drivers", "Tests"):
            found.append(f"{path}: imports the C module {module}; C stops in Sources/Drivers")
    if target.group not in ("Programs", "Tests") and path not in READS_TIME:
        for match in TIME.findall(code):
            found.append(f"{path}: '{match}': below the programs time is an argument (or name the file in READS_TIME)")
    lines = text.count("\n")
    if target.group == "Programs" and lines >= PROGRAM_LINES:
        found.append(f"{path}: {lines} lines; a program only joins rooms and stays under {PROGRAM_LINES}")
    return found


def breaches_of_sources(targets: dict[str, Target]) -> list[str]:
    rooms = set().union(*(closure(targets, name) for name in WITHOUT_FOUNDATION))
    c_modules = {target.name for target in targets.values() if target.is_c}
    found = []
    for target in targets.values():
        for file in sorted(Path(target.path).rglob("*.swift")):
            found += breaches_in(str(file), file.read_text(), target, rooms, c_modules)
    found += [f"tools/imports.py: READS_TIME names {path}, which is gone" for path in READS_TIME
              if not Path(path).exists()]
    return found


def breaches_of_binaries(folder: str) -> list[str]:
    found = []
    for name in WITHOUT_FOUNDATION:
        needed = subprocess.run(
            ["readelf", "-d", f"{folder}/{name}"], capture_output=True, text=True, check=True).stdout
        found += [f"{folder}/{name} needs {match.group(0)}; something in it, or in a package it uses, imports Foundation"
                  for match in HEAVY.finditer(needed)]
    return found


def self_test() -> list[str]:
    def target(group):
        return Target("Room", group, "library", f"Sources/{group}/Room")

    wrong = [
        ("Device", "import Foundation\n"), ("Drivers", "public import Foundation\n"),
        ("Contract", "@preconcurrency import Foundation\n"), ("Device", "import struct Foundation.Date\n"),
        ("Device", "internal import CALSA\n"), ("Centre", "import CALSA\n"), ("Programs", "import CALSA\n"),
        ("Device", "let now = Date()\n"), ("Centre", "try await Task.sleep(for: .seconds(1))\n"),
        ("Drivers", "ContinuousClock().now\n"), ("Contract", "ContinuousClock.now\n"),
        ("Drivers", "clock_gettime(CLOCK_MONOTONIC, &now)\n"), ("Programs", "\n" * PROGRAM_LINES),
    ]
    right = [
        ("Device", "import FoundationEssentials\n// Date() is not for here\n"), ("Drivers", "import CALSA\n"),
        ("Device", "let event = Event.now\n"), ("Tests", "try await Task.sleep(for: limit)\nimport CALSA\n"),
        ("Programs", "let clock = ContinuousClock().now\n"), ("Device", "let date = CivilDate()\n"),
    ]
    failures = [f"'{text.strip()}' in {group} was not found" for group, text in wrong
                if len(breaches_in("f.swift", text, target(group), {"Room"}, {"CALSA"})) != 1]
    failures += [f"'{text.strip()}' in {group} was refused" for group, text in right
                 if breaches_in("f.swift", text, target(group), {"Room"}, {"CALSA"})]
    if not HEAVY.search("[libFoundation.so]") or HEAVY.search("[libFoundationEssentials.so]"):
        failures.append("the libraries of a binary are not told apart")
    return failures


def main() -> int:
    failures = self_test()
    if "--self-test" not in sys.argv[1:]:
        failures += breaches_of_sources(load())
        if "--binaries" in sys.argv:
            failures += breaches_of_binaries(sys.argv[sys.argv.index("--binaries") + 1])
    for line in failures:
        print(f"imports: {line}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
