"""Sound for days in virtual time: a bulletin each five minutes on a card that drifts, of files, of a text and of a stream
that breaks off, with alerts between them and a daemon that at times stands still. What is judged is what an ear at the
card's other end heard, what the records say, and how much memory the daemon holds."""

import itertools
import json
import os
import shutil
import signal
import subprocess
from array import array
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import pi, sin
from pathlib import Path

from checks import OUT, check, note, wait_for
from days import commune, village
from days.commune import RATE, VIETNAM
from days.ear import Sound
from days.guest_clock import GuestClock
from radio import Radio
from testbed import AREA, AUTHORITY

DAY = timedelta(days=1)
EACH = timedelta(minutes=5)
BEGIN = datetime(2027, 5, 10, 0, 0, tzinfo=VIETNAM)
# Millionths by which the card is fast, and from the hour on: it grows warm by day.
DRIFTS = ((-1, 100), (9, 140), (17, 60))
SHORT, LONG, STREAM, SPEECH = 10, 240, 20, 8
TEXTS = tuple(f"Thông báo số {number}. Mời bà con theo dõi." for number in ("một", "hai", "ba", "bốn"))
# Bounds in seconds: of a start, by the record and beside the others by the ear; of the growth of an error in LONG seconds
# (uncorrected it would be 14 to 34 ms).
START, STEP = 0.001, 0.002
# By which the ear may be off, always the same: a tick of the card, and what it does not hear of a fade.
EAR = 0.005
# What it does not hear of the fade at a tone's end.
FADE = 0.0065
# A stream begins when it has connected and its buffer is full.
CONNECT = 4
# Of the daemon's growth: the middle of five hours from the second on, against that of the last five.
GROWTH_MIB = 2.0


@dataclass(frozen=True)
class Planned:
    """One broadcast, and a tone that tells it from others."""
    at: datetime
    kind: str
    seconds: int
    hertz: int = 0

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.at:%H%M}"


