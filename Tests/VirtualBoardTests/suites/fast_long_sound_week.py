"""A week of sound in virtual time: as fast_long_sound, for seven days."""

from days.long_sound import LongRun

BOARD = "fast"
VIRTUAL = True
FULL = True
LIMIT = 7_200
DAYS = 7

run = LongRun(DAYS)


def test_heard() -> None:
    """2,016 broadcasts of a week are heard at their instants and in step to their ends, at the end as at the start"""
    run.run()
    run.check_heard()


def test_recorded() -> None:
    """Each is recorded as played at its instant, once; so is each alert"""
    run.check_records()


def test_memory() -> None:
    """The daemon holds no more memory at the end than after an hour, but for 2 MiB"""
    run.check_memory()
