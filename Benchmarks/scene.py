"""Everything around the programs measured: keys, a real broker with TLS, a media server, folders of devices."""

import contextlib
import functools
import hashlib
import http.server
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time

from centre import AUTHORITY, Centre, Signer
from processes import Program, running, until

AREA = "vn/92/31528"
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAMS = os.environ.get("LOA_DIST", f"{ROOT}/.build/dist")


# Levels for `watch`: what no soft bulletin reaches, and any sound at all. Of 32,768.
LOUD, ANY = "32", "0"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True


def compiled(folder, sources, here=os.path.dirname(os.path.abspath(__file__))):
    """C programs with the libraries that each needs; gives their folder."""
    os.makedirs(folder, exist_ok=True)
    for name, libraries in sources.items():
        subprocess.run(["clang", "-O2", "-o", f"{folder}/{name}", f"{here}/{name}.c", *libraries], check=True)
    return folder


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Scene:
    """One folder with all of it; taken down, programs first, at the end of the `with`.

    `output` gives a device's output by its folder, or by its name where it is a card; `settings` is TOML that each
    device's own settings lie over; `programs` is a folder of the bench's C programs, made here where there is none.
    """

    def __init__(self, output=lambda home, _: f"file:{home}/out.wav", settings="", count=8, programs=None):
        self.output, self.settings, self.programs = output, settings, programs
        self.devices = [f"loa-{number}" for number in range(1, count + 1)]

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self.folder = tempfile.mkdtemp(prefix="loa-bench-")
            stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
            self.log = stack.enter_context(open(f"{self.folder}/log", "a"))
            self.programs = self.programs or compiled(f"{self.folder}/bin", {"watch": [], "floor": ["-lmosquitto"]})
            self.keys = f"{self.folder}/keys"
            self.port = free_port()
            self.loa("authority", "new", AUTHORITY, "--area", AREA)
            self.loa("broker", "init", "--out", f"{self.folder}/broker", "--host", "127.0.0.1")
            self._media(stack)
            for device in [*self.devices, "floor"]:
                self._enrol(device)
            self.loa("broker", "config", "--out", f"{self.folder}/broker", "--port", str(self.port))
            stack.enter_context(
                running(["mosquitto", "-c", f"{self.folder}/broker/mosquitto.conf"], log=self.log))
            until(5, "the broker", lambda: answers(self.port))
            signer = Signer(f"{self.keys}/authorities/{AUTHORITY}.key")
            self.centre = Centre(self.port, f"{self.folder}/broker", signer)
            stack.callback(self.centre.end)
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self.stack.close()

    def loa(self, *arguments):
        done = subprocess.run(
            [f"{PROGRAMS}/loa", *arguments, "--keys", self.keys], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"loa {' '.join(arguments)}: {done.stderr.strip()}")

    def _media(self, stack):
        os.makedirs(f"{self.folder}/www/media")
        handler = functools.partial(QuietHandler, directory=f"{self.folder}/www")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.media_port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        stack.callback(server.server_close)
        stack.callback(server.shutdown)

    def add_media(self, path):
        """Serves a file; gives it as a bulletin's source."""
        with open(path, "rb") as file:
            data = file.read()
        name = hashlib.sha256(data).hexdigest()
        shutil.copyfile(path, f"{self.folder}/www/media/{name}")
        return {"kind": "media", "sha256": name, "bytes": len(data)}

    def _enrol(self, device):
        home = f"{self.folder}/{device}"
        self.loa(
            "enrol", device, "--area", AREA, "--out", home, "--broker", f"127.0.0.1:{self.port}",
            "--media-url", f"http://127.0.0.1:{self.media_port}", "--output", self.output(home, device),
            "--data", f"{home}/data")
        with open(f"{home}/site.toml") as file:
            text = file.read().replace("[media]\n", "[media]\nspread_seconds = 0\n")
        with open(f"{home}/site.toml", "w") as file:
            file.write(text + '\n[clock]\nsource = "assume"\n\n[quiet_hours]\nfrom = "00:00"\nuntil = "00:00"\n')
        if self.settings:
            with open(f"{home}/board.toml", "w") as file:
                file.write(self.settings)
        # A copy for each, so that the devices share no pages of the program, as they do not on their boards.
        shutil.copy2(f"{PROGRAMS}/loa-device", f"{home}/loa-device")

    def start(self, device):
        """Starts a device's daemon and waits for its first report; gives the program and the milliseconds it took."""
        home = f"{self.folder}/{device}"
        self.centre.forget(device)
        program = Program([f"{home}/loa-device", "run", "--config", home], log=self.log)
        try:
            seen, _ = self.centre.report(device)
        except RuntimeError:
            program.end()
            raise
        return program, (seen - program.begun) / 1e6

    @contextlib.contextmanager
    def device(self, device):
        program, _ = self.start(device)
        try:
            yield program
        finally:
            program.end()

    def watch(self, *arguments):
        return running([f"{self.programs}/watch", *arguments], lines=True, log=self.log)


def civil(seconds):
    """A time since 1970 as a civil time in UTC, cut to the second."""
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
