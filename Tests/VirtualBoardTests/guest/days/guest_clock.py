"""The guest's clock, set and vouched for as an NTP client would do it. Needs root, which a suite on the board is."""

import ctypes
import time
from datetime import datetime, timezone

ADJ_STATUS, ADJ_MAXERROR, ADJ_ESTERROR = 0x0010, 0x0004, 0x0008
STA_UNSYNC = 0x0040


class Timex(ctypes.Structure):
    """struct timex of <sys/timex.h> on 64-bit Linux."""
    _fields_ = [
        ("modes", ctypes.c_uint), ("offset", ctypes.c_long), ("freq", ctypes.c_long), ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long), ("status", ctypes.c_int), ("constant", ctypes.c_long),
        ("precision", ctypes.c_long), ("tolerance", ctypes.c_long), ("time", ctypes.c_long * 2),
        ("tick", ctypes.c_long), ("ppsfreq", ctypes.c_long), ("jitter", ctypes.c_long), ("shift", ctypes.c_int),
        ("stabil", ctypes.c_long), ("counts", ctypes.c_long * 4), ("tai", ctypes.c_int), ("rest", ctypes.c_int * 11)]


def vouch(is_right: bool = True) -> None:
    """Tells the kernel that its clock is right, or that nobody knows; setting the clock says the latter too."""
    libc = ctypes.CDLL(None, use_errno=True)
    timex = Timex(modes=ADJ_STATUS | ADJ_MAXERROR | ADJ_ESTERROR, status=0 if is_right else STA_UNSYNC,
                  maxerror=1_000, esterror=500)
    if libc.adjtimex(ctypes.byref(timex)) < 0:
        raise OSError(ctypes.get_errno(), "adjtimex")


class GuestClock:
    """Sets the wall clock and keeps what it did, so that an instant of the monotonic clock, by which sound is
    heard, can be told in the wall time that held when it was heard."""

    def __init__(self) -> None:
        self._steps: list[tuple[int, int]] = []

    def set(self, wall: datetime, is_right: bool = True) -> None:
        time.clock_settime_ns(time.CLOCK_REALTIME, round(wall.timestamp() * 1e9))
        self._steps.append((time.monotonic_ns(), time.time_ns() - time.monotonic_ns()))
        vouch(is_right)

    def wall(self, monotonic: int) -> datetime:
        """The wall time of an instant of CLOCK_MONOTONIC, in nanoseconds."""
        shift = next((shift for since, shift in reversed(self._steps) if since <= monotonic), self._steps[0][1])
        return datetime.fromtimestamp((monotonic + shift) / 1e9, timezone.utc)

    @property
    def now(self) -> datetime:
        return datetime.now(timezone.utc)

    def sleep_until(self, wall: datetime) -> None:
        """One sleep, whatever its length: in virtual time a wake-up costs, not a second."""
        time.sleep(max(0.0, (wall - self.now).total_seconds()))
