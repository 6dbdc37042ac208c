"""The shipped program's sound thread asks the heap for nothing and locks nothing while its card runs (virtual time)."""

import os
import signal
import subprocess
import time
from pathlib import Path

from checks import OUT, check, note, wait_for
from listening import Listener
from station import DEVICE, Station, noise, soon

BOARD = "fast"
VIRTUAL = True
LIMIT = 180


def test_heap() -> None:
    """A bulletin on a card that is 300 millionths fast, an alert over it, a dry spell, and the next bulletin"""
    witness = OUT / "heap_witness.so"
    source = Path(__file__).parents[1] / "guest" / "heap_witness.c"
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", witness, source, "-ldl"], check=True)
    for end in (0, 1):
        subprocess.run(["amixer", "-q", "-c", "Loopback", "cset", f"iface=PCM,name='PCM Rate Shift 100000',device={end}",
                        "99970"], check=True)
    told = OUT / "heap"
    listener = Listener(OUT / "heap.raw")
    station = Station()
    station.bed.environments[DEVICE] = {"LD_PRELOAD": str(witness), "HEAP_WITNESS": str(told)}
    with station:
        begin, planned = soon(4)
        bulletin, message = station.bed.folder / "bulletin.wav", station.bed.folder / "message.wav"
        noise(bulletin, 25)
        noise(message, 2, seed=2)
        later = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(planned + 30))
        station.schedule(
            {"id": "bulletin", "start": begin, "after_losing": "resume", "source": {"kind": "media", "file": str(bulletin)}},
            {"id": "next", "start": later, "source": {"kind": "media", "file": str(message)}})
        time.sleep(max(0.0, planned + 8 - time.time()))
        station.alert("alert", message)
        station.record("alert")
        time.sleep(max(0.0, planned + 18 - time.time()))
        daemon = station.bed.processes[DEVICE]
        os.kill(daemon.pid, signal.SIGSTOP)
        time.sleep(1)
        os.kill(daemon.pid, signal.SIGCONT)
        station.record("next", seconds=60)
        dry = sum(station.record(name)["underruns"] for name in ("bulletin", "next"))
        output = wait_for("the error of the sound", lambda: station.health()["output"], 20, 0.5)
        station.bed.stop(DEVICE)
    listener.leave()
    check(told.exists(), "the witness said nothing: the program did not end by itself")
    writes, doings, *culprit = told.read_text().split()
    note(f"{writes} writes, {doings} allocations, frees and locks between them; {dry} dry spells; the daemon says {output}")
    check(dry >= 1 and int(writes) > 2_500, f"it was not all played: {dry} dry spells, {writes} writes")
    check(doings == "0", f"{doings} allocations, frees and locks, the first by {' '.join(culprit)}")
