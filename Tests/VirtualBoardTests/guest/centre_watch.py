"""What the centre learns, as it learns it: follows the live events of its API."""

import json
import threading
import time
import urllib.request

from checks import CheckFailed


class Watch(threading.Thread):
    """`answers` has the outcome of each (device, order's hash), `as_runs` each as-run record in the order of arrival with
    the time at which it was heard, `presence` what was said of each device, with the time."""

    def __init__(self, bed):
        super().__init__(daemon=True)
        self.bed = bed
        self.answers: dict[tuple[str, str], str] = {}
        self.as_runs: list[dict] = []
        self.presence: dict[str, list[tuple[float, str]]] = {}
        self.changed = threading.Condition()
        self.start()

    def run(self) -> None:
        last = ""
        while True:
            try:
                self._follow(last)
            except OSError:
                time.sleep(0.1)  # The centre has ended, or was too busy for us: from the last event on.

    def _follow(self, last: str) -> None:
        path = "/api/v1/events" + (f"?last_event_id={last}" if last else "")
        with urllib.request.urlopen(self.bed.request(path), timeout=60) as stream:
            kind = ""
            for raw in stream:
                key, _, value = raw.decode().rstrip("\r\n").partition(": ")
                if key == "id":
                    last = value
                elif key == "event":
                    kind = value
                elif key == "data":
                    self._take(kind, json.loads(value))

    def _take(self, kind: str, data: dict) -> None:
        with self.changed:
            if kind == "answer":
                answer = data["answer"]
                self.answers[answer["device"], answer["order"]] = answer["outcome"]
            elif kind == "asrun":
                self.as_runs.append({**data["as_run"], "heard": time.time()})
            elif kind == "device":
                said = self.presence.setdefault(data["device"]["device"], [])
                if not said or said[-1][1] != data["device"]["state"]:
                    said.append((time.time(), data["device"]["state"]))
            self.changed.notify_all()

    def wait(self, what: str, condition, seconds: float):
        """The first true answer of `condition`, asked whenever the centre has learnt something."""
        with self.changed:
            answer = self.changed.wait_for(condition, seconds)
        if not answer:
            raise CheckFailed(f"the centre did not learn within {seconds:g} s that {what}")
        return answer

    def is_accepted(self, device: str, order: str) -> bool:
        return self.answers.get((device, order)) == "accepted"
