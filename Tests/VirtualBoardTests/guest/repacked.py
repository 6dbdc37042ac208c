"""A Debian package made from another: the next version, for tests of upgrades."""

import re
import subprocess
import tempfile
from pathlib import Path


def repack(package: Path, made: Path, version: str, changed: dict[str, str]) -> None:
    """Writes `made`, which is `package` under another version; `changed` are files with their new text."""
    with tempfile.TemporaryDirectory(dir=made.parent) as work:
        tree = Path(work) / "tree"
        subprocess.run(["dpkg-deb", "-R", package, tree], check=True)
        control = tree / "DEBIAN" / "control"
        control.write_text(re.sub(r"^Version: .*$", f"Version: {version}", control.read_text(), flags=re.MULTILINE))
        for path, text in changed.items():
            (tree / path).write_text(text)
        subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "-b", tree, made], check=True, stdout=subprocess.DEVNULL)
