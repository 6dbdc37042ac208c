"""One commune's loudspeaker on a virtual board: the bed of tools/testbed.py with devices on the board's cards."""

import json
import random
import wave
from array import array
from datetime import datetime, timedelta, timezone
from pathlib import Path

from checks import BINARIES, wait_for
from testbed import AREA, AUTHORITY, Bed

DEVICE = "loa-0001"
# The daemon's buffer is long enough for a busy machine; what is measured does not depend on it.
BOARD = '[output]\nperiod_ms = 10\nbuffer_ms = 200\n[quiet_hours]\nfrom = "00:00"\nuntil = "00:00"\n'


class Station:
    """A broker, a centre and a device per card, in a `with` block."""

    def __init__(self, *cards: str, board: str = BOARD):
        self.bed = Bed(BINARIES)
        self.devices = {DEVICE if not n else f"loa-{n + 1:04}": card for n, card in enumerate(cards or ["Loopback"])}
        # Media is heard as it is, bit for bit, however loud it was measured to be.
        self.board = board if "level_media" in board else board.replace("[output]\n", '[output]\nlevel_media = "off"\n')
        self.version = 0

    def __enter__(self):
        bed = self.bed.__enter__()
        try:
            bed.make_keys()
            for device, card in self.devices.items():
                bed.enrol(device, output=f"hw:CARD={card},DEV=0", board=self.board)
            bed.start_broker()
            bed.start_centre()
            for device in self.devices:
                bed.start_device(device)
                bed.wait_online(device)
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        return self

    def __exit__(self, kind, *rest):
        self.bed.keep = self.bed.keep or kind is not None
        return self.bed.__exit__(kind, *rest)

    @property
    def centre(self) -> list:
        return ["--centre", self.bed.address, "--token-file", self.bed.folder / "token"]

    def schedule(self, *bulletins: dict) -> None:
        """Replaces the timetable, and waits until each device has it. What a bulletin does not say: normal, no limit."""
        self.version += 1
        body = {"version": self.version, "zone": "UTC", "bulletins": [
            {"title": bulletin["id"], "class": "normal", "max_seconds": 900, **bulletin} for bulletin in bulletins]}
        file = self.bed.folder / "schedule.json"
        file.write_text(json.dumps(body))
        self.bed.loa("schedule", "push", file, "--authority", AUTHORITY, "--area", AREA, *self.centre)
        for device in self.devices:
            wait_for(f"the schedule on {device}", lambda: any(
                schedule["version"] == self.version for schedule in self.health(device).get("schedules", [])), 20, 0.2)

    def alert(self, name: str, file: Path, *options) -> None:
        self.bed.loa("alert", "send", "--id", name, "--title", name, "--file", file, "--tone-seconds", 1, "--times", 1,
                     "--authority", AUTHORITY, "--area", AREA, *options, *self.centre)

    def device(self, device: str = DEVICE) -> dict:
        return self.bed.api(f"/api/v1/devices/{device}")["device"]

    def health(self, device: str = DEVICE) -> dict:
        return self.device(device).get("health", {})

    def faults(self, code: str, device: str = DEVICE) -> list[dict]:
        """Of this code: those that hold, then those that are over."""
        return [fault for fault in self.device(device)["faults"] if fault["code"] == code]

    def record(self, bulletin: str, device: str = DEVICE, seconds: float = 20) -> dict:
        """The as-run record of a bulletin that has ended; waits for it."""
        def ended():
            records = self.bed.api(f"/api/v1/asrun?device={device}")["as_run"]
            return next((r for r in records if r["bulletin"] == bulletin and r["event"] == "ended"), None)

        return wait_for(f"the end of {bulletin}", ended, seconds, 0.2)


def soon(seconds: float) -> tuple[str, float]:
    """A whole second from now on: as a bulletin's start, and as seconds since 1970."""
    planned = (datetime.now(timezone.utc) + timedelta(seconds=seconds + 1)).replace(microsecond=0)
    return planned.strftime("%Y-%m-%dT%H:%M:%S"), planned.timestamp()


def noise(file: Path, seconds: float, rate: int = 48_000, channels: int = 2, seed: int = 1) -> array:
    """Writes a WAV file in which no two places and no two channels sound the same. Its samples. A quarter of full scale:
    between its samples such noise is more than twice as high, and the limiter looks there."""
    full = array("h", random.Random(seed).randbytes(int(seconds * rate) * channels * 2))
    samples = array("h", (sample >> 2 for sample in full))
    with wave.open(str(file), "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples.tobytes())
    return samples
