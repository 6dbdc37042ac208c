"""The same card in real time: exact, and how near to its instant the sound begins beside a bare aplay."""

import os
import socket
import subprocess
import time
import wave
from array import array
from pathlib import Path

from checks import OUT, check, note
from listening import Listener
from station import DEVICE, Station, noise, soon

BOARD = "fast"
LIMIT = 180

# Milliseconds: two ticks of the card, and what a busy machine takes away from a board that is a program of it.
GENEROUS = 100


def test_in_real_time() -> None:
    """Bulletins begin at their seconds, bit for bit, with the board's clock running as ours does"""
    note(f"{float(Path('/proc/uptime').read_text().split()[0]):.2f} s from the board's start to its first test")
    listener = Listener(OUT / "live.raw")
    began = time.monotonic()
    with Station(board='[output]\nperiod_ms = 20\nbuffer_ms = 500\n[quiet_hours]\nfrom = "00:00"\nuntil = "00:00"\n') as station:
        note(f"{time.monotonic() - began:.1f} s until broker, centre and device were up")
        _, planned = soon(5)
        starts = {f"b{number}": planned + 3 * number for number in range(3)}
        file = station.bed.folder / "short.wav"
        samples = noise(file, 2)
        station.schedule(*[{
            "id": name, "start": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(start)),
            "source": {"kind": "media", "file": str(file)}} for name, start in starts.items()])
        records = {name: station.record(name, seconds=30) for name in starts}
        heard = listener.stop()
    errors, after = [], 0
    for name, start in starts.items():
        place = heard.find(samples[2 * 24_000:2 * 24_064], after)
        check(place is not None, f"{name} was not heard bit for bit, {records[name]['underruns']} underruns")
        errors.append((heard.wall(place - 24_000) - start) * 1000)
        after = place + 1
    note(f"first frames {', '.join(f'{error:+.1f}' for error in errors)} ms from plan")
    check(max(map(abs, errors)) < GENEROUS, f"a bulletin began {max(errors, key=abs):.0f} ms from its planned instant")


def test_figures() -> None:
    """A daemon that is started while an alert waits for it: ready, sounding, and what it holds in memory"""
    listener = Listener(OUT / "figures.raw")
    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    told.bind("/tmp/notify")
    told.settimeout(10)
    with Station() as station:
        station.bed.stop(DEVICE)
        message = station.bed.folder / "message.wav"
        words = noise(message, 2)
        station.alert("alert", message)
        os.environ["NOTIFY_SOCKET"] = "/tmp/notify"
        began = time.time()
        daemon = station.bed.start_device(DEVICE)
        while b"READY=1" not in told.recv(4_096):
            pass
        ready = time.time() - began
        station.record("alert")
        heard = listener.stop()
        memory = {line.split()[0]: int(line.split()[1]) / 1_024
                  for line in Path(f"/proc/{daemon.pid}/smaps_rollup").read_text().splitlines() if line.startswith(("Rss:", "Pss:"))}
    check(heard.find(words[4_800:4_864]) is not None, "the alert was not heard")
    first = next(index for index, sample in enumerate(heard.samples) if sample) // 2
    note(f"User-mode Linux: exec to ready {ready * 1000:.0f} ms, exec to the alert's first sample {(heard.wall(first) - began) * 1000:.0f} ms, "
         f"RSS {memory['Rss:']:.1f} MiB, PSS {memory['Pss:']:.1f} MiB")


def test_floor() -> None:
    """A bare aplay on the same card, for comparison: how long from its start until its first frame"""
    file = OUT / "bare.wav"
    samples = array("h", noise(file, 1))
    listener = Listener(OUT / "bare.raw")
    time.sleep(0.5)
    began = time.time()
    subprocess.run(["aplay", "-q", "-D", "hw:CARD=Loopback,DEV=0", str(file)], check=True)
    heard = listener.stop()
    place = heard.find(samples[:128])
    check(place is not None, "aplay was not heard bit for bit")
    note(f"aplay's first frame {(heard.wall(place) - began) * 1000:.0f} ms after it was started")
    with wave.open(str(OUT / "bare.wav")) as source:
        check(source.getnframes() == 48_000, "the source is not a second long")
