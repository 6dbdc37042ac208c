"""A board on a disk that loses unflushed writes, whose power can be cut at any instant and which is up again in seconds.

It stands beside plugs.Board, which is more convenient and takes twice as long to start: fifty cuts are fifty starts.
"""

import random
import subprocess
import time
from pathlib import Path

from .kernel import GUEST, debian_kernel, initrd, unpacked
from .lossy_disk import Loss, LossyDisk, new_image
from .making import BoardError
from .qemu import PC, STEADY, die_with_parent

MODULES = ["virtio_pci", "9pnet_virtio", "9p", "virtio_net", "virtio_blk", "ext4", "snd-dummy"]
# Nothing of what is left out here is between the daemon and its disk.
WORDS = ["console=ttyS0", "quiet", "panic=-1", *STEADY, "nolapic_timer", "mitigations=off", "lsm=capability", "audit=0",
         "nowatchdog", "rcupdate.rcu_expedited=1"]
DISK_MIB = 64


class PowerBoard:
    """`script` is what the board does when its disk is there at /mnt: text of /srv/run.sh, which is in `folder`."""

    def __init__(self, name: str, folder: Path, dice: random.Random, sector: int, script: str):
        self.name, self.folder = name, Path(folder) / name
        self.folder.mkdir(parents=True)
        (self.folder / "run.sh").write_text(script)
        self.console = self.folder / "console.log"
        kernel = debian_kernel("amd64")
        self.kernel = unpacked(kernel)
        self.initrd = initrd(kernel, self.folder / "initrd", MODULES, init=GUEST / "power_init.sh")
        # Blocks of 4 KiB, as on every disk of a board; on so small a one they would be smaller.
        image = new_image(self.folder / "disk", DISK_MIB, "/sbin/mkfs.ext4", "-q", "-b", "4096")
        self.disk = LossyDisk(image, self.folder / "nbd", dice, sector)
        self.emulator: subprocess.Popen | None = None
        self.heard = 0

    def power_on(self) -> None:
        """Returns at once; `wait_for` says how far it has come."""
        self.heard = self.console.stat().st_size if self.console.exists() else 0
        with open(self.folder / "emulator.log", "ab") as log:
            self.emulator = subprocess.Popen(
                self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_parent)

    def cut(self) -> Loss:
        """The power fails, of the disk an instant before the rest."""
        self.disk.die()
        self._end_emulator()
        return self.disk.cut()

    def close(self) -> None:
        self._end_emulator()
        self.disk.close()

    def said(self) -> str:
        """What the console said since power came."""
        with open(self.console, "rb") as file:
            file.seek(self.heard)
            return file.read().decode(errors="replace").replace("\r", "")

    def wait_for(self, words: str, seconds: float) -> None:
        """Waits until the board says `words`."""
        end = time.monotonic() + seconds
        while True:
            said = self.said() if self.console.exists() else ""
            if f"board: {words}" in said:
                return
            if "board: FAILED" in said or self.emulator.poll() is not None or time.monotonic() > end:
                raise BoardError(f"{self.name} did not say '{words}' within {seconds:g} s; its console ({self.console}) "
                                 "said last:\n" + "\n".join(said.splitlines()[-15:]))
            time.sleep(0.02)

    def _end_emulator(self) -> None:
        if self.emulator:
            self.emulator.kill()
            self.emulator.wait()
            self.emulator = None

    def _command(self) -> list[str]:
        return [str(part) for part in [
            PC.emulator, *PC.arguments, "-accel", "tcg", "-smp", 1, "-m", 256, "-nodefaults", "-display", "none",
            "-no-reboot", "-rtc", "base=utc,clock=host", "-kernel", self.kernel, "-initrd", self.initrd,
            "-append", " ".join(WORDS),
            "-chardev", f"file,id=console,path={self.console},append=on", "-serial", "chardev:console",
            "-fsdev", "local,id=root,path=/,security_model=none,readonly=on,multidevs=remap",
            "-device", "virtio-9p-pci,fsdev=root,mount_tag=root",
            "-fsdev", f"local,id=folder,path={self.folder},security_model=none",
            "-device", "virtio-9p-pci,fsdev=folder,mount_tag=folder",
            # The write cache is the disk's: a flush of the board's kernel becomes a flush of the disk.
            "-drive", f"file=nbd:unix:{self.disk.path},format=raw,cache=none,if=virtio",
            "-netdev", "user,id=net,ipv6=off", "-device", "virtio-net-pci,netdev=net,romfile="]]
