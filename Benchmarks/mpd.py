"""The peer: Debian's MPD with a fifo as its output, at the rate and format of Loa's output."""

import contextlib
import os
import random
import shutil
import socket
import time

from processes import Program, until, waits_between
from scene import LOUD

SUBJECT = "mpd"

CONFIGURATION = """
music_directory "{folder}/music"
playlist_directory "{folder}/playlists"
db_file "{folder}/db"
log_file "{folder}/log"
bind_to_address "{folder}/socket"
zeroconf_enabled "no"
auto_update "no"
audio_output {{
  {output}
  format "48000:16:2"
}}
resampler {{
  plugin "soxr"
  quality "high"
}}
"""


FIFO = 'type "fifo"\n  name "fifo"\n  path "{folder}/fifo"'


class Control:
    """A connection in MPD's protocol, as mpc makes one, without mpc's own start in each figure."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.file = self.socket.makefile("r")
        if not self.file.readline().startswith("OK MPD"):
            raise RuntimeError("MPD gave no greeting")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, *commands):
        """Sends commands at once; gives the answers' fields and the instant of the call."""
        text = "".join(f"{command}\n" for command in ("command_list_begin", *commands, "command_list_end"))
        called = time.time_ns()
        self.socket.sendall(text.encode())
        fields = {}
        for line in self.file:
            if line == "OK\n":
                return fields, called
            if line.startswith("ACK"):
                raise RuntimeError(f"MPD refused {commands}: {line.strip()}")
            key, _, value = line.strip().partition(": ")
            fields[key] = value


class Peer:
    # Seconds that it may take to start; on an emulated processor more are given.
    patience = 10

    def __init__(self, scene, name, files, output=FIFO):
        self.scene = scene
        self.folder = f"{scene.folder}/{name}"
        for folder in ("music", "playlists"):
            os.makedirs(f"{self.folder}/{folder}")
        for path in files:
            shutil.copy(path, f"{self.folder}/music")
        with open(f"{self.folder}/conf", "w") as file:
            file.write(CONFIGURATION.format(folder=self.folder, output=output.format(folder=self.folder)))

    def start(self):
        """Starts MPD; gives the program and the milliseconds until it greeted."""
        with contextlib.suppress(FileNotFoundError):
            os.remove(f"{self.folder}/socket")
        program = Program(["mpd", "--no-daemon", f"{self.folder}/conf"], log=self.scene.log)
        try:
            until(self.patience, "MPD", self._greets, step=0.0005)
        except RuntimeError:
            program.end()
            raise
        return program, (time.time_ns() - program.begun) / 1e6

    def _greets(self):
        with contextlib.suppress(OSError), self.control():
            return True

    def control(self):
        return Control(f"{self.folder}/socket")

    @contextlib.contextmanager
    def running(self):
        program, _ = self.start()
        try:
            with self.control() as control:
                control.send("update")
                until(self.patience, "MPD's database", lambda: "updating_db" not in control.send("status")[0], step=0.02)
                yield program, control
        finally:
            program.end()


def starts_and_idle_memory(scene, figures, files, starts=10, runs=5):
    peer = Peer(scene, "mpd-start", files)
    with peer.running():
        pass
    took, memory = [], []
    for number in range(starts):
        program, milliseconds = peer.start()
        took.append(milliseconds)
        try:
            if number >= starts - runs:
                time.sleep(3)
                memory.append(program.memory())
        finally:
            program.end()
    figures.add("exec_to_ready", "ms", SUBJECT, took)
    figures.add("pss_idle", "MiB", SUBJECT, [figure["pss"] for figure in memory])
    figures.add("rss_idle", "MiB", SUBJECT, [figure["rss"] for figure in memory])
    figures.add("private_idle", "MiB", SUBJECT, [figure["private"] for figure in memory])


def playing(scene, figures, mp3, seconds=20, runs=5):
    """Memory one by one, then the CPU time of all at once, and their waits while idle before that."""
    memory = []
    with contextlib.ExitStack() as stack:
        peers = [Peer(scene, f"mpd-{number}", [mp3]) for number in range(runs)]
        for peer in peers:
            with peer.running() as (program, control):
                control.send(f"add {os.path.basename(mp3)}", "play")
                time.sleep(3)
                memory.append(program.memory())
                control.send("clear")
        programs = [stack.enter_context(peer.running()) for peer in peers]
        before = [program.waits() for program, _ in programs]
        begun = time.monotonic()
        time.sleep(10)
        passed = time.monotonic() - begun
        waits = [waits_between(first, program.waits()) / passed for first, (program, _) in zip(before, programs)]
        for _, control in programs:
            control.send(f"add {os.path.basename(mp3)}", "play")
        time.sleep(3)
        begun, before = time.monotonic(), [program.cpu() for program, _ in programs]
        time.sleep(seconds)
        after = [program.cpu() for program, _ in programs]
        passed = time.monotonic() - begun
    figures.add("pss_playing", "MiB", SUBJECT, [figure["pss"] for figure in memory])
    figures.add("rss_playing", "MiB", SUBJECT, [figure["rss"] for figure in memory])
    figures.add("idle_wakeups", "1/s", SUBJECT, waits)
    shares = [(last - first) / passed * 100 for first, last in zip(before, after)]
    figures.add("cpu_playing", "% of a core", SUBJECT, shares)


def alerts(scene, figures, alert, quiet, rounds=200):
    """`mpc insert` and `mpc play`, as MPD's protocol has them: from the command to the first sample in the fifo."""
    peer = Peer(scene, "mpd-alert", [alert, quiet])
    name = os.path.basename(alert)
    with peer.running() as (_, control), scene.watch("--pipe", f"{peer.folder}/fifo", LOUD) as watch:
        for case in ("asleep", "playing"):
            control.send("clear")
            if case == "playing":
                control.send(f"add {os.path.basename(quiet)}", "repeat 1", "play")
                time.sleep(0.5)
            took = []
            for _ in range(rounds):
                time.sleep(random.uniform(0.13, 0.15))
                watch.forget()
                _, called = control.send(f"addid {name} 0", "play 0")
                took.append((watch.numbers("the alert")[0] - called) / 1e6)
                control.send("delete 0", *(["play 0"] if case == "playing" else ["stop"]))
            figures.add("alert_to_sound", "ms", SUBJECT, took, case=case)


def size(figures):
    figures.add("binary_size", "MiB", SUBJECT, [os.path.getsize(shutil.which("mpd")) / 2**20])
