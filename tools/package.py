"""What `swift package describe --type json` says, in the few words that the checks need."""

import json
import subprocess
import sys
from dataclasses import dataclass, field


@dataclass
class Target:
    """One room: its group is the folder under Sources/ that it stands in; `Tests` for what stands under Tests/."""

    name: str
    group: str
    kind: str
    path: str
    targets: list[str] = field(default_factory=list)
    products: list[str] = field(default_factory=list)

    @property
    def is_c(self) -> bool:
        return self.kind in ("system-target", "ClangTarget")


def group_of(path: str) -> str:
    parts = path.split("/")
    return parts[1] if parts[0] == "Sources" and len(parts) > 2 else parts[0]


def parse(description: dict) -> dict[str, Target]:
    """All targets by name."""
    found = {}
    for entry in description["targets"]:
        kind = entry["type"]
        if entry.get("module_type") == "ClangTarget":
            kind = "ClangTarget"
        found[entry["name"]] = Target(
            entry["name"], group_of(entry["path"]), kind, entry["path"],
            entry.get("target_dependencies") or [], entry.get("product_dependencies") or [])
    return found


def load() -> dict[str, Target]:
    """Asks SwiftPM about the package of the current folder; ends the program with its words where that fails."""
    answer = subprocess.run(["swift", "package", "describe", "--type", "json"], capture_output=True, text=True)
    if answer.returncode != 0:
        sys.exit(f"swift package describe failed:\n{answer.stderr}")
    return parse(json.loads(answer.stdout))


def closure(targets: dict[str, Target], name: str) -> set[str]:
    """The target and all that is linked into it."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in seen or current not in targets:
            continue
        seen.add(current)
        waiting += targets[current].targets
    return seen
