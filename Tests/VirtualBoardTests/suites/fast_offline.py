"""Thirty days without network in virtual time: the device plays alone and reports everything once when it is back."""

from datetime import datetime, timedelta

from checks import check, note, wait_for
from days import commune, village
from days.commune import VIETNAM
from days.guest_clock import GuestClock

BOARD = "fast"
VIRTUAL = True
FULL = True
LIMIT = 7_200

BEGIN = datetime(2028, 2, 10, 4, 30, tzinfo=VIETNAM)
END = BEGIN + timedelta(days=30)
# Few minutes a day, so that a month takes minutes too; every rule of the calendar is among them.
TIMETABLE = tuple(bulletin for bulletin in commune.TIMETABLE if bulletin.id in (
    "quoc-ca", "ve-sinh", "ngay-nhuan", "nhac-hieu", "thieu-nhi", "hop-thon", "dan-phong", "khuya", "som"))


def test_month_without_network() -> None:
    """Without broker and centre for 30 days all is played at its second, and then reported, each broadcast once"""
    clock = GuestClock()
    clock.set(BEGIN)
    with village.Village(clock, TIMETABLE, ahead_hours=720) as loa:
        loa.settle()
        loa.stop("centre")
        loa.stop("broker")
        clock.sleep_until(END)
        loa.ear.stop()
        sounds = loa.ear.sounds(clock)
        loa.start_broker()
        loa.start_centre()
        planned = commune.planned(BEGIN, END, TIMETABLE)
        wait_for("the last as-run record", lambda: len(loa.records()) >= len(planned), 7_200, every=60)
        # By the next health report nothing waits any more, and what came twice has come.
        clock.sleep_until(clock.now + timedelta(minutes=70))
        records, summary, state = loa.records(), loa.api("/api/v1/summary"), loa.state()
    due = commune.due(BEGIN, END, TIMETABLE)
    village.compare(due, sounds)
    # While it reports, the next day begins.
    village.check_records([record for record in records if village.planned_at(record) < END], planned, due)
    check(state["lost_reports"] == 0 and summary["messages"]["gaps"] == 0, f"reports were lost: {state} {summary}")
    check(state["outbox"]["depth"] <= 2, f"the device has not told everything: {state['outbox']}")
    note(f"{len(due)} broadcasts; after the month {summary['messages']['stored']} messages were stored, "
         f"{summary['messages']['duplicates']} came twice and were dropped")

