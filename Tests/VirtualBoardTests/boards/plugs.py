"""The board with plugs: Debian's own kernel under QEMU, with USB devices that can be pulled, 16550 UARTs and a watchdog
that really resets it. It sees this machine's files, read-only, under a layer that dies with it; suites run here."""

from pathlib import Path

from . import on_this_machine
from .kernel import debian_kernel, initrd, prepare_kernel
from .qemu import PC, Options, QemuBoard, Share

PROJECT = Path(__file__).resolve().parents[3]
AGENT = PROJECT / "Tests" / "VirtualBoardTests" / "guest" / "agent.py"
# Loaded before the root is there; modprobe finds the others on the board.
MODULES = ["virtio_pci", "virtio_console", "9pnet_virtio", "9p", "overlay", "virtio_rng", "virtio_net", "xhci_pci"]
# This machine, seen from a board with `Board.NETWORK`.
HOST = "10.0.2.2"


def prepare() -> None:
    prepare_kernel("amd64")


def command(suite) -> list[str]:
    return on_this_machine(suite)


class Board(QemuBoard):
    """`modules` are loaded at boot, `plugs` are the devices that `plug` and `unplug` know: a name, and the emulator's
    words for the device. The network is the emulator's own: the board reaches this machine's loopback at HOST."""

    NETWORK = ["-netdev", "user,id=net,ipv6=off", "-device", "virtio-net-pci,netdev=net,romfile="]

    def __init__(self, name: str, folder: Path, modules: list[str] = (), plugs: dict[str, dict] | None = None,
                 plugged: list[str] = (), network: bool = True, arguments: list[str] = (), **more):
        self.plugs = plugs or {}
        kernel = debian_kernel("amd64")
        words = ["loa.root=share", f"loa.modules={kernel.modules}", f"loa.run={AGENT}"]
        own = ["-device", "qemu-xhci,id=usb"]
        for plug in plugged:
            device = {**self.plugs[plug], "id": plug}
            own += ["-device", ",".join([device.pop("driver"), *(f"{key}={value}" for key, value in device.items())])]
        if network:
            own += self.NETWORK
            words.append("loa.address=eth0:10.0.2.15/24")
        super().__init__(name, folder, PC, Options(
            kernel=kernel.image, initrd=initrd(kernel, Path(folder) / f"{name}.initrd", [*MODULES, *modules]),
            words=words, arguments=[*own, *arguments],
            shares=[Share(Path("/"), None), Share(PROJECT, PROJECT), Share(Path(folder), Path(folder), writable=True)],
            **more))

    def plug(self, name: str, **changes) -> None:
        """Puts a device in; `changes` are of the emulator's words for it."""
        self.qmp("device_add", id=name, **{**self.plugs[name], **changes})

    def unplug(self, name: str) -> None:
        """Pulls a device out, and waits until it is."""
        seen = len(self.monitor.events)
        self.qmp("device_del", id=name)
        self.monitor.wait(f"the end of {name}", lambda: any(
            event.get("event") == "DEVICE_DELETED" and event["data"].get("device") == name
            for event in self.monitor.events[seen:]), 10)
