"""The board with systemd: Debian 13 as it is installed on a board, on an ext4 disk under QEMU. Suites run on this
machine and talk to the agent, which is a unit there. It has no network: what is to be installed lies in a folder of this
machine."""

import hashlib
import tempfile
from pathlib import Path

from . import on_this_machine
from .kernel import GUEST, debian_kernel, initrd, prepare_kernel
from .making import CACHE, call, cached, debian_mirror, step
from .qemu import PC, Options, QemuBoard, Share

AGENT = GUEST / "agent.py"
# A small system, and what Loa's packages depend on: as downloaded, but for the packages themselves.
PACKAGES = [
    "systemd-sysv", "udev", "dbus", "kmod", "iproute2", "procps", "python3", "alsa-utils", "curl", "mosquitto",
    "tzdata", "libasound2t64", "libcurl4t64", "libebur128-1", "libmosquitto1", "libsndfile1", "libsoxr0", "libsqlite3-0",
    "libstdc++6",
    # What speaks and what decodes streams: recommended by the package.
    "espeak-ng", "ffmpeg"]
# Of the memory disk; the disk has all of the kernel's.
MODULES = ["virtio_pci", "virtio_blk", "virtio_console", "virtio_rng", "ext4"]
UNIT = """[Unit]
Description=agent of the virtual board
After=multi-user.target
[Service]
ExecStart=/usr/bin/python3 /usr/local/lib/agent.py
Restart=always
RestartSec=100ms
[Install]
WantedBy=multi-user.target
"""


def prepare() -> None:
    kernel = prepare_kernel("amd64")
    with cached(_disk_name()) as folder:
        if folder:
            with step("make a disk with Debian 13 and systemd (mmdebstrap, 100 MB)"):
                _make_disk(kernel, folder)


def command(suite) -> list[str]:
    return on_this_machine(suite)


class Board(QemuBoard):
    """Each has the prepared disk to itself, and forgets all when it ends; with `disk` it keeps what it wrote in a copy
    of its own. `seen` is a folder of this machine that the board reads at the same path."""

    def __init__(self, name: str, folder: Path, seen: Path, disk: Path | None = None,
                 arguments: list[str] = (), **more):
        kernel = debian_kernel("amd64")
        prepared = CACHE / _disk_name() / "disk.img"
        if disk and not disk.exists():
            call("cp", "--sparse=always", prepared, disk)
        drive = f"file={disk or prepared},format=raw,if=virtio,snapshot={'off' if disk else 'on'}"
        self.seen = Path(seen)
        super().__init__(name, folder, PC, Options(
            kernel=kernel.image, initrd=initrd(kernel, Path(folder) / f"{name}.initrd", MODULES),
            words=["loa.root=/dev/vda", "rw"],
            arguments=["-drive", drive, *arguments], shares=[Share(self.seen, self.seen)], boot_limit=300, **more))

    def power_on(self) -> None:
        super().power_on()
        self.sh(f"mkdir -p {self.seen} && mount -t 9p -o trans=virtio,version=9p2000.L,ro share0 {self.seen}")


def _disk_name() -> str:
    """Changes with what the disk is made from."""
    parts = [AGENT.read_text(), UNIT, *PACKAGES, debian_kernel("amd64").version]
    return "systemd-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _make_disk(kernel, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as work:
        work = Path(work)
        (work / "loa-agent.service").write_text(UNIT)
        root, archive = work / "root", work / "root.tar"
        call("mmdebstrap", "--quiet", "--variant=minbase", "--components=main", f"--include={','.join(PACKAGES)}",
             '--aptopt=Acquire::Check-Valid-Until "false"',
             f"--customize-hook=upload {AGENT} /usr/local/lib/agent.py",
             f"--customize-hook=upload {work}/loa-agent.service /etc/systemd/system/loa-agent.service",
             f'--customize-hook=mkdir -p "$1/usr/lib/modules" && cp -a {kernel.modules} "$1/usr/lib/modules/"',
             '--customize-hook=rm -f "$1"/usr/lib/modules/*/vmlinuz',
             # The suite's own broker is a unit of Loa's.
             '--customize-hook=chroot "$1" systemctl disable mosquitto',
             '--customize-hook=chroot "$1" systemctl enable loa-agent',
             '--customize-hook=echo "/dev/vda / ext4 defaults 0 1" > "$1/etc/fstab"',
             "trixie", archive, debian_mirror(), log=folder / "mmdebstrap.log")
        # One fakeroot around both: files keep their owners also where this machine's root is not at hand.
        call("fakeroot", "sh", "-c", f"mkdir {root} && tar -xf {archive} -C {root} --exclude='./dev/*' && "
             f"truncate -s 1500M {folder}/disk.img && /sbin/mkfs.ext4 -q -F -d {root} {folder}/disk.img")
