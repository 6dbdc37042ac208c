#!/usr/bin/env python3
"""cross_arm64.py: builds the programs that go onto an arm64 board, in .build/dist-arm64, on a Debian amd64 machine.

usage: cross_arm64.py [--deb] [PROGRAM ...]        default: loa-device loa

No Swift SDK for arm64 Linux comes with the toolchain. Debian sid has Swift for both architectures: its amd64 compiler,
in a folder of its own (chroot), with its arm64 runtime and Debian 13's arm64 C libraries, cross-compiles. What that
downloads (1.3 GB) and makes (5 GB) is kept in LOA_VM_CACHE (default ~/.cache/loa-vm). Needs root and mmdebstrap.

The result runs on Debian 13 and newer (glibc 2.38). `--root` prints the folder of arm64 C libraries, for
`qemu-aarch64-static -L`.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "Tests" / "VirtualBoardTests"))
from boards.making import CACHE, BoardError, cached, call, debian_mirror, private_apt, step  # noqa: E402
from boards.tree import make_tree  # noqa: E402

TRIPLE = "aarch64-unknown-linux-gnu"
SDK = "debian-arm64"
# In the compiler's root: where the SDK and its two parts are seen.
PLACE = Path("/cross")
RELEASE = "trixie"
GCC = "14"
COMPILER = ["swiftlang", "libc6-dev", f"libstdc++-{GCC}-dev", "git", "ca-certificates", "pkg-config"]
# A mirror may stand still for longer than a release file says that it is valid.
OLD_MIRROR = ['--aptopt=Acquire::Check-Valid-Until "false"', '--aptopt=Acquire::Check-Date "false"']


def libraries() -> list[str]:
    """The -dev packages that the build needs, by tools/packages.txt."""
    lines = (PROJECT / "tools" / "packages.txt").read_text().splitlines()
    named = [words[0] for line in lines if (words := line.split()) and not line.startswith("#") and words[1] == "build"]
    names = [name.split("@")[0] for name in named]
    return sorted(name for name in names if name.startswith("lib") and name.endswith("-dev"))


def compiler() -> Path:
    """The root of Debian sid with the compiler, and the arm64 runtime and the SDK in it."""
    with cached("arm64-compiler-1") as folder:
        if folder:
            root = folder / "root"
            call("rm", "-rf", root)
            with step("the Swift compiler of Debian sid (first time: 1.2 GB to download, 4 GB on disk)"):
                call("mmdebstrap", "--quiet", "--variant=apt", "--components=main", *OLD_MIRROR,
                     f"--include={','.join(COMPILER)}", "sid", root, debian_mirror())
                call("sh", "-c", f"rm -rf {root}/var/cache/apt/archives/*.deb {root}/var/lib/apt/lists/*")
            with step("the Swift runtime for arm64"):
                runtime(folder / "debs", root)
            sdk(root)
    return CACHE / "arm64-compiler-1" / "root"


def runtime(debs: Path, root: Path) -> None:
    """Swift's own libraries for arm64, beside the compiler."""
    debs.mkdir(exist_ok=True)
    private_apt("sid", "arm64", "apt-get", "update", "-q")
    private_apt("sid", "arm64", "apt-get", "download", "-q", "swiftlang", "libswiftlang", folder=debs)
    call("mkdir", "-p", f"{root}{PLACE}/swift")
    for package in sorted(debs.glob("*.deb")):
        call("bash", "-o", "pipefail", "-c",
             f"dpkg-deb --fsys-tarfile '{package}' | tar -x -C '{root}{PLACE}/swift' --strip-components=5 --wildcards "
             "--exclude='*/host/*' --exclude='*/pm/*' --exclude='*/lib/lib*' './usr/libexec/swift/lib/*'")
        package.unlink()


def sdk(root: Path) -> None:
    """What SwiftPM reads to find the parts."""
    bundle = Path(f"{root}{PLACE}/sdks/{SDK}.artifactbundle")
    (bundle / SDK).mkdir(parents=True, exist_ok=True)
    variants = {SDK: {"type": "swiftSDK", "version": "1", "variants": [{"path": SDK}]}}
    (bundle / "info.json").write_text(json.dumps({"schemaVersion": "1.0", "artifacts": variants}))
    (bundle / SDK / "swift-sdk.json").write_text(json.dumps({
        "schemaVersion": "4.0",
        "targetTriples": {TRIPLE: {
            "sdkRootPath": f"{PLACE}/sysroot", "swiftResourcesPath": f"{PLACE}/swift/swift",
            "swiftStaticResourcesPath": f"{PLACE}/swift/swift_static", "toolsetPaths": ["toolset.json"]}}}))
    (bundle / SDK / "toolset.json").write_text(json.dumps({
        "schemaVersion": "1.0", "rootPath": "/usr/libexec/swift/bin",
        "swiftCompiler": {"extraCLIOptions": ["-use-ld=lld"]}, "linker": {"path": "ld.lld"}}))


