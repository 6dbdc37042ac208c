#!/usr/bin/env python3
"""agent.py: carries out on an emulated board what a test on the host asks, over a virtio port.

A line of JSON is a request, {"id": 1, "do": "run", ...}, and its answer, {"id": 1, ...} or {"id": 1, "error": "why"}.
Requests run side by side. The first line after a start is {"hello": <id of this boot>, "uptime": <seconds>}. It stands
alone: only Python's own library, so that it can be put on any disk.

The port's name is the one argument; without it, "loa.agent".
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path


class Agent:
    def __init__(self, port: Path):
        self.port = os.open(port, os.O_RDWR)
        self.lock = threading.Lock()
        self.started: dict[int, subprocess.Popen] = {}

    def serve(self) -> None:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        uptime = float(Path("/proc/uptime").read_text().split()[0])
        # The empty line ends what a reset may have left half written.
        os.write(self.port, b"\n")
        self.say({"hello": boot, "uptime": uptime})
        rest = b""
        while True:
            piece = os.read(self.port, 65536)
            if not piece:
                # The host has not connected, or not yet again.
                time.sleep(0.05)
                continue
            *lines, rest = (rest + piece).split(b"\n")
            for line in filter(None, lines):
                threading.Thread(target=self.answer, args=(json.loads(line),), daemon=True).start()

    def say(self, message: dict) -> None:
        line = json.dumps(message).encode() + b"\n"
        with self.lock:
            while line:
                line = line[os.write(self.port, line):]

    def answer(self, request: dict) -> None:
        try:
            more = getattr(self, "do_" + request.pop("do"))(**{key: value for key, value in request.items() if key != "id"})
        except Exception as error:
            more = {"error": f"{type(error).__name__}: {error}"}
        self.say({"id": request["id"], **more})

    def do_run(self, command: str, limit: float) -> dict:
        """Runs a command of the shell to its end, or for `limit` seconds; then it and its children are killed."""
        child = subprocess.Popen(
            ["/bin/sh", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True)
        try:
            out, err = child.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            out, err = child.communicate()
            return {"error": f"took longer than {limit:g} s; it said: {(out + err).decode(errors='replace')[-800:]}"}
        return {"status": child.returncode, "stdout": out.decode(errors="replace"), "stderr": err.decode(errors="replace")}

    def do_start(self, command: list, log: str, environment: dict) -> dict:
        """Starts a program in the background; what it says goes to the end of `log`."""
        with open(log, "ab") as file:
            child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
                env={**os.environ, **environment})
        self.started[child.pid] = child
        return {"pid": child.pid}

    def do_status(self, pid: int) -> dict:
        """The status of a program that was started: null while it runs, negative where a signal ended it."""
        return {"status": self.started[pid].poll()}

    def do_signal(self, pid: int, number: int) -> dict:
        os.kill(pid, number)
        return {}

    def do_read(self, path: str, offset: int = 0) -> dict:
        """The text of a file from a byte on, and where it ended."""
        with open(path, "rb") as file:
            file.seek(offset)
            data = file.read(4 << 20)
        return {"text": data.decode(errors="replace"), "end": offset + len(data)}

    def do_clock(self) -> dict:
        """The board's wall clock, in seconds since 1970."""
        return {"wall": time.time()}

    def do_write(self, path: str, text: str) -> dict:
        Path(path).write_text(text)
        return {}


def find_port(name: str, seconds: float = 20) -> Path:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for named in Path("/sys/class/virtio-ports").glob("*/name"):
            device = Path("/dev") / named.parent.name
            if named.read_text().strip() == name and device.exists():
                return device
        time.sleep(0.05)
    sys.exit(f"agent: this board has no virtio port {name}")


if __name__ == "__main__":
    Agent(find_port(sys.argv[1] if len(sys.argv) > 1 else "loa.agent")).serve()
