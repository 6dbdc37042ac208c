"""What suites say things with: `check` a fact, `note` a number, `wait_for` a condition."""

import os
import time
from pathlib import Path

# Where a suite leaves logs and captures.
OUT = Path(os.environ["LOA_VM_OUT"])
BINARIES = Path(os.environ["LOA_BIN"])
# Numbers of the test that runs; printed beside its name.
notes: list[str] = []


class CheckFailed(Exception):
    pass


def check(fact, otherwise: str) -> None:
    if not fact:
        raise CheckFailed(otherwise)


def note(text: str) -> None:
    print(f"    {text}", flush=True)
    notes.append(text)


def wait_for(what: str, condition, seconds: float, every: float = 0.02):
    """The first true answer of `condition`; what it said last is in the failure."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() >= end:
            raise CheckFailed(f"{what} did not happen within {seconds:g} s (last: {answer!r})")
        time.sleep(every)
