"""pss_playing and cpu_playing: what each subject costs while it plays an MP3, an Opus file, an HTTP stream."""

import contextlib
import http.server
import os
import subprocess
import tempfile
import threading
import time

import subjects
from ear import LOUD, Ear
from processes import running
from scene import civil

MEMORY, CPU = "pss_playing", "cpu_playing"
# Seconds until it counts, and the spans that are each one value.
SETTLE, SPANS, SPAN = 5, 3, 10
SECONDS = SETTLE + SPANS * SPAN + 30
# Bytes a second of the stream, and seconds of it that a listener gets at once, as Icecast's burst.
STREAM_RATE, BURST = 16_000, 4


class Stream(http.server.BaseHTTPRequestHandler):
    """An MP3 without end, as Icecast sends one."""

    sound = b""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "audio/mpeg")
        self.send_header("icy-name", "bench")
        self.end_headers()
        at, due = 0, time.monotonic() - BURST
        with contextlib.suppress(ConnectionError):
            while True:
                self.wfile.write(self.sound[at:at + STREAM_RATE // 5])
                at = (at + STREAM_RATE // 5) % len(self.sound)
                due += 0.2
                time.sleep(max(0, due - time.monotonic()))

    def log_message(self, *_):
        pass


def made(folder):
    """The same music as MP3, as Opus and as a stream's address."""
    music = "0.2*sin(440*2*PI*t)+0.15*sin(1318*2*PI*t)*sin(3*PI*t)+0.05*(random(0)-0.5)"
    files = {"mp3": f"{folder}/music.mp3", "opus": f"{folder}/music.opus", "wav": f"{folder}/music.wav"}
    rates = {"mp3": (44_100, ["-b:a", "128k"]), "opus": (48_000, ["-b:a", "64k"]), "wav": (48_000, [])}
    for name, path in files.items():
        rate, options = rates[name]
        subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"aevalsrc='{music}|{music}':s={rate}:d={SECONDS}",
                        *options, path], check=True)
    with open(files["mp3"], "rb") as file:
        Stream.sound = file.read()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stream)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return files | {"stream": f"http://127.0.0.1:{server.server_address[1]}/live.mp3"}


def costs(rows, programs, subject, case, play):
    """`play` is a context that starts the subject playing and gives its program."""
    with rows.attempt(f"{MEMORY}, {CPU}", subject, case=case) as wanted:
        if not wanted:
            return
        memory, cpu = [], []
        with Ear(programs, level=LOUD) as ear, play() as program:
            ear.next("the music", 20)
            time.sleep(SETTLE)
            for _ in range(SPANS):
                begun, before = time.monotonic(), used(program)
                time.sleep(SPAN)
                cpu.append((used(program) - before) / (time.monotonic() - begun) * 100)
                memory.append(sum(program.memory(pid)["pss"] for pid in program.family()))
        rows.add(MEMORY, "MiB", subject, memory, case=case)
        rows.add(CPU, "% of a core", subject, cpu, case=case)


def used(program):
    """Processor time of a program and those that it started (loa's streams are decoded by ffmpeg), in seconds, by their own
    clocks, which have nanoseconds where /proc has ticks."""
    return sum(time.clock_gettime(~pid << 3 | 2) for pid in program.family())


def measure(rows, programs):
    files = made(tempfile.mkdtemp())
    costs(rows, programs, "floor", "aplay", lambda: aplay(files["wav"]))
    for codec in "flac", "opus":
        costs(rows, programs, "snapclient", codec, lambda: snapcast(codec, files["wav"]))
    for case in "mp3", "opus", "stream":
        costs(rows, programs, "mpd", case, lambda: music_player(files[case]))
    with subjects.scene(programs) as scene:
        for case in "mp3", "opus", "stream":
            costs(rows, programs, "loa", case, lambda: device(scene, case, files[case]))


@contextlib.contextmanager
def aplay(path):
    arguments = ["aplay", "-q", "-D", subjects.PCM.format("Loopback"), f"--period-time={subjects.PERIOD * 1000}",
                 f"--buffer-time={subjects.BUFFER * 1000}", path]
    with running(arguments, log=subjects.log()) as program:
        yield program


@contextlib.contextmanager
def snapcast(codec, path):
    with subjects.snapserver(tempfile.mkdtemp(), 1000, codec) as (port, pipe), subjects.snapclient(port) as client:
        feed = ["ffmpeg", "-v", "error", "-re", "-stream_loop", "-1", "-i", path, "-f", "s16le", "-y", pipe]
        with running(feed, log=subjects.log()):
            yield client


@contextlib.contextmanager
def music_player(path):
    is_file = not path.startswith("http")
    with subjects.music_player(tempfile.mkdtemp(), [path] if is_file else []) as (program, control):
        control.send(f"add {os.path.basename(path) if is_file else path}", "play")
        yield program


@contextlib.contextmanager
def device(scene, case, path):
    name = scene.devices[0]
    source = {"kind": "stream", "url": path} if case == "stream" else scene.add_media(path)
    with scene.device(name) as program:
        scene.centre.schedule(name, [
            {"id": case, "class": "normal", "source": source, "start": civil(time.time() + 3), "max_seconds": SECONDS}])
        accepted_and_started(scene.centre, name, case)
        yield program
        scene.centre.schedule(name, [])
        scene.centre.as_run(name, case, "ended")


def accepted_and_started(centre, name, bulletin):
    """Waits for the bulletin's start; where the device refuses the order, its own words are the reason."""
    def says(report):
        body = report["body"]
        return ((report["kind"] == "answer" and body["outcome"] == "refused")
                or (report["kind"] == "as_run" and body["bulletin"] == bulletin))

    body = centre.report(name, says, 20)[1]["body"]
    if body.get("outcome") == "refused":
        raise RuntimeError(f"the device refuses it: {body['code']}: {body.get('detail')}")
    if body["event"] != "started":
        raise RuntimeError(f"the device did not play it: {body.get('outcome')}, {body.get('reason')}")
