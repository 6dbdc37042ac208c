"""An ear at the other end of the loopback card: what sounded, when, and which tone it was."""

import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checks import CheckFailed
from days.commune import RATE, VIETNAM
from testbed import die_with_parent

SOURCE = Path(__file__).with_name("ear.c")


@dataclass(frozen=True)
class Sound:
    begun: datetime
    seconds: float
    hertz: float

    def __str__(self) -> str:
        return f"{self.hertz:.0f} Hz at {self.begun.astimezone(VIETNAM):%d %b %Y %H:%M:%S.%f} for {self.seconds:.1f} s"


class Ear:
    """Listens from its making on. `card` is the capture end that belongs to the daemon's card."""

    def __init__(self, folder: Path, card: str = "hw:0,1", period: float = 5):
        program = folder / "ear"
        subprocess.run(["cc", "-O2", "-o", program, SOURCE, "-lasound"], check=True)
        self._log = folder / "ear.log"
        with open(self._log, "wb") as log:
            self.process = subprocess.Popen([program, card, str(RATE), str(period)], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=subprocess.STDOUT, preexec_fn=die_with_parent)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)

    def _lines(self, word: str) -> list[list[str]]:
        lines = [line.split() for line in self._log.read_text().splitlines()]
        if any(line[:1] == ["FAILED"] for line in lines) or (self.process.poll() or 0) != 0:
            raise CheckFailed(f"the ear heard no more: {self._log.read_text()[-300:]}")
        return [line[1:] for line in lines if line[:1] == [word]]

    def sounds(self, clock) -> list[Sound]:
        """Each stretch of sound that has ended, dated by the clock as it was then."""
        return [Sound(clock.wall(int(begun)), (int(ended) - int(begun)) / 1e9, float(hertz))
                for begun, ended, hertz, _ in self._lines("SOUND")]

    def worst_error(self) -> float:
        """Seconds by which the card's time and the clock were apart at most, a period of waiting included. Once stopped."""
        return int(self._lines("END")[0][1]) / 1e9
