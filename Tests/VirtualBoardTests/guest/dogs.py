"""Both watchdogs of a daemon as a test sees them: what comes to the service manager's socket, and whether the board's bit."""

import os
import socket
import threading
import time

from checks import check, wait_for


class Notices:
    """The service manager's end of sd_notify(3): what the daemon says, with when it came. In a `with` block, in which the
    daemon is started."""

    def __init__(self, limit: float):
        self.limit = limit
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.name = f"loa-notices-{os.getpid()}-{time.monotonic_ns()}"
        self.socket.bind("\0" + self.name)
        self.said: list[tuple[float, str]] = []

    def __enter__(self):
        os.environ |= {"NOTIFY_SOCKET": "@" + self.name, "WATCHDOG_USEC": str(int(self.limit * 1e6))}
        threading.Thread(target=self.listen, daemon=True).start()
        return self

    def __exit__(self, *_):
        del os.environ["NOTIFY_SOCKET"], os.environ["WATCHDOG_USEC"]
        self.socket.shutdown(socket.SHUT_RD)

    def listen(self) -> None:
        while word := self.socket.recv(512):
            self.said.append((time.monotonic(), word.decode()))

    def food(self, since: float = 0) -> list[float]:
        """When it was fed."""
        return [at for at, word in list(self.said) if word == "WATCHDOG=1" and at > since]

    def wait_for_food(self, since: float, seconds: float) -> float:
        return wait_for("food for the watchdog", lambda: self.food(since), seconds, 0.05)[0]

    def longest_gap(self, since: float, until: float) -> float:
        """The longest time without food, in seconds, ends of the stretch included."""
        times = [since, *(at for at in self.food(since) if at < until), until]
        return max(later - earlier for earlier, later in zip(times, times[1:]))


class SoftDog:
    """The kernel's softdog (/dev/watchdog), which on this board writes to the kernel's log where it would reset it."""

    BITE, LEFT = "softdog: Triggered", "watchdog did not stop"

    def __init__(self):
        self.log = os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK)
        os.lseek(self.log, 0, os.SEEK_END)
        self.lines: list[str] = []

    def said(self, what: str) -> int:
        """How often the kernel said it since this value was made."""
        while True:
            try:
                self.lines.append(os.read(self.log, 8192).decode(errors="replace"))
            except BlockingIOError:
                return sum(what in line for line in self.lines)

    def wait_for_bite(self, seconds: float) -> float:
        wait_for("the watchdog's bite", lambda: self.said(self.BITE), seconds, 0.05)
        return time.monotonic()

    def check_quiet(self) -> None:
        check(self.said(self.BITE) == 0, "the watchdog bit, so a board would have been reset")
