"""Lines of JSON over a Unix socket: how the emulator (QMP) and the agent on a board are spoken to."""

import json
import socket
import threading
import time
from pathlib import Path

from .making import BoardError


class Lines:
    """Sends requests and waits for their answers, each within its limit. What is no answer goes to `events`.

    `alive` says whether the other side can still answer; it raises where it cannot. Threads may share it."""

    def __init__(self, path: Path, alive):
        self.alive = alive
        self.changed = threading.Condition()
        self.events: list[dict] = []
        self.answers: dict[int, dict] = {}
        self.last = 0
        self.socket = socket.socket(socket.AF_UNIX)
        self._connect(path)
        threading.Thread(target=self._listen, daemon=True).start()

    def _connect(self, path: Path, seconds: float = 10) -> None:
        end = time.monotonic() + seconds
        while True:
            self.alive()
            try:
                return self.socket.connect(str(path))
            except OSError as error:
                if time.monotonic() > end:
                    raise BoardError(f"the emulator does not listen at {path}: {error}") from None
                time.sleep(0.01)

    def _listen(self) -> None:
        rest = b""
        while piece := self._receive():
            *lines, rest = (rest + piece).split(b"\n")
            for line in filter(bytes.strip, lines):
                self._take(line)

    def _receive(self) -> bytes:
        try:
            return self.socket.recv(65536)
        except OSError:
            return b""

    def _take(self, line: bytes) -> None:
        try:
            message = json.loads(line)
        except ValueError:
            # What a reset of the board cut off.
            return
        with self.changed:
            if "id" in message:
                self.answers[message["id"]] = message
            else:
                self.events.append({**message, "heard": time.monotonic()})
            self.changed.notify_all()

    def wait(self, what: str, condition, seconds: float):
        """The first true answer of `condition`, which is asked whenever something was heard."""
        end = time.monotonic() + seconds
        with self.changed:
            while True:
                answer = condition()
                if answer:
                    return answer
                self.alive()
                if time.monotonic() > end:
                    raise BoardError(f"{what} did not come within {seconds:g} s")
                self.changed.wait(0.1)

    def ask(self, request: dict, what: str, seconds: float, broken=lambda: None) -> dict:
        """The answer to a request. `broken` raises where the board will not answer it any more."""
        with self.changed:
            self.last += 1
            number = self.last
        self.socket.sendall(json.dumps({**request, "id": number}).encode() + b"\n")

        def answered():
            broken()
            return number in self.answers

        self.wait(f"the answer to {what}", answered, seconds)
        with self.changed:
            return self.answers.pop(number)

    def close(self) -> None:
        self.socket.close()