def sysroot() -> Path:
    """Debian 13's arm64 C libraries with their headers; made anew when tools/packages.txt names others."""
    wanted = ["libc6-dev", f"libstdc++-{GCC}-dev", f"libgcc-{GCC}-dev", *libraries()]
    name = f"arm64-libraries-{hashlib.sha256(' '.join(wanted).encode()).hexdigest()[:8]}"
    with cached(name) as folder:
        if folder:
            root = folder / "root"
            with step("Debian 13's C libraries for arm64 (70 MB)"):
                make_tree(root, RELEASE, "arm64", wanted, essential=False)
                # The linker is told to look for Swift's start-up objects here.
                for part in ("swift", "swift_static"):
                    (root / "usr" / "lib" / part).symlink_to(f"{PLACE}/swift/{part}")
    return CACHE / name / "root"


def shares() -> list[Path]:
    """Folders of this machine that git is told to take repositories from instead of the network."""
    told = subprocess.run(["git", "config", "--get-regexp", r"^url\..*\.insteadof$"], capture_output=True, text=True)
    sources = re.findall(r"^url\.(?:file://)?(/.*)\.insteadof ", told.stdout, re.MULTILINE)
    return sorted({Path(source) for source in sources if Path(source).is_dir()})


def git_settings(root: Path) -> None:
    """The compiler's git finds repositories as this machine's does."""
    told = subprocess.run(["git", "config", "--null", "--get-regexp", r"^(url|http|https)\."],
                          capture_output=True, text=True).stdout
    (root / "etc" / "gitconfig").unlink(missing_ok=True)
    for entry in filter(None, told.split("\0")):
        key, _, value = entry.partition("\n")
        call("git", "config", "--file", root / "etc" / "gitconfig", "--add", key, value)
    call("git", "config", "--file", root / "etc" / "gitconfig", "--add", "safe.directory", "*")


