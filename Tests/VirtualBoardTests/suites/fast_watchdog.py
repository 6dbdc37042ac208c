"""What feeds the watchdogs: only the work itself. A daemon that hangs, is killed or ends, against softdog (virtual time)."""

import os
import signal
import time
from contextlib import contextmanager

from checks import OUT, check, note, wait_for
from dogs import Notices, SoftDog
from halting import halted, thread, threads
from listening import Listener
from station import DEVICE, Station, noise, soon

BOARD = "fast"
VIRTUAL = True
LIMIT = 300

# Seconds; both as long, so that one proof stands for both.
SECONDS = 30
QUIET = '[quiet_hours]\nfrom = "00:00"\nuntil = "00:00"\n[output]\nbuffer_ms = 200\n'
WATCHED = QUIET + f'[watchdog]\ndevice = "/dev/watchdog"\nseconds = {SECONDS}\n'
# What a timer may be late.
SLACK = 0.5


@contextmanager
def watched(board: str = WATCHED):
    """A station whose daemon is watched by both dogs, and has been fed."""
    dog = SoftDog()
    with Notices(SECONDS) as notices, Station(board=board) as station:
        notices.wait_for_food(0, SECONDS)
        yield station, notices, dog


def check_starves(notices: Notices, dog: SoftDog) -> None:
    """From now on there is no food, and the board's dog bites at its limit."""
    hung = time.monotonic()
    last = notices.food()[-1]
    bite = dog.wait_for_bite(2 * SECONDS)
    check(not notices.food(hung + SLACK), f"{len(notices.food(hung))} times fed while it hung")
    check(bite - last <= SECONDS + SLACK, f"the board's watchdog bit {bite - last:.1f} s after the last food; its limit is {SECONDS} s")
    note(f"it hung {hung - last:.1f} s after the last food, and {bite - hung:.1f} s later the board was reset")


def test_healthy_asleep() -> None:
    """A healthy daemon that sleeps for an hour feeds both in time, and not oftener than it must"""
    with watched() as (_, notices, dog):
        began, hours = time.monotonic(), 1
        time.sleep(hours * 3_600)
        gap, times = notices.longest_gap(began, time.monotonic()), len(notices.food(began))
        note(f"{times} times fed in {hours} h, {gap:.2f} s apart at most; the limit is {SECONDS} s")
        check(gap <= SECONDS / 3 + SLACK, f"{gap:.1f} s without food; a third of the limit is {SECONDS / 3:.0f} s")
        check(times <= hours * 3_600 / SECONDS * 3 + 1, f"{times} times fed: more often than each third of the limit")
        dog.check_quiet()


def test_healthy_playing() -> None:
    """A healthy daemon that plays for a minute feeds both in time"""
    with watched() as (station, notices, dog):
        begin, planned = soon(4)
        file = station.bed.folder / "minute.wav"
        noise(file, 60)
        station.schedule({"id": "minute", "start": begin, "source": {"kind": "media", "file": str(file)}})
        began = time.monotonic()
        record = station.record("minute", seconds=90)
        check(record["outcome"] == "played", f"it {record['outcome']}")
        gap = notices.longest_gap(began, time.monotonic())
        check(gap <= SECONDS / 3 + SLACK, f"{gap:.1f} s without food")
        dog.check_quiet()


def test_player_hangs_asleep() -> None:
    """A sound thread that hangs while nothing plays: no food from then on, and the board is reset; its return is fed again"""
    with watched() as (station, notices, dog):
        daemon = station.bed.processes[DEVICE].pid
        with halted(thread(daemon, "play")):
            check_starves(notices, dog)
            # All the rest of the daemon lives: whatever else fed the dog would have done so.
            beat = station.health()["uptime_s"]
            wait_for("a health report of the daemon that hangs", lambda: station.health()["uptime_s"] > beat, 30, 1)
        back = time.monotonic()
        notices.wait_for_food(back, SECONDS / 3)


