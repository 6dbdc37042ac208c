"""A fortnight of a commune in virtual time, over Christmas and into a new year."""

from datetime import datetime, timedelta

from checks import note
from days import commune, village
from days.commune import VIETNAM
from days.guest_clock import GuestClock

BOARD = "fast"
VIRTUAL = True
FULL = True
LIMIT = 7_200

BEGIN = datetime(2027, 12, 20, 4, 30, tzinfo=VIETNAM)
END = BEGIN + timedelta(days=14)


def test_fortnight() -> None:
    """Each broadcast of two weeks is heard at its second and recorded once; NTP was there on the first day alone"""
    clock = GuestClock()
    clock.set(BEGIN)
    with village.Village(clock) as loa:
        loa.settle()
        clock.sleep_until(END)
        loa.ear.stop()
        sounds, records = loa.ear.sounds(clock), loa.records()
    due = commune.due(BEGIN, END)
    village.compare(due, sounds)
    village.check_records(records, commune.planned(BEGIN, END), due)
    note(f"{len(due)} broadcasts, {sum(broadcast.seconds for broadcast in due) / 3_600:.1f} h of sound")
