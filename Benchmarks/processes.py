"""Programs that the bench starts, measures and ends: each by its own process id, whatever happens."""

import contextlib
import os
import queue
import re
import subprocess
import threading
import time

TICK = os.sysconf("SC_CLK_TCK")


class Program:
    """A running program. `lines` holds what it prints on stdout, where that was asked for."""

    def __init__(self, arguments, log=None, lines=False, environment=None):
        self.name = os.path.basename(arguments[0])
        self.begun = time.time_ns()
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE if lines else (log or subprocess.DEVNULL),
            stderr=log or subprocess.DEVNULL, env=environment)
        self.pid = self.process.pid
        self.lines = queue.Queue()
        if lines:
            threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.decode().strip())

    def numbers(self, what, seconds=5):
        """The numbers of the next line printed; raises where none comes in time."""
        try:
            return [int(word) for word in self.lines.get(timeout=seconds).split()]
        except queue.Empty:
            raise RuntimeError(f"{self.name} saw nothing of {what} within {seconds} s") from None

    def forget(self):
        while not self.lines.empty():
            self.lines.get()

    def end(self, seconds=5):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()

    def check(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.name} ended with status {self.process.returncode}")

    # Memory in MiB, CPU in seconds.

    def family(self):
        """Its own number and those of the programs that it started, and they."""
        self.check()
        found, parents = [self.pid], {}
        for number in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                parents[int(number)] = int(open(f"/proc/{number}/stat").read().rsplit(")", 1)[1].split()[1])
        for parent in found:
            found += [number for number, its in parents.items() if its == parent]
        return found

    def memory(self, pid=None):
        self.check()
        text = open(f"/proc/{pid or self.pid}/smaps_rollup").read()
        size = lambda key: int(re.search(rf"^{key}:\s*(\d+) kB", text, re.M)[1]) / 1024
        return {"pss": size("Pss"), "rss": size("Rss"), "private": size("Private_Clean") + size("Private_Dirty")}

    def cpu(self):
        self.check()
        fields = open(f"/proc/{self.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def waits(self):
        """Voluntary context switches so far, by thread."""
        self.check()
        counts = {}
        for thread in os.listdir(f"/proc/{self.pid}/task"):
            with contextlib.suppress(FileNotFoundError):
                text = open(f"/proc/{self.pid}/task/{thread}/status").read()
                counts[thread] = int(re.search(r"^voluntary_ctxt_switches:\s*(\d+)", text, re.M)[1])
        return counts


def waits_between(before, after):
    return sum(count - before.get(thread, 0) for thread, count in after.items())


@contextlib.contextmanager
def running(*arguments, **options):
    program = Program(*arguments, **options)
    try:
        yield program
    finally:
        program.end()


def until(seconds, what, test, step=0.002):
    """Waits until `test` gives something true, and gives that."""
    deadline = time.monotonic() + seconds
    while True:
        found = test()
        if found:
            return found
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited {seconds} s in vain for {what}")
        time.sleep(step)
