"""Debian's own kernels for the emulated boards, and the first memory disk that each board starts with."""

import lzma
import re
import shutil
import stat
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .making import BoardError, cached, call, private_apt, step, CACHE

# Trixie's backports: the first Debian kernel that has gpio-sim.
SUITE = "trixie-backports"
GUEST = Path(__file__).resolve().parent.parent / "guest"


@dataclass(frozen=True)
class Kernel:
    """An unpacked kernel: `tree` holds usr/lib/modules/<version>, as modprobe -d and depmod -b want it."""
    architecture: str
    version: str
    tree: Path

    @property
    def modules(self) -> Path:
        return self.tree / "usr" / "lib" / "modules" / self.version

    @property
    def image(self) -> Path:
        return self.modules / "vmlinuz"


def debian_kernel(architecture: str) -> Kernel:
    """Debian's newest kernel of SUITE for `architecture`, once made; `prepare_kernel` makes it."""
    found = sorted((CACHE / f"kernel-{architecture}" / "usr" / "lib" / "modules").glob("*"))
    if not found:
        raise BoardError(f"no kernel for {architecture} in {CACHE}; run tools/vm_test.py, which prepares the boards")
    return Kernel(architecture, found[-1].name, CACHE / f"kernel-{architecture}")


def prepare_kernel(architecture: str) -> Kernel:
    """Downloads and unpacks it where it is missing: about 125 MB. Its name moves, so the metapackage is asked."""
    with cached(f"kernel-{architecture}") as folder:
        if folder:
            with step(f"download Debian's {architecture} kernel of {SUITE} (125 MB) and unpack it"):
                _fetch(architecture, folder)
    return debian_kernel(architecture)


def _fetch(architecture: str, folder: Path) -> None:
    private_apt(SUITE, architecture, "apt-get", "update", "-q")
    needs = private_apt(SUITE, architecture, "apt-cache", "depends", f"linux-image-{architecture}")
    version = re.search(r"Depends: linux-image-(\d\S*)", needs)
    if not version:
        raise BoardError(f"linux-image-{architecture} of {SUITE} names no kernel:\n{needs}")
    shutil.rmtree(folder / "usr", ignore_errors=True)
    names = [f"linux-{part}-{version[1]}" for part in ("binary", "modules", "base")]
    with tempfile.TemporaryDirectory(dir=folder) as packages:
        private_apt(SUITE, architecture, "apt-get", "download", "-q", *names, folder=Path(packages))
        for package in Path(packages).glob("*.deb"):
            call("dpkg-deb", "-x", package, folder)
    # modprobe -d looks in lib.
    (folder / "lib").symlink_to("usr/lib", target_is_directory=True)
    call("/usr/sbin/depmod", "-b", folder, version[1])


def unpacked(kernel: Kernel) -> Path:
    """The PC's kernel as it lies in memory; made beside the packed one where it is missing. The emulated processor needs
    a second and a half to unpack it at each start. Header: Documentation/arch/x86/boot.rst of the kernel's source."""
    made = kernel.image.with_name("vmlinux")
    if not made.exists():
        packed = kernel.image.read_bytes()
        offset, length = struct.unpack_from("<II", packed, 0x248)
        begin = (packed[0x1F1] + 1) * 512 + offset
        if packed[begin:begin + 4] != b"\x28\xb5\x2f\xfd":
            raise BoardError(f"{kernel.image} is not packed with zstd any more; teach boards/kernel.py its new form")
        # The last four bytes say how long it will be.
        image = subprocess.run(["zstd", "-dc"], input=packed[begin:begin + length - 4], capture_output=True, check=True).stdout
        with tempfile.NamedTemporaryFile(dir=made.parent, delete=False) as file:
            file.write(image)
        Path(file.name).rename(made)
    return made


def initrd(kernel: Kernel, made: Path, modules: list[str], busybox: Path = Path("/bin/busybox"),
           init: Path = GUEST / "init.sh") -> Path:
    """The memory disk, at `made`: busybox, the modules with all that they need in the order of loading, `init`. A module
    may have options behind its name, as "softdog soft_margin=30". It is made anew each time, which takes less than a
    second, and is not compressed, because an emulated processor is slow."""
    with tempfile.TemporaryDirectory(dir=made.parent) as work:
        root = Path(work) / "root"
        for folder in ("bin", "modules", "proc", "sys", "dev", "new"):
            (root / folder).mkdir(parents=True)
        shutil.copy(busybox, root / "bin" / "busybox")
        shutil.copy(init, root / "init")
        for program in ("init", "bin/busybox"):
            (root / program).chmod(stat.S_IRWXU)
        _put_modules(kernel, modules, root)
        files = subprocess.run(["find", "."], cwd=root, capture_output=True, check=True).stdout
        archive = Path(work) / "initrd.cpio"
        with open(archive, "wb") as out:
            subprocess.run(["cpio", "-o", "-H", "newc", "--quiet"], cwd=root, input=files, stdout=out, check=True)
        archive.rename(made)
    return made


def _put_modules(kernel: Kernel, modules: list[str], root: Path) -> None:
    order: list[str] = []
    for module in modules:
        name, _, options = module.partition(" ")
        for file in _needed(kernel, name):
            loaded = file.name.removesuffix(".xz")
            if any(line.split()[0] == loaded for line in order):
                continue
            data = file.read_bytes()
            (root / "modules" / loaded).write_bytes(lzma.decompress(data) if file.suffix == ".xz" else data)
            own = loaded.removesuffix(".ko").replace("_", "-") == name.replace("_", "-")
            order.append(f"{loaded} {options}".strip() if own else loaded)
    (root / "modules" / "order").write_text("".join(line + "\n" for line in order))


def _needed(kernel: Kernel, name: str) -> list[Path]:
    """The files to load for a module, its own last; none where it is built in."""
    asked = subprocess.run(
        ["/usr/sbin/modprobe", "-d", kernel.tree, "-S", kernel.version, "--show-depends", name],
        capture_output=True, text=True)
    if asked.returncode != 0:
        raise BoardError(f"Debian's kernel {kernel.version} has no module {name}: {asked.stderr.strip()}")
    return [Path(line.split()[1]) for line in asked.stdout.splitlines() if line.startswith("insmod")]
