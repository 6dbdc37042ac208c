"""A day of sound in virtual time: a bulletin each five minutes of each kind, alerts, dry spells, a card whose drift changes."""

from days.long_sound import LongRun

BOARD = "fast"
VIRTUAL = True
LIMIT = 600
DAYS = 1

run = LongRun(DAYS)


def test_heard() -> None:
    """288 broadcasts of a day are heard at their instants and in step to their ends, at the end as at the start"""
    run.run()
    run.check_heard()


def test_recorded() -> None:
    """Each is recorded as played at its instant, once; so is each alert"""
    run.check_records()


def test_memory() -> None:
    """The daemon holds no more memory at the end than after an hour, but for 2 MiB"""
    run.check_memory()
