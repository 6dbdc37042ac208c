"""The programs that are compared, on a loopback card: each is started here as its own documentation has it."""

import contextlib
import fcntl
import os
import socket
import termios
import threading
import time
from array import array

import mpd
from processes import running, until
from scene import Scene, free_port

PCM = "hw:CARD={},DEV=0"
LOG = "/tmp/programs.log"
# The card's period and buffer for every subject that lets them be set, in milliseconds.
PERIOD, BUFFER = 10, 60
# Bytes of a period: 48 kHz, 16 bits, stereo.
STEP = 48 * PERIOD * 4


def log():
    return open(LOG, "a")


def scene(programs, cards=("Loopback",), buffer=BUFFER):
    """A broker, a centre, and a device for each card."""
    # Media is heard as it is, however loud it was measured to be.
    settings = f"[output]\nlevel_media = \"off\"\nperiod_ms = {PERIOD}\nbuffer_ms = {buffer}\n"
    outputs = {f"loa-{number + 1}": PCM.format(card) for number, card in enumerate(cards)}
    # The scene also enrols a device that is the floor's, which plays nothing.
    return Scene(lambda _, device: outputs.get(device, "file:/dev/null"), settings, len(cards), programs)


class Shed:
    """The little that MPD's part of the bench wants of a scene."""

    def __init__(self, folder):
        self.folder, self.log = folder, log()


@contextlib.contextmanager
def music_player(folder, files, card="Loopback"):
    """MPD: the program and a connection to it."""
    output = (f'type "alsa"\n  name "card"\n  device "{PCM.format(card)}"\n  mixer_type "none"\n'
              f'  period_time "{PERIOD * 1000}"\n  buffer_time "{BUFFER * 1000}"')
    peer = mpd.Peer(Shed(folder), "mpd-card", files, output)
    peer.patience = 60
    with peer.running() as (program, control):
        yield program, control


LIQUIDSOAP = """
settings.init.allow_root.set(true)
settings.log.file.set(false)
settings.log.stdout.set(true)
settings.server.socket.set(true)
settings.server.socket.path.set("{folder}/liquidsoap.socket")
settings.server.timeout.set(-1.)
settings.frame.audio.samplerate.set(48000)
settings.frame.duration.set(0.01)
settings.alsa.alsa_buffer.set({buffer})
settings.alsa.periods.set({periods})
queue = request.queue(id="q")
output.alsa(device="{pcm}", bufferize=false, fallback(track_sensitive=false, [queue, {rest}]))
"""


class Liquidsoap:
    """A connection to its command server."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(10)
        self.socket.connect(path)
        self.file = self.socket.makefile("r")

    def send(self, command):
        """Gives the instant of the call, nanoseconds since 1970."""
        called = time.time_ns()
        self.socket.sendall(f"{command}\n".encode())
        for line in self.file:
            if line.strip() == "END":
                return called
        raise RuntimeError(f"liquidsoap closed its server at {command}")


@contextlib.contextmanager
def liquidsoap(folder, rest="blank()", card="Loopback"):
    """With frames of 10 ms, unbuffered: its quickest. It writes each channel by itself, which the listener's card does not
    take, hence the plug. `rest` is its source while the queue is empty."""
    script = f"{folder}/radio.liq"
    with open(script, "w") as file:
        file.write(LIQUIDSOAP.format(
            folder=folder, pcm="plug" + PCM.format(card), rest=rest, buffer=BUFFER * 48, periods=BUFFER // PERIOD))
    path = f"{folder}/liquidsoap.socket"
    with running(["liquidsoap", script], log=log()) as program:
        def answers():
            program.check()
            return os.path.exists(path)

        until(60, "liquidsoap's server", answers, step=0.1)
        time.sleep(2)
        yield program, Liquidsoap(path)


SNAPSERVER = """[server]
datadir = {folder}
[http]
enabled = false
[tcp]
enabled = false
[stream]
port = {port}
source = pipe://{pipe}?name=bench&mode=read&dryout_ms=2000
sampleformat = 48000:16:2
codec = {codec}
buffer = {buffer}
"""


class Pipe:
    """Feeds snapserver's pipe as it is read, so that no more than a period waits in it: `rest` again and again, or what
    was asked for."""

    def __init__(self, path, rest):
        self.rest, self.wanted = rest, b""
        self.ending = threading.Event()
        # Open for reading too, so that it can be opened before the server reads.
        self.fd = os.open(path, os.O_RDWR)
        self.thread = threading.Thread(target=self._feed, daemon=True)
        self.lock = threading.Lock()
        self.thread.start()

    def _feed(self):
        while not self.ending.wait(PERIOD / 5000):
            waiting = array("i", [0])
            with self.lock:
                fcntl.ioctl(self.fd, termios.FIONREAD, waiting)
                if waiting[0] >= STEP or not (self.wanted or self.rest):
                    continue
                os.write(self.fd, self.wanted[:STEP] or self.rest[:STEP])
                self.wanted = self.wanted[STEP:]

    def send(self, samples):
        """Writes these as what follows; gives the instant of the call."""
        with self.lock:
            called = time.time_ns()
            os.write(self.fd, samples[:STEP])
            self.wanted = samples[STEP:]
        return called

    def end(self):
        self.ending.set()
        self.thread.join()
        os.close(self.fd)


@contextlib.contextmanager
def snapserver(folder, buffer_ms, codec="pcm"):
    """Its port, and the pipe that it reads. With `pcm` no codec waits for more."""
    pipe, port = f"{folder}/snapfifo", free_port()
    os.mkfifo(pipe)
    with open(f"{folder}/snapserver.conf", "w") as file:
        file.write(SNAPSERVER.format(folder=folder, port=port, pipe=pipe, codec=codec, buffer=buffer_ms))
    arguments = ["snapserver", "-c", f"{folder}/snapserver.conf", "--logging.sink=stdout"]
    with running(arguments, log=log()) as program:
        until(20, "snapserver", lambda: program.check() or _listens(port), step=0.05)
        yield port, pipe


def _listens(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True


@contextlib.contextmanager
def snapclient(port, card="Loopback", host_id="bench"):
    arguments = ["snapclient", "-h", "127.0.0.1", "-p", str(port), "-s", PCM.format(card), "--hostID", host_id,
                 "--player", f"alsa:buffer_time={BUFFER},fragments={BUFFER // PERIOD}", "--mixer", "none", "--logsink", "stdout"]
    with running(arguments, log=log()) as program:
        time.sleep(2)
        program.check()
        yield program


@contextlib.contextmanager
def bare(mode, programs, scene):
    """The floor's subscriber, in its mode."""
    from centre import AUTHORITY
    home = f"{scene.folder}/floor"
    arguments = [f"{programs}/bare", mode, PCM.format("Loopback"), "127.0.0.1", str(scene.port), f"{home}/ca.pem",
                 f"{home}/device.pem", f"{home}/device.key", f"loa/1/device/floor/order/alert/{AUTHORITY}"]
    with running(arguments, lines=True, log=log()) as program:
        if program.lines.get(timeout=10) != "ready":
            raise RuntimeError("the floor's subscriber was not let in")
        yield program
