"""The way from a horn to a microphone: what card Loopback plays comes out softer, with noise, at card Loopback2.

`Room` in a suite; as a program it is the room's own process: room.py FILE, where FILE holds gain and noise (parts of full
scale), read again each tenth of a second.
"""

import random
import signal
import subprocess
import sys
from array import array
from pathlib import Path

from checks import wait_for

# What a device with this room listens to, and what shows whether it does.
MICROPHONE = "hw:CARD=Loopback2,DEV=1"
STATUS = Path("/proc/asound/Loopback2/pcm1c/sub0/status")
FORMAT = ["-q", "-t", "raw", "-f", "S16_LE", "-r", "48000", "-c", "2", "--buffer-time=400000", "--period-time=50000"]
# 50 ms of two channels.
BLOCK = 2_400 * 4


class Room:
    """In a `with` block; `horn` connects the horn, cut it with 0."""

    def __init__(self, folder: Path, horn: float = 0.05, noise: float = 0.01):
        self.file = folder / "room.txt"
        self.set(horn, noise)

    def set(self, horn: float, noise: float) -> None:
        self.file.write_text(f"{horn} {noise}")

    def __enter__(self):
        self.process = subprocess.Popen(["/usr/bin/python3", "-W", "ignore", __file__, str(self.file)])
        wait_for("the room", lambda: "RUNNING" in Path("/proc/asound/Loopback2/pcm0p/sub0/status").read_text(), 10)
        return self

    def __exit__(self, *error) -> None:
        self.process.terminate()
        self.process.wait(10)

    @staticmethod
    def is_listened_to() -> bool:
        return "closed" not in STATUS.read_text()


def main() -> None:
    control = Path(sys.argv[1])
    horn = subprocess.Popen(["arecord", "-D", "hw:CARD=Loopback,DEV=1", *FORMAT], stdout=subprocess.PIPE)
    microphone = subprocess.Popen(["aplay", "-D", "hw:CARD=Loopback2,DEV=0", *FORMAT], stdin=subprocess.PIPE)

    def end(*_) -> None:
        horn.kill()
        microphone.kill()
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
    dice = random.Random(7)
    while block := horn.stdout.read(BLOCK):
        gain, noise = map(float, (control.read_text() or "0 0").split())
        sound, hiss = array("h", block), array("h", dice.randbytes(len(block)))
        mixed = (int(one * gain + other * noise) for one, other in zip(sound, hiss))
        microphone.stdin.write(array("h", (max(-32_768, min(32_767, sample)) for sample in mixed)).tobytes())
        microphone.stdin.flush()


if __name__ == "__main__":
    main()