def day(begin: datetime) -> list[Planned]:
    return [planned(begin + n * EACH) for n in range(DAY // EACH)]


def planned(at: datetime) -> Planned:
    if at.minute == 5:
        return Planned(at, "speech", SPEECH)
    if at.minute == 35 and at.hour % 2 == 0:
        return Planned(at, "stream", STREAM)
    if at.minute == 40 and at.hour in (0, 6, 12, 18, 23):
        return Planned(at, "long", LONG, 1_000)
    return Planned(at, "file", SHORT, 400 + 50 * (at.minute // 5))


class LongVillage(village.Village):
    """A village whose timetable is that of `day`, each day."""

    settings = village.BOARD + '[quiet_hours]\nfrom = "00:00"\nuntil = "00:00"\n'

    def __init__(self, clock: GuestClock, radio: Radio):
        super().__init__(clock)
        self.radio = radio

    def give_timetable(self) -> None:
        media, bulletins = {}, []
        for broadcast in day(BEGIN):
            if broadcast.hertz and broadcast.hertz not in media:
                file = commune.tone(self.folder, f"{broadcast.hertz}", broadcast.hertz, broadcast.seconds)
                media[broadcast.hertz] = self.loa("media", "add", file, *self.centre_options)["source"]
            bulletins.append({
                "id": broadcast.name, "title": broadcast.name, "class": "normal", "rrule": commune.DAILY,
                "start": f"{BEGIN:%Y-%m-%d}T{broadcast.at:%H:%M:%S}", "max_seconds": broadcast.seconds,
                "lateness": {"policy": "skip"}, "after_losing": "resume", "source": self._source(broadcast, media)})
        file = self.folder / "timetable.json"
        file.write_text(json.dumps({"version": 1, "zone": "Asia/Ho_Chi_Minh", "bulletins": bulletins}))
        self.loa("schedule", "push", file, "--authority", AUTHORITY, "--area", AREA, *self.centre_options)
        shelf = self.folder / village.DEVICE / "data" / "media"
        wait_for("the media's arrival at the device",
                 lambda: len([f for f in shelf.glob("*") if len(f.name) == 64]) >= len(media), 600, every=village.LOOK)

    def _source(self, broadcast: Planned, media: dict) -> dict:
        if broadcast.kind == "speech":
            return {"kind": "speech", "text": TEXTS[broadcast.at.hour % len(TEXTS)]}
        if broadcast.kind == "stream":
            return {"kind": "stream", "url": self.radio.address, "fallback": media[400]}
        return media[broadcast.hertz]


@dataclass(frozen=True)
class Memory:
    """Of a process, in MiB."""
    at: datetime
    resident: float
    proportional: float

    @classmethod
    def of(cls, process: int, at: datetime) -> "Memory":
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
        return cls(at, kilobytes["Rss"] / 1024, kilobytes["Pss"] / 1024)


class LongRun:
    """So many days of it, judged."""

    def __init__(self, days: int):
        self.end = BEGIN + days * DAY
        self.planned = [broadcast for n in range(days) for broadcast in day(BEGIN + n * DAY)]
        self.alerts: dict[str, datetime] = {}
        self.stops: list[datetime] = []
        self.memory: list[Memory] = []
        self.sounds: list[Sound] = []
        self.records: list[dict] = []

    def run(self) -> None:
        self.clock = GuestClock()
        self.clock.set(BEGIN - timedelta(minutes=10))
        shift(DRIFTS[0][1])
        # The first connection of a broadcast breaks off in it, the next does not.
        with Radio(whole_tone(800), itertools.cycle([6, 60]), RATE, 1) as radio, LongVillage(self.clock, radio) as loa:
            loa.settle()
            for at, act in self._events(loa):
                self.clock.sleep_until(at)
                act(at)
            # The next broadcast would begin at the end.
            self.clock.sleep_until(self.end - timedelta(seconds=30))
            loa.ear.stop()
            for log in (loa.folder / "ear.log", loa.log(village.DEVICE)):
                shutil.copy(log, OUT)
            self.sounds, self.records = loa.ear.sounds(self.clock), loa.records()
            self.health = loa.state()["health"]

    def _events(self, loa: LongVillage) -> list:
        process = loa.processes[village.DEVICE].pid
        events = []
        for begin in (BEGIN + n * DAY for n in range((self.end - BEGIN) // DAY)):
            events += [(begin + timedelta(hours=hour, minutes=2), lambda _, drift=drift: shift(drift)) for hour, drift in DRIFTS[1:]]
            # Between two bulletins, and one over a long bulletin.
            events += [(begin + timedelta(hours=hour, minutes=minute), lambda at: self._alert(loa, at))
                       for hour, minute in ((2, 12), (8, 12), (12, 42), (20, 12))]
            events += [(begin + timedelta(hours=hour, minutes=10, seconds=3), lambda at: self._stop(process, at))
                       for hour in (3, 10, 15, 22)]
            events += [(begin + timedelta(hours=hour, minutes=58), lambda at: self.memory.append(Memory.of(process, at)))
                       for hour in range(24)]
        return sorted(events, key=lambda event: event[0])

    def _alert(self, loa: LongVillage, at: datetime) -> None:
        name = f"bao-{at:%d-%H%M}"
        self.alerts[name] = at
        loa.alert(name, 4, 1_900)

    def _stop(self, process: int, at: datetime) -> None:
        """The daemon stands still for so long that its card runs dry."""
        self.stops.append(at)
        os.kill(process, signal.SIGSTOP)
        self.clock.sleep_until(at + timedelta(seconds=1))
        os.kill(process, signal.SIGCONT)

    # Judgement

    def check_heard(self) -> None:
        """Each broadcast began at its instant and kept step to its end, and nothing else sounded but the alerts."""
        rest = list(self.sounds)
        starts, steps = [], []
        for broadcast in self.planned:
            end = broadcast.at + timedelta(seconds=broadcast.seconds + 1)
            own = [sound for sound in rest if broadcast.at - timedelta(seconds=1) <= sound.begun < end]
            check(own, f"{broadcast} was not heard; near it: {village.tell(near(self.sounds, broadcast.at))}")
            rest = [sound for sound in rest if sound not in own]
            late, over = seconds(own[0].begun - broadcast.at), over_time(broadcast, own)
            self._check_whole(broadcast, own)
            if broadcast.hertz:
                check(abs(late) <= EAR, f"{broadcast}: began {late * 1000:+.1f} ms beside its instant")
                starts.append((broadcast.at, late))
            if broadcast.kind == "long":
                check(abs(over - late) <= STEP, f"{broadcast}: was {1000 * (over - late):+.1f} ms off its step at its end")
                steps.append((broadcast.at, over - late))
        usual = middle(late for _, late in starts[:len(starts) // 4])
        off = max(starts, key=lambda start: abs(start[1] - usual))
        check(abs(off[1] - usual) <= START, f"what was due at {off[0]} began {1000 * (off[1] - usual):+.1f} ms beside the others")
        for name, sent in self.alerts.items():
            own = [sound for sound in rest if timedelta(0) <= sound.begun - sent < timedelta(seconds=2)]
            check(own or is_over_long(sent), f"the alert {name} was not heard")
            rest = [sound for sound in rest if sound not in own]
        check(not rest, f"what nobody had planned was heard: {village.tell(rest)}")
        note(f"{len(self.planned)} broadcasts, {sum(b.seconds for b in self.planned) / 60:.0f} minutes of sound, {len(self.alerts)} alerts, "
             f"{len(self.stops)} times dry")
        self._note_course("start by the ear, ms", [(at, error * 1000) for at, error in starts])
        self._note_course(f"step of {LONG} s by the ear, ms", [(at, error * 1000) for at, error in steps])

    def _check_whole(self, broadcast: Planned, own: list[Sound]) -> None:
        over = over_time(broadcast, own)
        if broadcast.kind == "speech":
            check(seconds(own[0].begun - broadcast.at) < 0.5, f"{broadcast}: its words began late: {village.tell(own)}")
            return
        check(seconds(own[0].begun - broadcast.at) < CONNECT, f"{broadcast}: began late: {village.tell(own)}")
        check(abs(over) < 0.05, f"{broadcast}: ended {over:+.2f} s beside its time: {village.tell(own)}")
        if any(broadcast.at <= stop < broadcast.at + timedelta(seconds=broadcast.seconds) for stop in self.stops):
            check(len(own) == 2, f"{broadcast}: the card did not run dry in it, or did not come back: {village.tell(own)}")
            return
        if broadcast.kind == "long" and any(broadcast.at < sent < broadcast.at + EACH for sent in self.alerts.values()):
            return
        check(len(own) == 1, f"{broadcast}: has holes: {village.tell(own)}")
        if broadcast.hertz:
            check(abs(own[0].hertz - broadcast.hertz) < 2, f"{broadcast}: not {broadcast.hertz} Hz but {own[0]}")

    def check_records(self) -> None:
        """The centre holds one record of each broadcast, and it says that it was played at its instant."""
        alerts = [record for record in self.records if record["class"] == "emergency"]
        check(sorted(r["bulletin"] for r in alerts) == sorted(self.alerts), f"of the alerts is recorded: {alerts}")
        check(all(record["outcome"] == "played" for record in alerts), f"of the alerts is recorded: {alerts}")
        own = {(record["bulletin"], village.planned_at(record)): record for record in self.records if record not in alerts}
        check(len(own) == len(self.records) - len(alerts), "a broadcast has two records")
        check(sorted(own) == sorted((b.name, b.at) for b in self.planned),
              f"records and plan differ: {sorted(set(own) ^ {(b.name, b.at) for b in self.planned})[:5]}")
        errors = []
        for broadcast in self.planned:
            record = own[broadcast.name, broadcast.at]
            check(record["outcome"] == "played", f"{broadcast}: is recorded as {record}")
            check(record["underruns"] == 0 or any(timedelta(0) < stop - broadcast.at < EACH for stop in self.stops), f"{broadcast}: ran dry: {record}")
            late = record["start_error_us"] / 1e6
            check(abs(late) <= (CONNECT if broadcast.kind == "stream" else START), f"{broadcast}: began {late} s from plan")
            if broadcast.kind != "stream":
                errors.append((broadcast.at, late * 1000))
        dropped = [record for record in own.values() if record["bulletin"].startswith("stream")]
        check(all(record.get("reason") == "stream_unavailable" for record in dropped), f"a stream did not break off: {dropped[0]}")
        self._note_course("start by the record, ms", errors)

    def check_memory(self) -> None:
        """The daemon does not grow."""
        # In the first hour each kind of source has had its code and its buffers brought in.
        for found in self.memory[::len(self.memory) // 8]:
            note(f"{found.at:%d %b %H:%M}: RSS {found.resident:.2f} MiB, PSS {found.proportional:.2f}")
        growth = middle(m.proportional for m in self.memory[-5:]) - middle(m.proportional for m in self.memory[1:6])
        resident = middle(m.resident for m in self.memory[-5:]) - middle(m.resident for m in self.memory[1:6])
        note(f"PSS grew by {growth:+.2f} MiB, RSS by {resident:+.2f}")
        check(growth <= GROWTH_MIB, f"the daemon grew by {growth:.2f} MiB")

    def _note_course(self, what: str, errors: list[tuple[datetime, float]]) -> None:
        """The first and the last quarter beside each other."""
        quarter = (self.end - BEGIN) / 4
        parts = {"first quarter": [error for at, error in errors if at < BEGIN + quarter],
                 "last quarter": [error for at, error in errors if at >= self.end - quarter]}
        note(f"{what}: " + "; ".join(f"{name} {min(part):+.2f} to {max(part):+.2f}, middle {middle(part):+.2f}" for name, part in parts.items()))


def is_over_long(sent: datetime) -> bool:
    return 40 <= sent.minute < 45


def over_time(broadcast: Planned, own: list[Sound]) -> float:
    """Seconds by which it ended late."""
    return seconds(own[-1].begun - broadcast.at) + own[-1].seconds + FADE - broadcast.seconds


def middle(numbers) -> float:
    ordered = sorted(numbers)
    return ordered[len(ordered) // 2]


def near(sounds: list[Sound], at: datetime) -> list[Sound]:
    return [sound for sound in sounds if abs(sound.begun - at) < timedelta(minutes=10)]


def seconds(span: timedelta) -> float:
    return span.total_seconds()


def shift(millionths: int) -> None:
    """Sets the rate of both ends of the first loopback; the kernel knows steps of ten millionths."""
    for end in (0, 1):
        subprocess.run(["amixer", "-q", "-c", "Loopback", "cset", f"iface=PCM,name='PCM Rate Shift 100000',device={end}",
                        str(100_000 - millionths // 10)], check=True)


def whole_tone(hertz: int) -> array:
    """One second of it."""
    return array("h", (round(8_000 * sin(2 * pi * hertz * index / RATE)) for index in range(RATE)))
