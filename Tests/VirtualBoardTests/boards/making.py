"""What making a board needs: the cache, steps that say what they do and how long it took, Debian's packages."""

import fcntl
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

CACHE = Path(os.environ.get("LOA_VM_CACHE", Path.home() / ".cache" / "loa-vm"))


class BoardError(Exception):
    """A board that cannot be made or does not answer: what happened, and what to do."""


@contextmanager
def step(what: str):
    """Says what is being done, and how long it took."""
    print(f"  {what} ...", flush=True)
    began = time.monotonic()
    yield
    print(f"  {what}: {time.monotonic() - began:.0f} s", flush=True)


@contextmanager
def cached(name: str):
    """Yields the folder of one cached thing, or None where it is made already. One process at a time makes it; a thing
    counts as made only when the block ended well. `name` changes when what it is made from does."""
    folder = CACHE / name
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / ".made").exists():
            yield None
        else:
            yield folder
            (folder / ".made").touch()


def call(*command, log: Path | None = None, **more) -> None:
    """Runs a command; where it fails, the end of what it said is in the error."""
    done = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", **more)
    if log:
        log.write_text(done.stdout)
    if done.returncode != 0:
        end = "\n".join(done.stdout.splitlines()[-15:])
        raise BoardError(f"{' '.join(map(str, command))}: status {done.returncode}\n{end}")


def private_apt(suite: str, architecture: str, *command, folder: Path | None = None) -> str:
    """apt for another release or architecture, with a state of its own: touches nothing of this machine."""
    state = CACHE / "apt" / f"{suite}-{architecture}"
    for part in ["etc/apt.conf.d", "etc/preferences.d", "lists/partial", "archives/partial"]:
        (state / part).mkdir(parents=True, exist_ok=True)
    (state / "status").touch()
    mirror = debian_mirror()
    suites = [(mirror, suite)] + ([(f"{mirror}-security", f"{suite}-security")] if suite in ("bookworm", "trixie") else [])
    (state / "sources.list").write_text("".join(
        f"deb [arch={architecture} signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {url} {name} main\n"
        for url, name in suites))
    options = {
        "Dir::Etc": f"{state}/etc", "Dir::Etc::SourceList": f"{state}/sources.list", "Dir::Etc::SourceParts": "/dev/null",
        "Dir::Etc::Parts": "/etc/apt/apt.conf.d", "Dir::State": state, "Dir::State::status": f"{state}/status",
        "Dir::Cache": state, "APT::Architecture": architecture, "APT::Architectures::": architecture,
        "Debug::NoLocking": "true", "Acquire::Check-Valid-Until": "false", "APT::Sandbox::User": "root",
        "Acquire::Languages": "none"}
    flags = [flag for key, value in options.items() for flag in ("-o", f"{key}={value}")]
    done = subprocess.run([command[0], *flags, *command[1:]], cwd=folder, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise BoardError(f"{' '.join(command)} for {suite}/{architecture}: {done.stderr.strip()[-600:]}; "
                         "check the network and the mirror in /etc/apt/sources.list.d")
    return done.stdout


def debian_mirror() -> str:
    """The mirror of this machine's own apt."""
    for source in sorted(Path("/etc/apt").glob("sources.list.d/*.sources")):
        for line in source.read_text().splitlines():
            if line.startswith("URIs:"):
                return line.split()[1]
    for line in Path("/etc/apt/sources.list").read_text().splitlines() if Path("/etc/apt/sources.list").exists() else []:
        words = [word for word in line.split() if not word.startswith(("[", "signed", "arch"))]
        if words[:1] == ["deb"]:
            return words[1]
    raise BoardError("no Debian mirror in /etc/apt: the boards are made from Debian's packages")


if __name__ == "__main__":
    print(CACHE, file=sys.stderr)
