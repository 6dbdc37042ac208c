"""What is measured on a board, told to the host: a JSON object a line, in a file that both see."""

import contextlib
import json
import os
import sys
import traceback

# The subjects to measure; empty for all.
ONLY = [name for name in os.environ.get("BENCH_SUBJECTS", "").split(",") if name]


class Rows:
    def __init__(self, path):
        self.file = open(path, "a", buffering=1)

    def add(self, figure, unit, subject, values, **more):
        print(json.dumps({"figure": figure, "unit": unit, "subject": subject, **more,
                          "values": [round(value, 4) for value in values]}), file=self.file)

    def absent(self, figure, subject, reason, **more):
        print(json.dumps({"figure": figure, "subject": subject, **more, "not_measured": reason}), file=self.file)

    @contextlib.contextmanager
    def attempt(self, figure, subject, **more):
        """One subject's measuring: where it fails it is told as not measured, with the reason, and the others go on.
        Gives whether it is to be measured at all."""
        if ONLY and subject.split(",")[0] not in ONLY:
            yield False
            return
        print(f"{figure}: {subject} {more.get('case', '')}", flush=True)
        try:
            yield True
        except Exception as error:
            traceback.print_exc(file=sys.stdout)
            self.absent(figure, subject, f"{type(error).__name__}: {error}".splitlines()[0], **more)
