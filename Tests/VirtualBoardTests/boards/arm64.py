"""The arm64 board: Debian 13 for arm64 with systemd under Debian's arm64 kernel, emulated by QEMU. It has the tree of its
packages as its root, under a layer that dies with it; suites run on this machine."""

import hashlib
import subprocess
import sys
from pathlib import Path

from . import on_this_machine
from .kernel import GUEST, debian_kernel, initrd, prepare_kernel
from .making import CACHE, BoardError, cached, step
from .qemu import ARM64, Options, QemuBoard, Share
from .tree import make_tree

PROJECT = Path(__file__).resolve().parents[3]
AGENT = GUEST / "agent.py"
PACKAGES_MADE = PROJECT / ".build" / "deb-arm64"
# A small system, what the device's package depends on, and what the suite looks with.
PACKAGES = [
    "systemd-sysv", "udev", "dbus", "kmod", "iproute2", "procps", "python3-minimal", "libpython3-stdlib", "tzdata",
    "libasound2t64", "libcurl4t64", "libebur128-1", "libmosquitto1", "libsndfile1", "libsoxr0", "libsqlite3-0",
    "libstdc++6", "libgpiod3", "alsa-utils", "gpiod", "busybox-static"]
# Loaded before the root is there; modprobe finds the others on the board.
MODULES = ["virtio_pci", "virtio_console", "9pnet_virtio", "9p", "overlay", "virtio_rng", "virtio_net"]
# This machine's loopback, seen from the board.
HOST = "10.0.2.2"
UNIT = f"""[Unit]
Description=agent of the virtual board
[Service]
ExecStart=/usr/bin/python3 {AGENT}
[Install]
WantedBy=multi-user.target
"""


def prepare() -> None:
    # The package under test is made of the sources as they are.
    if subprocess.run([sys.executable, PROJECT / "tools" / "cross_arm64.py", "--deb"]).returncode != 0:
        raise BoardError("the arm64 packages cannot be made; see above")
    prepare_kernel("arm64")
    with cached(_tree_name()) as folder:
        if folder:
            with step("unpack Debian 13 for arm64 (70 MB)"):
                _make_root(folder / "root")


def command(suite) -> list[str]:
    return on_this_machine(suite)


class Board(QemuBoard):
    """`modules` are what systemd loads at its start. The board's address is 10.0.2.15, this machine's loopback is HOST.
    The button of the board, line 3 of its PL061, is pressed by `press`."""

    def __init__(self, name: str, folder: Path, shares: list[Share] = (), arguments: list[str] = (), **more):
        kernel, root = debian_kernel("arm64"), CACHE / _tree_name() / "root"
        words = [
            "loa.root=share", "loa.address=eth0:10.0.2.15/24", "net.ifnames=0", "systemd.show_status=0",
            # Its driver would take the button's line.
            "modprobe.blacklist=gpio_keys"]
        network = ["-netdev", "user,id=net,ipv6=off", "-device", "virtio-net-pci,netdev=net,romfile="]
        super().__init__(name, folder, ARM64, Options(
            kernel=kernel.image, words=words, boot_limit=400, arguments=[*network, *arguments],
            initrd=initrd(kernel, Path(folder) / f"{name}.initrd", MODULES, busybox=root / "usr" / "bin" / "busybox"),
            shares=[
                Share(root, None), Share(kernel.modules, Path("/lib/modules") / kernel.version),
                Share(GUEST, GUEST), Share(Path(folder), Path(folder), writable=True), *shares], **more))

    def press(self) -> None:
        """The button of the board goes down and up again."""
        self.qmp("system_powerdown")


def versions() -> str:
    """Of what the board is made, for the record."""
    emulator = subprocess.run([ARM64.emulator, "--version"], capture_output=True, text=True, check=True).stdout
    return f"kernel {debian_kernel('arm64').version}, QEMU {emulator.split()[3]}"


def _tree_name() -> str:
    """Changes with what the tree is made from."""
    return "arm64-tree-" + hashlib.sha256("\n".join([UNIT, *PACKAGES]).encode()).hexdigest()[:12]


def _make_root(root: Path) -> None:
    make_tree(root, "trixie", "arm64", PACKAGES, essential=True)
    units = root / "etc" / "systemd" / "system"
    (units / "multi-user.target.wants").mkdir(parents=True, exist_ok=True)
    (units / "loa-agent.service").write_text(UNIT)
    (units / "multi-user.target.wants" / "loa-agent.service").symlink_to("../loa-agent.service")
    (units / "default.target").symlink_to("/usr/lib/systemd/system/multi-user.target")
    # What a first boot would do, for minutes or with a question at the console.
    for unit in ("systemd-hwdb-update", "systemd-journal-catalog-update", "ldconfig", "systemd-firstboot"):
        (units / f"{unit}.service").symlink_to("/dev/null")
    for file in ("fstab", "machine-id"):
        (root / "etc" / file).touch()
    (root / "etc" / "hostname").write_text("board\n")
