#!/usr/bin/env python3
"""deb.py: makes the Debian packages loa-device, loa-centre and loa from programs that are built already.

usage: deb.py [--programs DIR] [--out DIR] [--quick] [--architecture A --speaking DIR] [-- dpkg-shlibdeps options]

deploy/debian says what is in them, with debhelper; nothing is compiled here. For another architecture --speaking names a
folder with the same programs as this machine can run them, whose words become the manuals; and a program that is not
there gets no package.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import manuals

PROJECT = Path(__file__).resolve().parent.parent
DEPLOY = PROJECT / "deploy"
PARTS = ("service", "sysusers", "tmpfiles", "udev", "default")


def changelog(version: str) -> str:
    """One entry, of the last commit's time: the same sources make the same packages."""
    moment = subprocess.run(["git", "log", "-1", "--format=%aD"], cwd=PROJECT, capture_output=True, text=True).stdout
    maintainer = next(line.split(": ", 1)[1] for line in (DEPLOY / "debian" / "control").read_text().splitlines()
                      if line.startswith("Maintainer"))
    return (f"loa ({version}) unstable; urgency=medium\n\n  * Built from its sources; see their history.\n\n"
            f" -- {maintainer}  {moment.strip() or 'Thu, 01 Jan 1970 00:00:00 +0000'}\n")


def leave_out(debian: Path, package: str) -> None:
    control = debian / "control"
    control.write_text(re.sub(rf"\nPackage: {package}\n(.+\n)+", "", control.read_text()))
    for file in debian.glob(f"{package}.*"):
        file.unlink()


def lay_out(work: Path, programs: Path, speaking: Path, version: str, partly: bool) -> None:
    """The tree that debhelper works in."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(DEPLOY / "debian", work / "debian")
    for folder, package in [("device", "loa-device"), ("centre", "loa-centre")]:
        for file in (DEPLOY / folder).iterdir():
            if file.suffix[1:] in PARTS:
                # debhelper knows a second unit by its package's name before its own.
                own = file.name if file.stem == package else f"{package}.{file.name}"
                shutil.copy(file, work / "debian" / own)
    shutil.copytree(DEPLOY / "device" / "etc", work / "etc")
    (work / "debian" / "changelog").write_text(changelog(version))
    (work / "bin").mkdir()
    for name in manuals.PROGRAMS:
        if partly and not (programs / name).exists():
            leave_out(work / "debian", name)
        else:
            shutil.copy(programs / name, work / "bin" / name)
    manuals.write(speaking, work)


def build(work: Path, architecture: str | None, compression: str, shlibdeps: list[str]) -> None:
    command = ["dpkg-buildpackage", "--build=binary", "--no-sign", "--no-check-builddeps"]
    if architecture:
        command += ["--host-arch", architecture]
    log = work / "build.log"
    with open(log, "wb") as out:
        status = subprocess.run(
            command, cwd=work, stdout=out, stderr=subprocess.STDOUT,
            env={**os.environ, "SHLIBDEPS": " ".join(shlibdeps), "COMPRESSION": compression}).returncode
    if status != 0:
        sys.exit(f"deb: dpkg-buildpackage ended with status {status}; the end of {log}:\n"
                 + "\n".join(log.read_text(errors="replace").splitlines()[-20:]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=Path, default=PROJECT / ".build" / "dist")
    parser.add_argument("--out", type=Path, default=PROJECT / ".build" / "deb")
    parser.add_argument("--quick", action="store_true", help="compress little: for tests")
    parser.add_argument("--architecture", help="Debian's name of the architecture, where it is not this machine's")
    parser.add_argument("--speaking", type=Path)
    parser.add_argument("shlibdeps", nargs="*")
    arguments = parser.parse_args()
    programs = arguments.programs.resolve()
    speaking = (arguments.speaking or programs).resolve()
    version = manuals.answer(speaking / "loa", "--version").strip()
    work = arguments.out.resolve() / "work"
    work.parent.mkdir(parents=True, exist_ok=True)
    lay_out(work, programs, speaking, version, partly=arguments.architecture is not None)
    build(work, arguments.architecture, "-Zgzip -z1" if arguments.quick else "-Zxz", arguments.shlibdeps)
    for package in sorted(work.parent.glob(f"*_{version}_*.deb")):
        print(f"{package}: {package.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