def inside(root: Path, binds: list[tuple[Path, str, str]], command: list[str], log: Path) -> None:
    """Runs a command in `root`, with folders of this machine seen there; nothing stays mounted. `binds` are
    (folder, place in the root, "ro" or "rw"); what it says goes to `log`."""
    network = [(Path(name), name, "ro") for name in ("/etc/resolv.conf", "/etc/hosts", "/etc/ssl/certs/ca-certificates.crt")]
    lines = ["set -eu", f"mount -t proc proc {root}/proc", f"mount --rbind /dev {root}/dev", f"mount -t tmpfs tmpfs {root}/tmp"]
    for source, place, mode in binds + [bind for bind in network if bind[0].exists()]:
        target = f"{root}{place}"
        lines.append(f"mkdir -p '{target}'" if source.is_dir() else f"mkdir -p '{os.path.dirname(target)}'; touch '{target}'")
        lines.append(f"mount --bind '{source.resolve()}' '{target}'")
        if mode == "ro":
            lines.append(f"mount -o remount,bind,ro '{target}'")
    lines.append(f'exec chroot {root} /usr/bin/env -i PATH=/usr/libexec/swift/bin:/usr/sbin:/usr/bin:/sbin:/bin '
                 f'HOME=/tmp LC_ALL=C.UTF-8 "$@"')
    proxies = [f"{name}={value}" for name, value in os.environ.items() if name.lower().endswith("_proxy")]
    with open(log, "wb") as out:
        done = subprocess.run(["unshare", "--mount", "--propagation", "private", "bash", "-c", "\n".join(lines), "inside",
                               *proxies, *command], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        said = log.read_text(errors="replace").splitlines()
        wrong = [line for line in said if "error:" in line][:20]
        raise BoardError(f"status {done.returncode}; from {log}:\n" + "\n".join(wrong or said[-20:]))


def build(programs: list[str]) -> Path:
    """Builds the programs as the device ships them and strips them into .build/dist-arm64."""
    root, libraries_root = compiler(), sysroot()
    git_settings(root)
    binds = [(PROJECT, str(PROJECT), "rw"), (libraries_root, f"{PLACE}/sysroot", "ro")]
    binds += [(share, str(share), "ro") for share in shares()]
    out = PROJECT / ".build" / "dist-arm64"
    out.mkdir(parents=True, exist_ok=True)
    log = PROJECT / ".build" / "logs" / "arm64.log"
    log.parent.mkdir(exist_ok=True)
    (PROJECT / ".build" / "arm64").mkdir(exist_ok=True)
    inside(root, [], ["swift", "--version"], PROJECT / ".build" / "arm64" / "compiler")
    for program in programs:
        with step(f"{program} for arm64"):
            inside(root, binds, [
                f"PKG_CONFIG_PATH={PLACE}/sysroot/usr/lib/aarch64-linux-gnu/pkgconfig", "bash", "-c", 'cd "$0" && exec "$@"',
                str(PROJECT), "swift", "build", "--package-path", str(PROJECT), "--scratch-path",
                str(PROJECT / ".build" / "arm64"), "--swift-sdks-path", f"{PLACE}/sdks", "--swift-sdk", SDK, "-c", "release",
                "--static-swift-stdlib", "--explicit-target-dependency-import-check", "error", "-Xswiftc", "-Osize",
                "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "--product", program], log)
        built = PROJECT / ".build" / "arm64" / TRIPLE / "release" / program
        call("aarch64-linux-gnu-strip", "-o", out / program, built)
        examine(out / program, built)
    return out


def examine(program: Path, unstripped: Path) -> None:
    """Holds the program to what a board needs, and says its size."""
    def read(*command) -> str:
        return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True).stdout

    machine = read("aarch64-linux-gnu-readelf", "-h", program)
    if "AArch64" not in machine:
        raise BoardError(f"{program} is no arm64 program")
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", read("aarch64-linux-gnu-readelf", "-d", program))
    if swift := [name for name in needed if "swift" in name.lower() or "Foundation" in name]:
        raise BoardError(f"{program} needs {', '.join(swift)}: Swift is not linked statically")
    # Foundation proper (not FoundationEssentials) brings 45 MB of ICU tables with it.
    symbols = read("aarch64-linux-gnu-nm", unstripped)
    if "$s20FoundationEssentials" not in symbols:
        raise BoardError(f"{unstripped} has no symbols, so nobody can tell what is in it")
    if re.search(r" [Tt] \$s10Foundation", symbols):
        raise BoardError(f"{program} has Foundation in it: import FoundationEssentials instead")
    glibc = max(tuple(map(int, number.split("."))) for number in
                re.findall(r"GLIBC_(2\.\d+)", read("aarch64-linux-gnu-readelf", "-V", program)))
    print(f"  {program.name}: arm64, {program.stat().st_size / 1e6:.1f} MB stripped, "
          f"glibc >= {'.'.join(map(str, glibc))}, needs {' '.join(needed)}", flush=True)


def package(programs: Path) -> None:
    """Makes the device's Debian packages. The manuals come from the programs' own words, under qemu-user; what they
    depend on is looked up among the arm64 libraries."""
    root, speaking = sysroot(), PROJECT / ".build" / "arm64" / "speaking"
    speaking.mkdir(parents=True, exist_ok=True)
    for program in programs.iterdir():
        wrapper = speaking / program.name
        wrapper.write_text(f'#!/bin/sh\nexec qemu-aarch64-static -L "{root}" "{program}" "$@"\n')
        wrapper.chmod(0o755)
    known = speaking.parent / "shlibs"
    known.write_text("".join(file.read_text() for file in sorted((root / "var/lib/dpkg/info").glob("*.shlibs"))))
    call(sys.executable, PROJECT / "tools" / "deb.py", "--programs", programs, "--out", PROJECT / ".build" / "deb-arm64",
         "--architecture", "arm64", "--speaking", speaking, "--", f"-L{known}", f"-l{root}/usr/lib/aarch64-linux-gnu",
         f"--admindir={root}/var/lib/dpkg")
    for made in sorted((PROJECT / ".build" / "deb-arm64").glob("*.deb")):
        print(f"  {made.relative_to(PROJECT)}: {made.stat().st_size / 1e6:.1f} MB", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--deb", action="store_true", help="make the Debian packages, too, in .build/deb-arm64")
    parser.add_argument("--root", action="store_true", help="print the folder of arm64 C libraries and end")
    parser.add_argument("programs", nargs="*", default=["loa-device", "loa"])
    arguments = parser.parse_args()
    try:
        if arguments.root:
            print(sysroot())
            return 0
        programs = build(arguments.programs)
        if arguments.deb:
            package(programs)
    except BoardError as error:
        print(f"cross_arm64: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
