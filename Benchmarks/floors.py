"""What a bare C program reaches on this machine: nothing that does more can be quicker."""

import random
import time

from centre import AUTHORITY
from processes import running

SUBJECT = "floor"


def messages(scene, figures, rounds=200):
    """A message of an alert's size from the same publisher over the same broker to a subscriber's callback."""
    home = f"{scene.folder}/floor"
    topic = f"loa/1/device/floor/order/alert/{AUTHORITY}"
    arguments = [f"{scene.programs}/floor", "message", "127.0.0.1", str(scene.port), f"{home}/ca.pem",
                 f"{home}/device.pem", f"{home}/device.key", topic]
    took = []
    with running(arguments, lines=True, log=scene.log) as program:
        if program.lines.get(timeout=10) != "ready":
            raise RuntimeError("the floor's subscriber was not let in")
        for _ in range(rounds):
            time.sleep(random.uniform(0.02, 0.04))
            called = scene.centre.publish("floor", "alert", {"id": "floor", "tone_seconds": 3, "times": 1})
            took.append((program.numbers("a message")[0] - called) / 1e6)
    figures.add("alert_to_sound", "ms", SUBJECT, took, case="message only")


def wakes(scene, figures, rounds=300):
    """How late a real-time thread wakes from clock_nanosleep."""
    with running([f"{scene.programs}/floor", "wake", str(rounds), "20"], lines=True, log=scene.log) as program:
        late = [program.numbers("a wake", 15)[0] / 1e6 for _ in range(rounds)]
    figures.add("start_error", "ms", SUBJECT, late, case="wake only")
