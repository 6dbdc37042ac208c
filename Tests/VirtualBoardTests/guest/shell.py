"""The inside of `make vm`: a broker, a centre and a loudspeaker, a first bulletin, and a shell until it is left.

DURATION: no shell; ends after so many seconds. What was heard goes to LOA_VM_OUT/out.wav, the verdict beside it.
"""

import os
import re
import subprocess
import time
import wave

import music
from checks import BINARIES, OUT, wait_for
from listening import Heard, Listener
from station import DEVICE, Station, soon
from testbed import AREA, AUTHORITY

HELP = """
  A virtual board: {board} with its own Linux. {device} runs here, with a broker and a centre; exit ends all of it.

    loa device list                              the fleet as the centre sees it
    loa alert send --authority {authority} --area {area} --title Try --file /tmp/alert.wav --times 1
                                                 an alert now
    loa-device plan --config $LOA_FOLDER         what will sound
    loa-device gpio --help                       GPIO lines (gpio-sim: /sys/kernel/config/gpio-sim)
    tail -f $LOA_BED/{device}.log                the daemon's log
    aplay -l; cat /proc/asound/cards             the cards; {device} plays to Loopback, DEV=0
    {serial} on your machine is the board's serial line, /dev/ttyS0 here

  What it plays is written to .build/vm/out.wav on your machine when you leave.
"""


def serial_line() -> str:
    """Opens the serial line with a shell on it: the kernel then makes it a terminal of the host, and says which."""
    line = open("/dev/ttyS0", "r+b", buffering=0)
    subprocess.Popen(["setsid", "-c", "sh", "-c", "while :; do bash -i; sleep 1; done"], stdin=line, stdout=line, stderr=line)

    def told():
        return re.search(r"Serial line 0 assigned device '([^']+)'", subprocess.run(["dmesg"], capture_output=True, text=True).stdout)

    return wait_for("the serial line's name", told, 10)[1]


def shell(station: Station, serial: str) -> None:
    bed = station.bed
    print(HELP.format(board="User-mode Linux", device=DEVICE, authority=AUTHORITY, area=AREA, serial=serial), flush=True)
    environment = {
        **os.environ, "PATH": f"{BINARIES}:{os.environ['PATH']}", "LOA_KEYS": str(bed.folder / "keys"), "LOA_CENTRE": bed.address,
        "LOA_TOKEN_FILE": str(bed.folder / "token"), "LOA_BED": str(bed.folder), "LOA_FOLDER": str(bed.folder / DEVICE),
        "TERM": "linux", "PS1": "board:\\w# "}
    with open("/dev/tty0", "r+b", buffering=0) as terminal:
        subprocess.run(["setsid", "-c", "-w", "bash", "--norc", "-i"], stdin=terminal, stdout=terminal, stderr=terminal,
                       env=environment)


def write(heard: Heard) -> None:
    loudest = max(map(abs, heard.samples), default=0)
    with wave.open(str(OUT / "out.wav"), "wb") as file:
        file.setnchannels(heard.channels)
        file.setsampwidth(2)
        file.setframerate(heard.rate)
        file.writeframes(heard.samples.tobytes())
    seconds = len(heard.samples) / heard.channels / heard.rate
    (OUT / "verdict").write_text(f"{'heard' if loudest else 'silent'}, {seconds:.0f} s\n")


def main() -> None:
    duration = float(os.environ.get("DURATION") or 0)
    ends = time.monotonic() + duration
    serial = serial_line()
    listener = Listener(OUT / "out.raw")
    with Station() as station:
        tune = station.bed.folder / "tune.wav"
        music.write(str(tune), 5)
        music.write("/tmp/alert.wav", 3)
        begin, _ = soon(4)
        station.schedule({"id": "first", "start": begin, "source": {"kind": "media", "file": str(tune)}})
        if duration:
            print(f"{DEVICE} plays a first bulletin at {begin}; the serial line is {serial}", flush=True)
            station.record("first", seconds=30)
            time.sleep(max(0.0, ends - time.monotonic()))
        else:
            shell(station, serial)
        write(listener.stop(strict=False))
    (OUT / "out.raw").unlink()


if __name__ == "__main__":
    main()
