"""Lines of the board through both libgpiods: edges, pulses without phantoms, outputs that end inactive (virtual time)."""

import os
import signal
import subprocess
import time
from pathlib import Path

from boards import gpiod
from checks import check, note, wait_for
from gpio import Chip, gpio, lines, running, use_library

BOARD = "fast"
VIRTUAL = True
LIMIT = 180

PROJECT = Path(__file__).resolve().parents[3]
CHIP = Chip("sunxi-gpio", "PA0", "amplifier", "rain-gauge", "door", "PA4", "twin", "twin")


def with_both(test):
    """Runs a test with libgpiod 1 and with libgpiod 2."""
    def both() -> None:
        for number in gpiod.LIBRARIES:
            use_library(number)
            for line in ("rain-gauge", "door", "amplifier"):
                CHIP.pull(line, 0)
            test(number)
    both.__name__, both.__doc__ = test.__name__, test.__doc__
    return both


def test_headers() -> None:
    """What the driver declares of libgpiod is what both versions' own headers say"""
    for number, declared in ((2, "version1.h"), (3, "version2.h")):
        done = subprocess.run(
            ["gcc", "-fsyntax-only", "-Wall", "-Werror", f"-I{gpiod.headers(number)}",
             f"-I{PROJECT / 'Sources/Drivers/CGPIO'}", f'-DDECLARED="{declared}"',
             str(PROJECT / "Tests/VirtualBoardTests/guest/gpiod_check.c")], capture_output=True, text=True)
        check(done.returncode == 0, f"libgpiod.so.{number}: {done.stderr}")


@with_both
def test_lines(number: int) -> None:
    """Lines are found by name and by chip; what is absent, held or double is an error that says so"""
    found = lines()
    check(found["rain-gauge"] == {
        "chip": CHIP.name, "label": "sunxi-gpio", "name": "rain-gauge", "offset": 2, "consumer": "", "used": False,
        "output": False, "active_low": False}, f"the list says {found['rain-gauge']}")
    CHIP.pull("door", 1)
    for address in ("door", f"{CHIP.name}:3", "sunxi-gpio:3"):
        check(gpio("read", address).stdout.strip() == "1", f"{address} does not read 1")
    check(gpio("read", "door", "--active", "low").stdout.strip() == "0", "active low does not turn it round")
    absent = gpio("read", "amplifer", check=False)
    check(absent.returncode == 1 and "amplifer" in absent.stderr and "rain-gauge" in absent.stderr, f"absent: {absent.stderr}")
    double = gpio("read", "twin", check=False)
    check(double.returncode == 1 and f"{CHIP.name}:5, {CHIP.name}:6" in double.stderr, f"double: {double.stderr}")
    with running("watch", "door") as (process, _):
        maps = Path(f"/proc/{process.pid}/maps").read_text()
        check(f"libgpiod.so.{number}" in maps, f"libgpiod.so.{number} is not what runs")
        held = gpio("read", "door", check=False)
        check(held.returncode == 1 and "'loa-device'" in held.stderr, f"held: {held.stderr}")


@with_both
def test_edges(number: int) -> None:
    """Each edge is told in order, with the kernel's time of it"""
    with running("watch", "door") as (_, said):
        pulled = []
        for level in (1, 0, 1, 0):
            time.sleep(0.05)
            pulled.append(CHIP.pull("door", level))
        wait_for("four edges", lambda: len(said) >= 5, 5)
    check([word["what"] for word in said] == ["low", "rising", "falling", "rising", "falling"], f"it told {said}")
    # gpio-sim raises its interrupts with the next tick, and this kernel ticks each 4 ms.
    errors = [word["monotonic_ns"] / 1e3 - at * 1e6 for word, at in zip(said[1:], pulled)]
    check(all(0 <= error < 4_500 for error in errors), f"microseconds after the pull: {errors}")
    note(f"libgpiod.so.{number}: stamps {max(errors):.0f} us after the wire at most")


