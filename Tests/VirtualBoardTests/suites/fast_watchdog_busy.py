"""The watchdogs of a daemon that plays on a board with too much to do, in real time."""

import subprocess
import time

from checks import check, note
from dogs import Notices, SoftDog
from station import Station, noise, soon

BOARD = "fast"
LIMIT = 120

SECONDS = 9


def test_busy_board() -> None:
    """Four programs that never rest beside a bulletin: no proof of work comes later than the limit, and the board is not reset"""
    dog = SoftDog()
    board = (f'[quiet_hours]\nfrom = "00:00"\nuntil = "00:00"\n[output]\nperiod_ms = 20\nbuffer_ms = 500\n'
             f'[watchdog]\ndevice = "/dev/watchdog"\nseconds = {SECONDS}\n')
    with Notices(SECONDS) as notices, Station(board=board) as station:
        begin, _ = soon(5)
        file = station.bed.folder / "bulletin.wav"
        noise(file, 20)
        station.schedule({"id": "bulletin", "start": begin, "source": {"kind": "media", "file": str(file)}})
        began = time.monotonic()
        hogs = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(4)]
        try:
            station.record("bulletin", seconds=60)
        finally:
            for hog in hogs:
                hog.kill()
                hog.wait()
        gap = notices.longest_gap(began, time.monotonic())
        note(f"{gap:.1f} s without food at most; the limit is {SECONDS} s")
        check(gap < SECONDS, f"{gap:.1f} s without food: the service manager would have killed a healthy daemon")
        dog.check_quiet()