def test_player_hangs_playing() -> None:
    """A sound thread that hangs in the middle of a bulletin: no food from then on, and the board is reset"""
    with watched() as (station, notices, dog):
        begin, planned = soon(4)
        file = station.bed.folder / "long.wav"
        noise(file, 90)
        station.schedule({"id": "long", "start": begin, "source": {"kind": "media", "file": str(file)}})
        wait_for("the bulletin's sound", lambda: station.health()["output"]["state"] == "playing", 20, 0.2)
        time.sleep(5)
        with halted(thread(station.bed.processes[DEVICE].pid, "play")):
            check_starves(notices, dog)


def test_alarm_hangs() -> None:
    """A thread of the alarm clock that hangs, so that no bulletin would begin: no food from then on, and the board is reset"""
    with watched() as (station, notices, dog):
        with halted(thread(station.bed.processes[DEVICE].pid, "loa-alarm")):
            check_starves(notices, dog)
        back = time.monotonic()
        notices.wait_for_food(back, SECONDS / 3)


def test_conductor_hangs() -> None:
    """A conductor that gets no thread to decide on: no food from then on, and the board is reset"""
    with watched() as (station, notices, dog):
        daemon = station.bed.processes[DEVICE].pid
        pool = [number for number, name in threads(daemon).items() if name == "loa-tasks"]
        check(pool, f"the daemon has no threads for its tasks: {threads(daemon)}")
        with halted(daemon, *pool):
            check_starves(notices, dog)


def test_killed() -> None:
    """kill -9 leaves the board's watchdog armed: it bites at its limit, unless the daemon is started again before"""
    with watched() as (station, notices, dog):
        for returns in (True, False):
            os.kill(station.bed.processes[DEVICE].pid, signal.SIGKILL)
            killed = time.monotonic()
            station.bed.stop(DEVICE)
            check(wait_for("the kernel's word on it", lambda: dog.said(dog.LEFT), 5), "the kernel took it for a wanted end")
            if returns:
                time.sleep(SECONDS / 2)
                station.bed.start_device(DEVICE)
                notices.wait_for_food(killed, SECONDS / 3)
                time.sleep(2 * SECONDS)
                dog.check_quiet()
        bite = dog.wait_for_bite(2 * SECONDS) - killed
        check(SECONDS - 1 <= bite <= SECONDS + SLACK, f"it bit after {bite:.1f} s; its limit is {SECONDS} s")


def test_wanted_end() -> None:
    """SIGTERM disarms the board's watchdog: a device that was stopped stays off"""
    with watched() as (station, notices, dog):
        check(station.bed.stop(DEVICE) == 0, "the daemon did not end well")
        check(notices.said[-1][1] == "STOPPING=1", f"the last word was {notices.said[-1][1]}")
        time.sleep(3 * SECONDS)
        dog.check_quiet()
        check(dog.said(dog.LEFT) == 0, "it was closed without a V")


def test_busy() -> None:
    """A watchdog that another program holds is a fault and no stop: alerts play, and it is armed once it is free"""
    dog = SoftDog()
    holder = os.open("/dev/watchdog", os.O_WRONLY)
    with Notices(SECONDS) as notices, Station(board=WATCHED) as station:
        log = station.bed.log(DEVICE)

        def told(what: str) -> str:
            """The daemon's line that says that the fault was raised or cleared."""
            return next((line for line in log.read_text().splitlines() if "watchdog_unavailable" in line and what in line), "")

        raised = wait_for("the fault", lambda: told("fault raised"), 20, 0.2)
        check("busy" in raised.lower(), f"the fault says: {raised}")
        file = station.bed.folder / "alert.wav"
        samples, listener = noise(file, 2), Listener(OUT / "alert.raw")
        station.alert("alert", file)
        time.sleep(8)
        check(listener.stop().find(samples[2 * 24_000:2 * 24_064]) is not None, "the alert was not heard")
        os.write(holder, b"V")
        os.close(holder)
        wait_for("the end of the fault", lambda: told("fault cleared"), SECONDS, 0.2)
        os.kill(station.bed.processes[DEVICE].pid, signal.SIGKILL)
        dog.wait_for_bite(2 * SECONDS)
