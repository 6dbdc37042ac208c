"""A commune's whole Loa on the board in virtual time: broker, centre, one device at the loopback card, an ear at it.

It differs from a real one where a wake-up would cost too much: a patient broker, long periods at the card.
"""

import json
import os
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

from checks import OUT, check, note, wait_for
from days import commune
from days.ear import Ear
from days.guest_clock import GuestClock
from testbed import AREA, AUTHORITY, Bed

DEVICE = "loa-0001"
BOARD = """
[output]
rate = 8000
channels = 1
period_ms = 100
buffer_ms = 200
[broker]
keep_alive_seconds = 600
"""
# Virtual seconds between two looks at something.
LOOK = 20


class Village(Bed):
    """Use it in a `with` block, with the clock set."""

    settings = BOARD

    def __init__(self, clock: GuestClock, timetable=commune.TIMETABLE, ahead_hours: int = 48):
        """`ahead_hours`: how long before its use the device fetches media."""
        super().__init__()
        self.clock, self.timetable, self.ahead_hours = clock, timetable, ahead_hours
        self.environments["broker"] = {"LD_PRELOAD": str(self._patience())}

    def __exit__(self, *reason):
        super().__exit__(*reason)
        for log in self.folder.glob("*.log"):
            shutil.copy(log, OUT)

    def _patience(self) -> Path:
        library = self.folder / "patient_epoll.so"
        source = Path(__file__).with_name("patient_epoll.c")
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, source], check=True)
        return library

    def settle(self) -> None:
        """Keys, broker, centre, an ear, and the device with its timetable and its media."""
        self.make_keys()
        folder = self.enrol(DEVICE, "hw:0,0", self.settings)
        settings = (folder / "board.toml").read_text()
        settings = settings.replace('source = "assume"', 'source = "kernel"').replace(
            "health_seconds = 10", "health_seconds = 3600").replace(
            "[media]", f"[media]\nahead_hours = {self.ahead_hours}")
        (folder / "board.toml").write_text(settings)
        self.start_broker()
        self.start_centre()
        self.ear = Ear(self.folder)
        self.start_device(DEVICE)
        self.wait_online(DEVICE)
        self.give_timetable()

    def give_timetable(self) -> None:
        media = self.folder / "timetable"
        media.mkdir()
        file = media / "timetable.json"
        file.write_text(json.dumps(commune.schedule(media, self.timetable), ensure_ascii=False))
        self.loa("schedule", "push", file, "--authority", AUTHORITY, "--area", AREA, *self.centre_options)
        shutil.rmtree(media)
        wait_for("the timetable's arrival at the device",
                 lambda: any(s["version"] == 1 for s in self.state()["schedules"]), 600, every=LOOK)
        shelf = self.folder / DEVICE / "data" / "media"
        wait_for("the media's arrival at the device",
                 lambda: len([f for f in shelf.glob("*") if len(f.name) == 64]) >= self._needed(), 600, every=LOOK)

    def _needed(self) -> int:
        """How many files the device must have fetched by now."""
        until = self.clock.now + timedelta(hours=self.ahead_hours - 1)
        return len({broadcast.id for broadcast in commune.planned(self.clock.now, until, self.timetable)})

    @property
    def centre_options(self) -> list:
        return ["--centre", self.address, "--token-file", self.folder / "token"]

    def state(self) -> dict:
        return self.api(f"/api/v1/devices/{DEVICE}")["device"]

    def alert(self, name: str, seconds: int, hertz: int) -> None:
        """An alert through the centre."""
        file = commune.tone(self.folder, name, hertz, seconds)
        self.loa("alert", "send", "--id", name, "--title", name, "--file", file, "--tone-seconds", 0, "--times", 1,
                 "--authority", AUTHORITY, "--area", AREA, *self.centre_options)

    def records(self) -> list[dict]:
        """All as-run records that the centre holds, oldest plan first."""
        found, after = [], ""
        while True:
            page = self.api(f"/api/v1/asrun?device={DEVICE}&limit=1000{after}")
            found += page["as_run"]
            if not page.get("next"):
                return found[::-1]
            after = f"&after={page['next']}"


def planned_at(record: dict) -> datetime:
    return datetime.fromisoformat(record["planned"].replace("Z", "+00:00"))


def check_records(records: list[dict], planned: list, due: list) -> None:
    """The centre holds one record of each planned broadcast, which began and ended once if it was due, and no other."""
    told = [(record["bulletin"], planned_at(record)) for record in records]
    wanted = {(broadcast.id, broadcast.planned): broadcast in due for broadcast in planned}
    check(sorted(told) == sorted(wanted), f"records and plan differ: {sorted(set(told) ^ set(wanted))}")
    for record, key in zip(records, told, strict=True):
        steps = [event["event"] for event in record["events"]]
        outcome, right = ("played", ["started", "ended"]) if wanted[key] else ("quiet_hours", ["ended"])
        check((record["outcome"], steps) == (outcome, right),
              f"{record['broadcast']} is recorded as {record['outcome']} with the steps {steps}")


def wake_ups(processes: dict) -> dict[str, int]:
    """How often the threads of each process that live now have slept and were woken."""
    return {name: sum(_voluntary(Path(f"/proc/{process.pid}/task/{task}/status"))
                      for task in os.listdir(f"/proc/{process.pid}/task")) for name, process in processes.items()}


def _voluntary(status: Path) -> int:
    return next(int(line.split()[1]) for line in status.read_text().splitlines()
                if line.startswith("voluntary_ctxt_switches"))


def compare(due: list, sounds: list, within: float = 0.2) -> None:
    """Each due broadcast was heard once, at its instant (in seconds), for its length, in its tone; and nothing else."""
    for broadcast in due:
        heard = [s for s in sounds if abs((s.begun - broadcast.planned).total_seconds()) < 10]
        check(len(heard) == 1, f"{broadcast}: heard {len(heard)} times; near it: "
              f"{tell([s for s in sounds if abs(s.begun - broadcast.planned) < timedelta(hours=12)])}")
        sound = heard[0]
        late = (sound.begun - broadcast.planned).total_seconds()
        check(abs(late) <= within, f"{broadcast}: began {late:+.3f} s beside its instant")
        check(abs(sound.hertz - broadcast.hertz) < 2, f"{broadcast}: not {broadcast.hertz} Hz but {sound}")
        check(abs(sound.seconds - broadcast.seconds) < 0.5, f"{broadcast}: not {broadcast.seconds} s but {sound}")
    check(len(sounds) == len(due), f"{len(due)} were due, {len(sounds)} heard: {tell(sounds)}")


def tell(sounds: list) -> str:
    return "; ".join(map(str, sounds)) or "nothing"


def note_wake_ups(loa: Village, what: str, since, until, since_start: str) -> None:
    """Sleeps from now to `since` and to `until`, and notes how often each process woke in an hour of either."""
    processes = {**loa.processes, "ear": loa.ear.process}
    moments = []
    for instant in (loa.clock.now, since, until):
        loa.clock.sleep_until(instant)
        moments.append((loa.clock.now, wake_ups(processes)))
    for title, (begun, before), (ended, after) in ((since_start, *moments[:2]), (what, *moments[1:])):
        hours = (ended - begun).total_seconds() / 3_600
        note(f"wake-ups an hour, {title}: " + ", ".join(
            f"{name} {(after[name] - before[name]) / hours:.0f}" for name in processes))
