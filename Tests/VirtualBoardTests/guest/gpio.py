"""Lines of gpio-sim, named as on a real board, and the device's gpio commands."""

import json
import os
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from boards import gpiod
from checks import BINARIES, wait_for

CONFIG = Path("/sys/kernel/config/gpio-sim")


class Chip:
    """A simulated chip. What the world does to an input is `pull`; what a line has on its wire is `level`."""

    def __init__(self, label: str, *lines: str):
        self.offsets = {line: offset for offset, line in enumerate(lines)}
        device = CONFIG / label
        bank = device / "bank0"
        bank.mkdir(parents=True)
        (bank / "num_lines").write_text(str(len(lines)))
        (bank / "label").write_text(label)
        for offset, line in enumerate(lines):
            (bank / f"line{offset}").mkdir()
            (bank / f"line{offset}" / "name").write_text(line)
        (device / "live").write_text("1")
        self.name = (bank / "chip_name").read_text().strip()
        self.folder = Path("/sys/devices/platform") / (device / "dev_name").read_text().strip() / self.name

    def pull(self, line: str, level: int) -> float:
        """The instant, on the monotonic clock, before it was pulled."""
        before = time.monotonic()
        (self.folder / f"sim_gpio{self.offsets[line]}" / "pull").write_text("pull-up" if level else "pull-down")
        return before

    def level(self, line: str) -> int:
        return int((self.folder / f"sim_gpio{self.offsets[line]}" / "value").read_text())

    def bounce(self, line: str, times: int, seconds: float) -> None:
        """Up and down so many times, each level for so long; ends where it began."""
        level = self.level(line)
        for _ in range(times):
            for next_level in (1 - level, level):
                self.pull(line, next_level)
                time.sleep(seconds)


class Witness:
    """Writes down each change of a line's wire, with the wall clock, by looking every `step` seconds."""

    def __init__(self, chip: Chip, line: str, step: float = 0.001):
        self.changes: list[tuple[float, int]] = []
        self._going = True
        self._thread = threading.Thread(target=self._look, args=(chip, line, step), daemon=True)
        self._thread.start()

    def _look(self, chip: Chip, line: str, step: float) -> None:
        last = chip.level(line)
        while self._going:
            level = chip.level(line)
            if level != last:
                self.changes.append((time.time(), level))
                last = level
            time.sleep(step)

    def stop(self) -> list[tuple[float, int]]:
        self._going = False
        self._thread.join()
        return self.changes


def use_library(number: int) -> None:
    """From now on programs find both libraries and take libgpiod.so.<number>."""
    os.environ.update(LOA_GPIOD=str(number), LD_LIBRARY_PATH=gpiod.library_path())


def gpio(*arguments, check: bool = True) -> subprocess.CompletedProcess:
    done = subprocess.run([str(BINARIES / "loa-device"), "gpio", *map(str, arguments)], capture_output=True, text=True)
    if check and done.returncode != 0:
        raise RuntimeError(f"gpio {' '.join(map(str, arguments))}: status {done.returncode}: {done.stderr}")
    return done


def lines() -> dict[str, dict]:
    return {line["name"]: line for line in map(json.loads, gpio("list", "--json").stdout.splitlines())}


@contextmanager
def running(command: str, line: str, *options):
    """`gpio COMMAND LINE --json` while the block runs, from its first word on; yields the process and what it says."""
    said: list[dict] = []
    process = subprocess.Popen([str(BINARIES / "loa-device"), "gpio", command, line, "--json", *map(str, options)],
                               stdout=subprocess.PIPE, text=True)
    reader = threading.Thread(target=lambda: [said.append(json.loads(word)) for word in process.stdout], daemon=True)
    reader.start()
    try:
        wait_for(f"the first word of gpio {command}", lambda: said or process.poll() is not None, 20)
        yield process, said
    finally:
        process.kill()
        process.wait()
        reader.join()
