"""A daemon that hangs: the board's own watchdog resets it, and it comes back and plays"""

import atexit
import signal
import subprocess
import time

from beside import Beside, in_seconds
from boards.plugs import Board
from checks import OUT, check, note, wait_for
from heard import Recorder, write_rising

BOARD = "plugs"
LIMIT = 240
# Seconds without proof of work after which the board is reset; it is fed each third of that.
WATCHDOG = 6
SETTINGS = f'[watchdog]\ndevice = "/dev/watchdog0"\nseconds = {WATCHDOG}\n'
CONTENT = OUT / "rising.wav"
CARD = {"driver": "usb-audio", "audiodev": "sound", "bus": "usb.0", "port": "1"}
DISK = OUT / "data.img"

bed = Beside("loa-0001", "hw:CARD=Audio", SETTINGS)
atexit.register(bed.end)
board = Board(
    "board", OUT, modules=["snd-usb-audio", "i6300esb", "virtio_blk", "ext4"], plugs={"card": CARD}, plugged=["card"],
    restarts=True, arguments=[
        "-audiodev", f"wav,id=sound,path={OUT}/card.wav,out.frequency=48000,out.channels=2,out.format=s16",
        "-device", "i6300esb", "-action", "watchdog=reset", "-drive", f"file={DISK},if=virtio,format=raw"])
atexit.register(board.power_off)
recorder = Recorder(OUT / "card.wav")


def start_daemon():
    """What the service manager does at each boot."""
    board.sh("mkdir -p /var/lib/loa && mount /dev/vda /var/lib/loa")
    return bed.start_on(board)


def bulletin(name: str, ahead: float) -> dict:
    return {"id": name, "file": CONTENT, "start": in_seconds(ahead), "max_seconds": 30,
            "lateness": {"policy": "late", "within_minutes": 10}}


def test_healthy():
    """A daemon that works keeps its board from being reset, three limits long, and plays meanwhile"""
    global program
    with open(DISK, "wb") as disk:
        disk.truncate(64 << 20)
    subprocess.run(["/usr/sbin/mkfs.ext4", "-q", "-F", DISK], check=True)
    write_rising(CONTENT, 4)
    board.power_on()
    note(f"power to the first command: {board.boot_seconds:.1f} s")
    program = start_daemon()
    armed = time.monotonic()
    bed.push(bulletin("truoc", 3))
    record = wait_for("the bulletin's record", lambda: bed.has_ended("truoc"), 40)
    check(record["outcome"] == "played" and recorder.loud_since(0), f"{record}")
    time.sleep(max(0.0, armed + 3 * WATCHDOG - time.monotonic()))
    check(board.watchdog_seen() is None, "the watchdog ran out under a daemon that works")
    check("watchdog_unavailable" not in bed.faults(), f"the watchdog is not fed: {program.said()[-600:]}")


def test_hung():
    """A daemon that hangs is the end of its board: reset by the hardware within the limit"""
    bed.push(bulletin("sau", 20))
    wait_for("the order's acceptance", lambda: program.said().count("order accepted") == 2, 20)
    hung = time.monotonic()
    program.signal(signal.SIGSTOP)
    bitten = board.wait_event("WATCHDOG", 3 * WATCHDOG)["heard"] - hung
    board.wait_event("RESET", 5, guest=True)
    note(f"reset {bitten:.1f} s after it hung; the limit is {WATCHDOG} s")
    check(bitten < 1.5 * WATCHDOG, f"it took {bitten:.1f} s")


def test_comes_back():
    """The board boots again, knows its orders and plays what comes next"""
    board.wait_boot(2, board.options.boot_limit)
    check(not recorder.is_loud_now(), "the emulator's file ends loud before anything plays")
    start_daemon()
    wait_for("the bulletin's sound", recorder.is_loud_now, 60)
    record = wait_for("the bulletin's record", lambda: bed.has_ended("sau"), 30)
    check(record["outcome"] == "played", f"{record}")
    check(board.boots() == 2, f"the board has booted {board.boots()} times")
