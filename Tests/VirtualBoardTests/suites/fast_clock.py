"""Clocks that are wrong, set, and late in virtual time: the timetable waits, nothing is doubled or missed, alerts sound."""

from datetime import datetime, timedelta

from checks import check, note
from days import commune, village
from days.commune import VIETNAM
from days.guest_clock import GuestClock
from days.orders import sound_alert

BOARD = "fast"
VIRTUAL = True
LIMIT = 300

ALERT_SECONDS = 4


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


class Walk:
    """Spans of time, each begun by setting the clock, and what must be heard in them."""

    def __init__(self, loa: village.Village):
        self.loa, self.due, self.alerts = loa, [], []

    def span(self, begin: str, end: str, is_right: bool = True) -> None:
        self.loa.clock.set(at(begin), is_right)
        self.on(begin, end, is_right)

    def on(self, begin: str, end: str, is_right: bool = True) -> None:
        """A span of the clock as it stands; what was heard before is not due again."""
        if is_right:
            due = commune.due(at(begin) + timedelta(seconds=2), at(end), self.loa.timetable)
            self.due += [broadcast for broadcast in due if broadcast not in self.due]
        self.loa.clock.sleep_until(at(end))

    def alert(self, true_time: str) -> None:
        """An alert in the middle of a time that is wrong."""
        sound_alert(self.loa, f"bao-lu-{len(self.alerts)}", at(true_time), ALERT_SECONDS)
        self.alerts.append(self.loa.clock.now)

    def compare(self) -> None:
        sounds = self.loa.ear.sounds(self.loa.clock)
        for sent in self.alerts:
            heard = [s for s in sounds if 0 <= (s.begun - sent).total_seconds() < 2]
            check(len(heard) == 1 and abs(heard[0].seconds - ALERT_SECONDS) < 0.5,
                  f"an alert was sent at {sent}: {village.tell(sounds)}")
            sounds.remove(heard[0])
        village.compare(self.due, sounds)

    def check_records(self) -> None:
        """Each broadcast that was heard has one record of one start. It may have been missed before that: by a clock
        that ran over it and was set back."""
        records = {(r["bulletin"], datetime.fromisoformat(r["planned"].replace("Z", "+00:00"))): r
                   for r in self.loa.records()}
        for broadcast in self.due:
            record = records.get((broadcast.id, broadcast.planned))
            check(record and record["outcome"] == "played", f"{broadcast} was heard, and its record is {record}")
            steps = [event["event"] for event in record["events"]]
            check(steps in (["started", "ended"], ["ended", "started", "ended"]), f"{broadcast} has the steps {steps}")


def walk(first: str, spans) -> Walk:
    clock = GuestClock()
    clock.set(at(first))
    with village.Village(clock) as loa:
        loa.settle()
        walk = Walk(loa)
        spans(walk)
        loa.ear.stop()
        walk.compare()
        walk.check_records()
    note(f"{len(walk.due)} broadcasts and {len(walk.alerts)} alerts heard as due")
    return walk


def test_clock_is_set_by_hours() -> None:
    """The clock is lost, found, and set hours forward and back: each broadcast sounds once, by the right time alone"""
    def spans(walk: Walk) -> None:
        walk.on("2028-02-28T04:50:00", "2028-02-28T05:05:50")
        # Somebody sets it wrong and nobody vouches for it: 17:00 is no time to play.
        walk.span("2028-02-28T16:59:00", "2028-02-28T17:02:00", is_right=False)
        walk.alert("2028-02-28T05:08:50")
        walk.on("2028-02-28T17:02:00", "2028-02-28T17:03:00", is_right=False)
        walk.span("2028-02-28T05:09:50", "2028-02-28T05:31:00")
        # Hours forward: what lies between is missed; hours back: it sounds after all, and nothing twice.
        walk.span("2028-02-28T11:29:00", "2028-02-28T11:36:00")
        walk.span("2028-02-28T05:50:00", "2028-02-28T05:59:00")
        walk.span("2028-02-28T11:29:00", "2028-02-28T11:36:00")
        # Back and forward in the middle of a broadcast: it goes on to its end.
        walk.span("2028-02-28T16:59:50", "2028-02-28T17:03:00")
        walk.span("2028-02-28T15:03:00", "2028-02-28T15:12:00")
        walk.span("2028-02-28T19:30:00", "2028-02-28T19:47:00")

    walk("2028-02-28T04:50:00", spans)


def test_calendar_turns() -> None:
    """Midnight, the 29th of February and a new year: what is planned for them sounds, the quiet hours stay quiet"""
    def spans(walk: Walk) -> None:
        walk.on("2028-02-28T23:58:00", "2028-02-29T00:02:00")
        walk.span("2028-02-29T06:14:00", "2028-02-29T06:32:00")
        walk.span("2028-03-01T06:14:00", "2028-03-01T06:32:00")
        walk.span("2028-12-31T23:50:00", "2029-01-01T00:02:00")
        check(any(broadcast.id == "ngay-nhuan" for broadcast in walk.due), "the oracle knows no leap day")
        check(any(broadcast.id == "giao-thua" for broadcast in walk.due), "the oracle knows no new year")

    walk("2028-02-28T23:58:00", spans)


def test_board_wakes_in_1970() -> None:
    """A board without a clock battery boots in 1970: alerts sound, the timetable waits for NTP and then is played"""
    def spans(walk: Walk) -> None:
        walk.on("2027-11-30T19:00:00", "2027-11-30T19:47:00")
        walk.loa.stop(village.DEVICE)
        # The kernel takes no wall time that is less than its uptime.
        walk.loa.clock.set(at("1970-01-02T09:00:00"), is_right=False)
        walk.loa.start_device(village.DEVICE)
        walk.on("1970-01-02T09:00:00", "1970-01-02T09:20:00", is_right=False)
        walk.alert("2027-12-01T04:30:00")
        walk.on("1970-01-02T09:20:00", "1970-01-02T09:21:00", is_right=False)
        # NTP first steps the clock, then vouches for it.
        walk.loa.clock.set(at("2027-12-01T04:57:00"), is_right=False)
        walk.on("2027-12-01T04:57:00", "2027-12-01T04:58:00", is_right=False)
        walk.span("2027-12-01T04:58:00", "2027-12-01T05:06:00")

    walk("2027-11-30T19:00:00", spans)
