"""A tree of files of Debian packages of any architecture: unpacked, not set up, for nothing of it can run here. dpkg takes
what is in it as installed, so that a package that depends on it can be installed on a board that has this tree as its
root."""

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .making import BoardError, call, private_apt


def make_tree(root: Path, release: str, architecture: str, packages: list[str], essential: bool) -> None:
    """Makes `root` of the packages and all that they depend on; with `essential`, of what each Debian has, too."""
    shutil.rmtree(root, ignore_errors=True)
    archives = root.parent / f"{root.name}.archives"
    shutil.rmtree(archives, ignore_errors=True)
    (archives / "partial").mkdir(parents=True)
    root.mkdir()
    private_apt(release, architecture, "apt-get", "update", "-q")
    wanted = packages + (_essential(release, architecture) if essential else [])
    private_apt(release, architecture, "apt-get", "install", "-q", "-y", "--download-only", "--no-install-recommends",
                "-o", f"Dir::Cache::archives={archives}", "-o", "APT::Get::AllowUnauthenticated=false", *wanted)
    found = sorted(archives.glob("*.deb"))
    if not found:
        raise BoardError(f"apt has downloaded nothing for {release}/{architecture}")
    # It has the links from /lib to /usr/lib and the like.
    found.sort(key=lambda archive: not archive.name.startswith(("base-files_", "libc6_")))
    (root / "usr" / "lib").mkdir(parents=True)
    if not any(archive.name.startswith("base-files_") for archive in found):
        (root / "lib").symlink_to("usr/lib")
    for archive in found:
        call("dpkg-deb", "-x", archive, root)
    _write_database(root, found)
    if essential:
        _write_accounts(root)
    shutil.rmtree(archives)


def _essential(release: str, architecture: str) -> list[str]:
    known = private_apt(release, architecture, "apt-cache", "dumpavail")
    return [re.search(r"^Package: (.*)$", stanza, re.MULTILINE)[1]
            for stanza in known.split("\n\n") if re.search(r"^Essential: yes$", stanza, re.MULTILINE)]


def _write_database(root: Path, archives: list[Path]) -> None:
    database = root / "var" / "lib" / "dpkg"
    for part in ("info", "updates", "triggers"):
        (database / part).mkdir(parents=True, exist_ok=True)
    (database / "info" / "format").write_text("1\n")
    with ThreadPoolExecutor(2) as workers:
        stanzas = list(workers.map(lambda archive: _register(database / "info", archive), archives))
    (database / "status").write_text("".join(stanzas))
    (database / "available").touch()


def _register(info: Path, archive: Path) -> str:
    """Writes what dpkg keeps of an installed package, without the scripts, and returns its stanza."""
    def say(*command) -> str:
        return subprocess.run(["dpkg-deb", *map(str, command)], capture_output=True, text=True, check=True).stdout

    stanza = say("-f", archive)
    name = re.search(r"^Package: (.*)$", stanza, re.MULTILINE)[1]
    if re.search(r"^Multi-Arch: same$", stanza, re.MULTILINE):
        name += ":" + re.search(r"^Architecture: (.*)$", stanza, re.MULTILINE)[1]
    files = [line.split(None, 5)[5].split(" -> ")[0] for line in say("-c", archive).splitlines()]
    paths = ["/." if path == "./" else path[1:].rstrip("/") for path in files]
    (info / f"{name}.list").write_text("".join(path + "\n" for path in paths))
    for member in ("shlibs", "symbols", "md5sums"):
        got = subprocess.run(["dpkg-deb", "-I", archive, member], capture_output=True, text=True)
        if got.returncode == 0:
            (info / f"{name}.{member}").write_text(got.stdout)
    return re.sub(r"^(Package: .*\n)", r"\1Status: install ok installed\n", stanza, count=1, flags=re.MULTILINE) + "\n"


def _write_accounts(root: Path) -> None:
    """What the scripts of base-passwd, mawk and libpam would have left."""
    for name in ("passwd", "group"):
        shutil.copy(root / "usr" / "share" / "base-passwd" / f"{name}.master", root / "etc" / name)
    shadow = [line.split(":")[0] + ":*:19000:0:99999:7:::\n" for line in (root / "etc" / "passwd").read_text().splitlines()]
    (root / "etc" / "shadow").write_text("".join(shadow))
    awk = root / "usr" / "bin" / "awk"
    if not awk.exists() and not awk.is_symlink():
        awk.symlink_to("mawk")