@with_both
def test_pulses(_: int) -> None:
    """Pulses that bounce count once each; chatter shorter than the debounce time counts for nothing"""
    with running("count", "rain-gauge", "--debounce-us", 20_000) as (_, said):
        time.sleep(0.1)
        for _ in range(5):
            CHIP.bounce("rain-gauge", 4, 0.003)
            CHIP.pull("rain-gauge", 1)
            time.sleep(0.06)
            CHIP.bounce("rain-gauge", 4, 0.003)
            CHIP.pull("rain-gauge", 0)
            time.sleep(0.2)
        CHIP.bounce("rain-gauge", 200, 0.005)
        time.sleep(0.1)
    check([word["count"] for word in said] == [0, 1, 2, 3, 4, 5], f"it counted {said}")


@with_both
def test_start(_: int) -> None:
    """A line that is still moving when it is opened counts nothing; the first pulse after that counts"""
    for first in (1, 0):
        CHIP.pull("rain-gauge", 1 - first)
        with running("count", "rain-gauge", "--debounce-us", 200_000) as (_, said):
            time.sleep(0.05)
            CHIP.bounce("rain-gauge", 5, 0.005)
            # Within the debounce time, and there to stay: what a wire does that charges through its pull-up.
            CHIP.pull("rain-gauge", first)
            time.sleep(1)
            check(len(said) == 1, f"it counted {said[1:]} as it started, from {1 - first} to {first}")
            CHIP.pull("rain-gauge", 0)
            time.sleep(0.5)
            CHIP.pull("rain-gauge", 1)
            time.sleep(0.5)
        check([word["count"] for word in said] == [0, 1], f"it counted {said}")


@with_both
def test_restart(_: int) -> None:
    """A counter that is killed and started again counts no level that was there before, and no end of one"""
    CHIP.pull("rain-gauge", 1)
    for end in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
        with running("count", "rain-gauge", "--debounce-us", 20_000) as (process, said):
            time.sleep(0.2)
            process.send_signal(end)
            process.wait(5)
        check(len(said) == 1, f"it counted {said[1:]} while the line stood still")
    with running("count", "rain-gauge", "--debounce-us", 20_000) as (_, said):
        time.sleep(0.2)
        CHIP.bounce("rain-gauge", 3, 0.004)
        CHIP.pull("rain-gauge", 0)
        time.sleep(0.3)
    check(len(said) == 1, f"the end of a pulse from before was counted: {said[1:]}")


@with_both
def test_outputs(_: int) -> None:
    """An output is switched for as long as asked, and inactive after the end, Ctrl-C and kill -9"""
    for active, on in (("high", 1), ("low", 0)):
        CHIP.pull("amplifier", 1 - on)
        with running("set", "amplifier", "1", "--active", active, "--seconds", 1) as (process, _):
            check(CHIP.level("amplifier") == on, "it is not on")
            check(lines()["amplifier"]["consumer"] == "loa-device", f"held by {lines()['amplifier']}")
            began = time.monotonic()
            wait_for("the end", lambda: process.poll() is not None, 5)
            check(0.9 < time.monotonic() - began < 1.3 and process.returncode == 0, "it did not end after a second")
        check(CHIP.level("amplifier") == 1 - on, "it is on after the end")
        for end in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            with running("set", "amplifier", "1", "--active", active) as (process, _):
                check(CHIP.level("amplifier") == on, "it is not on")
                os.kill(process.pid, end)
                wait_for("the end", lambda: process.poll() is not None, 5)
                check(CHIP.level("amplifier") == 1 - on, f"it is on after {end.name}")


@with_both
def test_rest(_: int) -> None:
    """`gpio rest` switches the settings' output off and ends, without keys or trust list"""
    folder = Path("/tmp/rest")
    folder.mkdir(exist_ok=True)
    site = '[device]\nid = "loa-1"\narea = "vn/92/31528"\n'
    (folder / "site.toml").write_text(site)
    check(gpio("rest", "--config", folder).stdout == "", "it said something where there is no output")
    (folder / "site.toml").write_text(site + '[amplifier]\nline = "amplifier"\n')
    check(gpio("rest", "--config", folder).stdout.strip() == "amplifier is off", "it did not say what it did")
    check(CHIP.level("amplifier") == 0 and not lines()["amplifier"]["used"], "it is on or held after it")
