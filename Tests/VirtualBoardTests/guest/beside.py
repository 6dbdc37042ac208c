"""A broker and a centre on this machine, for emulated boards that are pulled, reset and cut: they outlive the board."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

from checks import BINARIES, OUT, wait_for
from testbed import AREA, AUTHORITY, Bed

# This machine, as a board with the emulator's own network sees it.
HOST = "10.0.2.2"
VIETNAM = timezone(timedelta(hours=7))


class Beside(Bed):
    """Use it in a `with` block, or call `end`. One device: `device` is its name."""

    def __init__(self, device: str, output: str, board: str = "", data: Path = Path("/var/lib/loa")):
        super().__init__(BINARIES, HOST, OUT)
        self.device = device
        self.make_keys()
        self.config = self.enrol(device, output, board, data)
        self.start_broker()
        self.start_centre()

    def end(self) -> None:
        self.keep = True
        self.__exit__(None)

    def start_on(self, board, **more):
        """Starts the daemon on a board, and waits for its word to the centre."""
        program = board.start("loa-device", self.binaries / "loa-device", "run", "--config", self.config, **more)
        wait_for(f"{self.device}'s word to the centre", lambda: self.state() == "online" or program.status() is not None, 60)
        if program.status() is not None:
            raise RuntimeError(f"loa-device ended with status {program.status()}:\n{program.said()[-2000:]}")
        return program

    def state(self) -> str | None:
        return next((d["state"] for d in self.api("/api/v1/devices")["devices"] if d["device"] == self.device), None)

    def faults(self) -> list[str]:
        """Codes of the device's open faults, as the centre knows them."""
        devices = self.api("/api/v1/devices")["devices"]
        return next((d.get("faults", []) for d in devices if d["device"] == self.device), [])

    def as_run(self, bulletin: str) -> dict | None:
        """The latest record of a bulletin at the centre."""
        records = self.api(f"/api/v1/asrun?device={self.device}")["as_run"]
        return next((record for record in records if record["bulletin"] == bulletin), None)

    def has_ended(self, bulletin: str) -> dict | None:
        record = self.as_run(bulletin)
        return record if record and record["event"] == "ended" else None

    def push(self, *bulletins: dict) -> None:
        """Sends the authority's whole schedule. A bulletin is its id, file, start (a time with zone) and max_seconds;
        what else is in it goes into the order."""
        def full(bulletin: dict) -> dict:
            bulletin = dict(bulletin)
            file, start = bulletin.pop("file"), bulletin.pop("start")
            return {"title": bulletin["id"], "class": "normal", "source": {"kind": "media", "file": str(file)},
                    "start": start.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M:%S"), "in_quiet_hours": True, **bulletin}

        file = self.folder / "schedule.json"
        file.write_text(json.dumps({"version": 1, "zone": "Asia/Ho_Chi_Minh", "bulletins": [full(b) for b in bulletins]}))
        self.loa("schedule", "push", file, "--authority", AUTHORITY, "--area", AREA, *self.centre_options())

    def alert(self, name: str, *options) -> None:
        self.loa("alert", "send", "--id", name, "--title", name, "--authority", AUTHORITY, "--area", AREA,
                 *options, *self.centre_options())

    def centre_options(self) -> list:
        return ["--centre", self.address, "--token-file", self.folder / "token"]


def in_seconds(seconds: float) -> datetime:
    """The whole second that is at least so far ahead."""
    now = datetime.now(timezone.utc)
    return now.replace(microsecond=0) + timedelta(seconds=int(seconds) + 1)
