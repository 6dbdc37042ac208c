"""A whole Loa on loopback: broker over TLS, centre, devices, each a real process with keys made for the occasion.

`make run` and the benchmarks stand on it. Nothing outlives the program that made a bed: every process it starts is ended
by its id, and dies with it should it be killed.
"""

import ctypes
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
AUTHORITY = "ubnd-31528"
AREA = "vn/92/31528"
LISTENER = "listener"


class BedFailure(Exception):
    """What does not work, and where its output lies."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Bed:
    """Use it in a `with` block. `binaries` is the folder of loa, loa-centre and loa-device; `seen_at` is this machine's
    address as devices see it, which differs where they run on a virtual board; `parent` is where its own folder is made."""

    def __init__(self, binaries: Path | None = None, seen_at: str = "127.0.0.1", parent: Path = PROJECT / ".build"):
        self.binaries = Path(binaries or os.environ.get("LOA_BIN", PROJECT / ".build/debug")).resolve()
        parent.mkdir(exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="bed-", dir=parent))
        self.processes: dict[str, subprocess.Popen] = {}
        # More of the environment for the process of a name.
        self.environments: dict[str, dict[str, str]] = {}
        self.seen_at = seen_at
        self.broker_port, self.centre_port = free_port(), free_port()
        self.address = f"http://127.0.0.1:{self.centre_port}"
        self.keep = False

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        # In the reverse order of the start, so that what a device says last still arrives.
        for name in reversed(list(self.processes)):
            self.stop(name)
        if kind in (None, KeyboardInterrupt) and not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    # Processes

    def start(self, name: str, *command) -> subprocess.Popen:
        """Starts a process of its own session, so that Ctrl-C reaches this program alone."""
        with open(self.log(name), "ab") as log:
            process = subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=die_with_parent,
                env={**os.environ, "TZ": "UTC", **self.environments.get(name, {})})
        self.processes[name] = process
        return process

    def stop(self, name: str, seconds: float = 5) -> int | None:
        """Ends a process that this bed started: SIGTERM, and SIGKILL where that takes too long."""
        process = self.processes.pop(name, None)
        if process is None:
            return None
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
        return process.wait()

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def wait(self, what: str, condition, seconds: float = 20, watch: str = ""):
        """The first true answer of `condition`; fails when it takes too long or the process `watch` has ended."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            answer = condition()
            if answer:
                return answer
            if watch and self.processes[watch].poll() is not None:
                break
            time.sleep(0.02)
        self.keep = True
        tail = self.log(watch).read_text(errors="replace")[-1500:] if watch and self.log(watch).exists() else ""
        raise BedFailure(f"{what} did not happen; the logs are in {self.folder}\n{tail}")

    # Parts

    def loa(self, *arguments, **more):
        """Runs the operators' command and returns its JSON."""
        answer = subprocess.run(
            [self.binaries / "loa", *map(str, arguments), "--json"], capture_output=True, text=True,
            env={**os.environ, "LOA_KEYS": str(self.folder / "keys")}, **more)
        if answer.returncode != 0:
            self.keep = True
            raise BedFailure(f"loa {' '.join(map(str, arguments))}: status {answer.returncode}\n{answer.stderr}")
        return json.loads(answer.stdout) if answer.stdout.strip() else None

    def make_keys(self) -> None:
        self.loa("authority", "new", AUTHORITY, "--name", "UBND xã", "--area", AREA, "--may-break-quiet-hours")
        hosts = [option for host in dict.fromkeys(["127.0.0.1", "localhost", self.seen_at]) for option in ("--host", host)]
        self.loa("broker", "init", "--out", self.folder / "broker", *hosts)
        self.loa("authority", "trust", "--out", self.folder / "trust.jws")
        self.enrol(LISTENER)

    def enrol(self, device: str, output: str = "file:/dev/null", board: str = "", data: Path | str | None = None) -> Path:
        """Makes a device's folder. `board` is TOML that the device's own settings lie over; `data` is where the device
        keeps its journal and media, a folder of its own in this bed where it is not said."""
        folder = self.folder / device
        self.loa(
            "enrol", device, "--area", AREA, "--out", folder, "--broker", f"{self.seen_at}:{self.broker_port}",
            "--media-url", f"http://{self.seen_at}:{self.centre_port}", "--output", output, "--data", data or folder / "data")
        (folder / "board.toml").write_text(
            '[media]\nspread_seconds = 0\n[clock]\nsource = "assume"\n[report]\nhealth_seconds = 10\n' + board)
        return folder

    def start_broker(self) -> None:
        """Call it once the devices are enrolled: it learns their rights when it starts."""
        folder = self.folder / "broker"
        self.loa("broker", "config", "--out", folder, "--port", self.broker_port)
        self._let_listen()
        program = shutil.which("mosquitto", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
        if not program:
            raise BedFailure("mosquitto is not installed; call make setup")
        self.start("broker", program, "-c", folder / "mosquitto.conf")

        def answers():
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", self.broker_port)) == 0

        self.wait("the broker's start", answers, watch="broker")

    def _let_listen(self) -> None:
        """A witness may read and write everything: no program of ours has such a right but the centre."""
        with open(self.folder / "broker" / "acl", "a") as acl:
            acl.write(f"\nuser {LISTENER}\ntopic readwrite loa/1/#\n")

    def start_centre(self) -> None:
        token = self.folder / "token"
        token.write_text(secrets.token_urlsafe(24) + "\n")
        token.chmod(0o600)
        broker = self.folder / "broker"
        # A centre that runs again writes on in the same log.
        said = self.log("centre").stat().st_size if self.log("centre").exists() else 0
        self.start(
            "centre", self.binaries / "loa-centre", "serve", "--data", self.folder / "centre",
            "--listen", self.address.removeprefix("http://"), "--broker", f"127.0.0.1:{self.broker_port}", "--broker-ca", broker / "ca.pem",
            "--broker-cert", broker / "centre.pem", "--broker-key", broker / "centre.key",
            "--trust", self.folder / "trust.jws", "--root-key", self.folder / "root.pub", "--token-file", token)

        self.wait("the centre's start", lambda: b"loa-centre: http" in self.log("centre").read_bytes()[said:], watch="centre")
        self.wait("the centre's link", lambda: self.api("/healthz").get("broker") == "connected", watch="centre")

    def start_device(self, device: str) -> subprocess.Popen:
        return self.start(device, self.binaries / "loa-device", "run", "--config", self.folder / device)

    def wait_online(self, device: str) -> None:
        def online():
            return any(d["device"] == device and d["state"] == "online" for d in self.api("/api/v1/devices")["devices"])

        self.wait(f"{device}'s first word to the centre", online, watch=device)

    def listen(self, file: Path) -> None:
        """Writes all traffic under loa/1 to `file`, as tools/schemas.py --traffic reads it."""
        own = self.folder / LISTENER
        command = [
            "mosquitto_sub", "-h", "127.0.0.1", "-p", self.broker_port, "--cafile", own / "ca.pem",
            "--cert", own / "device.pem", "--key", own / "device.key", "-q", "1", "-t", "loa/1/#", "-F", "%t %x"]
        with open(file, "wb") as traffic:
            self.processes["listener"] = subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=traffic, stderr=subprocess.STDOUT,
                start_new_session=True, preexec_fn=die_with_parent)

    # The centre's API

    def request(self, path: str) -> urllib.request.Request:
        token = (self.folder / "token").read_text().strip()
        return urllib.request.Request(self.address + path, headers={"Authorization": f"Bearer {token}"})

    def api(self, path: str):
        try:
            with urllib.request.urlopen(self.request(path), timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise BedFailure(f"{path}: {error.code} {error.read().decode(errors='replace')}") from None
