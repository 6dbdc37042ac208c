"""A whole day of a commune in virtual time: the last of a year, into the new one."""

from datetime import datetime, timedelta

from checks import check, note
from days import commune, village
from days.commune import VIETNAM
from days.guest_clock import GuestClock

BOARD = "fast"
VIRTUAL = True
# Five minutes: the day is walked at each commit.
LIMIT = 300

# A Friday, the last of the month and of the year; what begins in it ends on a holiday and a Saturday.
MORNING = datetime(2027, 12, 31, 4, 30, tzinfo=VIETNAM)
NIGHT = datetime(2028, 1, 1, 3, 10, tzinfo=VIETNAM)
END = MORNING + timedelta(hours=24)
ALERT_SECONDS, ALERT_HERTZ = 5, 1_900

heard, records = [], []


def test_day_is_heard() -> None:
    """Each broadcast of the day is heard once, at its second, whole and in its own tone, and nothing else but the alert"""
    clock = GuestClock()
    clock.set(MORNING)
    with village.Village(clock) as loa:
        loa.settle()
        village.note_wake_ups(loa, "00:30 to 03:00, all asleep", datetime(2028, 1, 1, 0, 30, tzinfo=VIETNAM),
                              datetime(2028, 1, 1, 3, 0, tzinfo=VIETNAM), since_start="the day until 00:30")
        clock.sleep_until(NIGHT)
        loa.alert("bao-lu", ALERT_SECONDS, ALERT_HERTZ)
        clock.sleep_until(END)
        loa.ear.stop()
        heard.extend(loa.ear.sounds(clock))
        records.extend(loa.records())
        note(f"the card's time and the clock were never more than {loa.ear.worst_error():.3f} s apart")
    night = [sound for sound in heard if abs((sound.begun - NIGHT).total_seconds()) < 30]
    due = commune.due(MORNING, END)
    village.compare(due, [sound for sound in heard if sound not in night])
    # While the message is on its way to the device, the attention tone sounds.
    check(night and abs(night[-1].hertz - ALERT_HERTZ) < 2 and abs(night[-1].seconds - ALERT_SECONDS) < 0.5,
          f"the alert at {NIGHT:%H:%M} was heard as {village.tell(night)}")
    late = (night[0].begun - NIGHT).total_seconds()
    check(0 <= late < 2, f"the alert sounded {late:.1f} s after it was sent")
    note(f"{len(due)} broadcasts, {sum(b.seconds for b in due) / 60:.0f} minutes of sound; the alert {late:.2f} s after it was sent")


def test_day_is_recorded() -> None:
    """The centre holds one as-run record for each broadcast that was planned, and it says what the ear heard"""
    check(heard, "the day was not heard to its end")
    planned, due = commune.planned(MORNING, END), commune.due(MORNING, END)
    alerts = [record for record in records if record["class"] == "emergency"]
    check([record["outcome"] for record in alerts] == ["played"], f"of the alert is recorded: {alerts}")
    village.check_records([record for record in records if record not in alerts], planned, due)
    note(f"{len(records)} records, {len(planned) - len(due)} of broadcasts that the quiet hours silenced")
