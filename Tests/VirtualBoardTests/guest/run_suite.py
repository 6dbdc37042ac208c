"""run_suite.py SUITE.py OUT: runs the test_ functions of a suite in their order, each to its end, and writes
OUT/results.jsonl. The last line says that the suite ended; without it the board died on the way."""

import importlib.util
import json
import os
import sys
import time
import traceback
from pathlib import Path

import checks


def explained(error: Exception) -> str:
    """What happened, in the first line, and then where."""
    return f"{type(error).__name__}: {error}\n{''.join(traceback.format_tb(error.__traceback__))}"


def main() -> int:
    path, out = Path(sys.argv[1]), Path(sys.argv[2])
    spec = importlib.util.spec_from_file_location(path.stem, path)
    suite = importlib.util.module_from_spec(spec)
    failed = False
    with open(out / "results.jsonl", "w") as results:

        def write(**line) -> None:
            results.write(json.dumps(line, ensure_ascii=False) + "\n")
            results.flush()
            os.fsync(results.fileno())

        try:
            spec.loader.exec_module(suite)
            tests = [value for name, value in vars(suite).items() if name.startswith("test_") and callable(value)]
        except Exception as error:
            write(test=path.stem, ok=False, seconds=0, why=explained(error), notes=[])
            tests, failed = [], True
        for test in tests:
            print(f"--- {test.__name__}", flush=True)
            began, why = time.monotonic(), None
            checks.notes.clear()
            try:
                test()
            except checks.CheckFailed as failure:
                why = str(failure)
            except Exception as error:
                why = explained(error)
            if why:
                failed = True
                print(why, flush=True)
            title = (test.__doc__ or test.__name__).strip().splitlines()[0].rstrip(".")
            write(test=title, ok=why is None, seconds=time.monotonic() - began, why=why, notes=list(checks.notes))
        write(end=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
