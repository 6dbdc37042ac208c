"""The fast board: User-mode Linux, a kernel that runs as a program of this machine and boots in under a second.

Its GPIO lines, sound cards and watchdog are made by the kernel's own drivers (gpio-sim, snd-aloop, snd-dummy, softdog).
It sees this machine's files, read-only, under a layer that dies with it; only the suite's folder is written through.
With VIRTUAL = True in the suite its clock jumps to the next timer whenever nothing runs (time-travel=inf-cpu): an hour of
sleep costs nothing, a busy loop hangs it.
"""

import hashlib
import os
import platform
import shlex
import shutil
from pathlib import Path

from . import environment, gpiod, RUNNER
from .making import BoardError, cached, call, private_apt, step, CACHE

HERE = Path(__file__).resolve().parent
CONFIG = HERE / "fast.config"
INIT = HERE.parent / "guest" / "fast_init.sh"
# Of every host: a source package is made for no architecture and needs nothing of its release.
RELEASE, SOURCE = "trixie", "linux-source-6.12"
# Sources of drivers and machines that this kernel has not, half of the whole; their Kconfig files are needed.
NOT_UNPACKED = [
    "*.rst", "*.yaml", "*.dts", "*.dtsi", "*/Documentation/*.txt", "*/tools/testing/*", "*/tools/perf/*",
    "*/arch/[!ux]*.[chS]", "*/drivers/net/*/*.[ch]", "*/sound/soc/*.[ch]", "*/sound/pci/*.[ch]",
    *(f"*/drivers/{name}/*.[ch]" for name in ("gpu", "media", "infiniband", "scsi", "staging", "iio"))]
PATCHES = [
    # A loopback card moves in ticks: 250 a second, as in Debian's kernels.
    ("arch/um/Kconfig", "config HZ\n\tint\n\tdefault 100", "config HZ\n\tint\n\tdefault 250"),
    # Interrupts beyond those of its own devices: each GPIO line that is watched takes one.
    ("arch/um/include/asm/irq.h", "#define NR_IRQS\t\t\tUM_LAST_SIGNAL_IRQ\n", "#define NR_IRQS\t\t\t(UM_LAST_SIGNAL_IRQ + 64)\n"),
    # The registers of a processor with AMX are larger than what 6.12 expects, and no program would start.
    ("arch/x86/um/user-offsets.c", "DEFINE_LONGS(HOST_FP_SIZE, 2696)", "DEFINE_LONGS(HOST_FP_SIZE, 12288)"),
]
# Cards 0 to 2 are loopbacks, 3 swallows what it gets.
CARDS = ["snd_aloop.index=0,1,2", "snd_aloop.enable=1,1,1", "snd_aloop.pcm_substreams=1,1,1", "snd_aloop.id=Loopback,Loopback2,Loopback3",
         "snd_dummy.index=3", "snd_dummy.id=Dummy"]
# It says so in the kernel's log where it would reset the board, and the suite lives to tell.
WATCHDOG = "softdog.soft_noboot=1"
MEMORY = "1024M"


def kernel() -> Path:
    made_from = CONFIG.read_text() + SOURCE + str(PATCHES)
    return CACHE / f"uml-{hashlib.sha256(made_from.encode()).hexdigest()[:12]}" / "linux"


def prepare() -> None:
    if platform.machine() != "x86_64":
        raise BoardError(f"User-mode Linux runs on x86-64 only, and this machine is {platform.machine()}")
    gpiod.prepare()
    with cached(kernel().parent.name) as folder:
        if folder:
            print("  the fast board's kernel is not in the cache: 150 MB to download, some minutes to compile", flush=True)
            work = folder / "work"
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            build(work, kernel())
            shutil.rmtree(work)


def build(work: Path, result: Path) -> None:
    with step(f"download {SOURCE} of {RELEASE}"):
        private_apt(RELEASE, "amd64", "apt-get", "update", "-q")
        private_apt(RELEASE, "amd64", "apt-get", "download", "-q", SOURCE, folder=work)
    with step("unpack it"):
        [package] = work.glob("*.deb")
        skip = " ".join(f"--exclude={shlex.quote(pattern)}" for pattern in NOT_UNPACKED)
        call("bash", "-o", "pipefail", "-c",
             f"dpkg-deb --fsys-tarfile {shlex.quote(str(package))} | tar -xO ./usr/src/{SOURCE}.tar.xz | xz -dc -T0 | tar -x {skip}",
             cwd=work)
    source, objects = work / SOURCE, work / "objects"
    objects.mkdir()
    make = ["make", "-s", "-C", source, "ARCH=um", f"O={objects}", f"-j{os.cpu_count()}"]
    configure(source, objects, make)
    with step("compile the kernel"):
        call(*make, "linux", log=work.parent / "build.log")
    call("strip", "-o", result, objects / "linux")


def configure(source: Path, objects: Path, make: list) -> None:
    for file, old, new in PATCHES:
        text = (source / file).read_text()
        if old not in text:
            raise BoardError(f"{SOURCE}'s {file} no longer has {old!r}: mend boards/fast.py")
        (source / file).write_text(text.replace(old, new))
    call(*make, "tinyconfig")
    call(source / "scripts" / "kconfig" / "merge_config.sh", "-m", "-O", objects, objects / ".config", CONFIG, cwd=source)
    call(*make, "olddefconfig")
    have = (objects / ".config").read_text().splitlines()
    for line in CONFIG.read_text().splitlines():
        name, _, value = line.partition("=")
        if name.startswith("CONFIG_") and (f"{name}=y" in have if value == "n" else line not in have):
            raise BoardError(f"the kernel's configuration does not take {line}; see {SOURCE}'s Kconfig for what it needs now")


def command(suite) -> list[str]:
    """Boots the board with guest/fast_init.sh, which runs the suite."""
    return boot(suite.folder, ["/usr/bin/python3", str(RUNNER), str(suite.path), str(suite.folder)], environment(suite),
                virtual=suite.options.get("VIRTUAL", False), memory=suite.options.get("MEMORY", MEMORY))


def boot(folder: Path, program: list[str], environment: dict[str, str], virtual: bool = False, memory: str = MEMORY,
         consoles: list[str] = ("con=null", "con0=null,fd:1", "ssl=null")) -> list[str]:
    """The command that boots a board which runs `program` and then ends. `folder` is the one it may write to."""
    start = folder / "start.sh"
    start.write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in environment.items())
                     + f"cd {shlex.quote(str(HERE.parents[2]))}\nexec {shlex.join(program)}\n")
    return ["env", f"TMPDIR={memory_folder(memory)}", str(kernel()), f"mem={memory}", "root=none", "rootfstype=hostfs",
            "rootflags=/", "ro", f"init={INIT}", f"loa.folder={folder}", *CARDS, WATCHDOG, *consoles, "quiet", "panic=-1",
            *(["time-travel=inf-cpu"] if virtual else [])]


def memory_folder(memory: str) -> str:
    """Where the board's memory lies as a file: in memory, where there is room and programs may be run from it."""
    shared = "/dev/shm"
    wanted = int(memory.removesuffix("M")) << 20
    if os.path.isdir(shared):
        found = os.statvfs(shared)
        if found.f_bavail * found.f_frsize >= wanted and not found.f_flag & os.ST_NOEXEC:
            return shared
    return "/tmp"
