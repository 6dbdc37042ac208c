"""An emulated board (QEMU): boots, runs commands through the agent in it, loses its power. A test on this machine uses
it in a `with` block, one straight line:

    with SomeBoard("a", OUT) as board:
        board.sh("aplay -l")
        daemon = board.start("loa-device", "/usr/bin/loa-device", "run")

Everything has a limit; a board that dies or hangs ends the test with the last lines of its console.
"""

import ctypes
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from .lines import Lines
from .making import BoardError


# A PC that is emulated on a busy machine must not judge its timers while it starts: it finds the one broken and ends, or
# takes the processor's counter for a slower one, and its clock runs away by minutes.
STEADY = ("no_timer_check", "clocksource=hpet")


@dataclass(frozen=True)
class Machine:
    """What kind of computer is emulated, and what its kernel is told of it."""
    emulator: str
    arguments: tuple[str, ...]
    console: str
    words: tuple[str, ...] = ()


PC = Machine("qemu-system-x86_64", ("-M", "q35", "-cpu", "max"), "ttyS0", STEADY)
ARM64 = Machine("qemu-system-aarch64", ("-M", "virt", "-cpu", "cortex-a53"), "ttyAMA0")


@dataclass(frozen=True)
class Share:
    """A folder of this machine that the board sees at `at`, or as its root where `at` is None. A file that this machine
    changes while the board runs is seen there only in a writable share."""
    path: Path
    at: Path | None
    writable: bool = False


@dataclass
class Options:
    """What a board is booted with. `arguments` are the emulator's own, for drives, network cards and the like."""
    kernel: Path
    initrd: Path
    words: list[str] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)
    memory: int = 1024
    processors: int = 2
    # False: the emulator ends where the board would start anew. True: it starts anew, as a real one does.
    restarts: bool = False
    # Seconds from power to the agent's first word.
    boot_limit: float = 60


class Program:
    """A program that runs in the background of a board."""

    def __init__(self, board: "QemuBoard", name: str, pid: int, log: str):
        self.board, self.name, self.pid, self.log = board, name, pid, log

    def status(self) -> int | None:
        return self.board.ask("status", pid=self.pid)["status"]

    def signal(self, number: int) -> None:
        self.board.ask("signal", pid=self.pid, number=int(number))

    def said(self) -> str:
        """A log in the board's folder is read on this machine: a file that grows meanwhile cannot always be read through
        a share ("No data available")."""
        if Path(self.log).is_relative_to(self.board.folder):
            return Path(self.log).read_text(errors="replace")
        return self.board.read(self.log)

    def stop(self, seconds: float = 10) -> int:
        """SIGTERM, and its status."""
        self.signal(signal.SIGTERM)
        return self.wait(seconds)

    def wait(self, seconds: float) -> int:
        end = time.monotonic() + seconds
        while (status := self.status()) is None:
            if time.monotonic() > end:
                raise BoardError(f"{self.name} did not end within {seconds:g} s; it said:\n{self.said()[-1500:]}")
            time.sleep(0.05)
        return status


class QemuBoard:
    """`folder` gets the console's log, <name>.console.log, and what the emulator says, <name>.emulator.log."""

    def __init__(self, name: str, folder: Path, machine: Machine, options: Options):
        self.name, self.folder, self.machine, self.options = name, Path(folder), machine, options
        self.console_log = self.folder / f"{name}.console.log"
        self.emulator_log = self.folder / f"{name}.emulator.log"
        self.emulator: subprocess.Popen | None = None
        self.boot_seconds = 0.0

    def __enter__(self):
        self.power_on()
        return self

    def __exit__(self, *_):
        self.power_off()

    # Power

    def power_on(self) -> None:
        """Boots, and returns once the agent answers. Debian's kernel changes its own code as it starts, and on two
        emulated processors now and then panics by that, before anything of the test has run: it is started once more,
        and that is said."""
        for log in (self.console_log, self.emulator_log):
            log.touch()
        said = self.console_log.stat().st_size
        try:
            self._power_on()
        except BoardError:
            if b"Kernel panic" not in self.console_log.read_bytes()[said:]:
                raise
            print(f"{self.name}: the kernel panicked as it started; once more", flush=True)
            self._power_on()

    def _power_on(self) -> None:
        self.sockets = Path(tempfile.mkdtemp(prefix="loa-board-"))
        began = time.monotonic()
        with open(self.emulator_log, "ab") as log:
            self.emulator = subprocess.Popen(
                self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_parent)
        try:
            self.monitor = Lines(self.sockets / "monitor", self._check_emulator)
            self.agent = Lines(self.sockets / "agent", self._check_emulator)
            self.qmp("qmp_capabilities")
            self.wait_boot(1, self.options.boot_limit)
        except BaseException:
            self.kill()
            raise
        self.boot_seconds = time.monotonic() - began

    def power_off(self) -> None:
        """Ends the emulator in good order: its files are whole. The board itself is not asked."""
        if self.emulator and self.emulator.poll() is None:
            try:
                self.qmp("quit")
                self.emulator.wait(5)
            except (BoardError, subprocess.TimeoutExpired, OSError):
                pass
        self.kill()

    def kill(self) -> None:
        """A power cut."""
        if self.emulator:
            self.emulator.kill()
            self.emulator.wait()
            self.emulator = None
        for link in ("monitor", "agent"):
            if hasattr(self, link):
                getattr(self, link).close()
        shutil.rmtree(self.sockets, ignore_errors=True)

    def boots(self) -> int:
        """How often the board has come up since it has power."""
        return sum("hello" in event for event in self.agent.events)

    def wait_boot(self, number: int, seconds: float) -> None:
        """Waits for the agent's first word of the `number`-th boot since power came."""
        try:
            self.agent.wait(f"boot {number} of the board {self.name}", lambda: self.boots() >= number, seconds)
        except BoardError as error:
            raise self._failure(str(error)) from None

    def reset_seen(self) -> dict | None:
        """The emulator's event of a reset that the board itself or its watchdog made, where there was one."""
        return next((event for event in self.monitor.events if event.get("event") == "RESET" and event["data"]["guest"]), None)

    def watchdog_seen(self) -> dict | None:
        """The emulator's event of a watchdog that ran out."""
        return next((event for event in self.monitor.events if event.get("event") == "WATCHDOG"), None)

    # The emulator

    def qmp(self, command: str, **arguments):
        """A command of the emulator's monitor and its answer."""
        request = {"execute": command, **({"arguments": arguments} if arguments else {})}
        answer = self.monitor.ask(request, f"the emulator's {command}", 10)
        if "error" in answer:
            raise BoardError(f"the emulator of {self.name} refuses {command} {arguments}: {answer['error']['desc']}")
        return answer["return"]

    def wait_event(self, name: str, seconds: float, **data) -> dict:
        """The first event of that name with that data, since power came."""
        def happened():
            return next((event for event in self.monitor.events
                         if event.get("event") == name and data.items() <= event.get("data", {}).items()), None)

        return self.monitor.wait(f"the emulator's {name}", happened, seconds)

    # What runs on the board

    def ask(self, what: str, within: float = 15, **more) -> dict:
        """Asks the agent, and fails with what the console says where it does not answer."""
        boots = self.boots()

        def broken():
            if self.boots() != boots:
                raise BoardError("the board started anew meanwhile")

        try:
            answer = self.agent.ask({"do": what, **more}, f"{what} {more}", within, broken)
        except (BoardError, OSError) as error:
            raise self._failure(str(error)) from None
        if "error" in answer:
            raise BoardError(f"on {self.name}, {what} {more}: {answer['error']}")
        return answer

    def run(self, command: str, limit: float = 20) -> subprocess.CompletedProcess:
        """A command of the board's shell, to its end whatever its status."""
        answer = self.ask("run", within=limit + 10, command=command, limit=limit)
        return subprocess.CompletedProcess(command, answer["status"], answer["stdout"], answer["stderr"])

    def sh(self, command: str, limit: float = 20) -> str:
        """What a command of the board's shell says; one that fails is an error."""
        done = self.run(command, limit)
        if done.returncode != 0:
            raise BoardError(f"on {self.name}, {command}: status {done.returncode}\n{(done.stdout + done.stderr)[-1500:]}")
        return done.stdout

    def start(self, name: str, *command, log: str | Path | None = None, environment: dict | None = None) -> Program:
        """Starts a program in the background. Its log is <name>.log of the board's folder where the board sees it."""
        log = str(log or self.folder / f"{self.name}.{name}.log")
        answer = self.ask("start", command=[str(part) for part in command], log=log, environment=environment or {})
        return Program(self, name, answer["pid"], log)

    def read(self, path: str | Path) -> str:
        """The text of a file on the board."""
        text, end = "", 0
        while True:
            answer = self.ask("read", path=str(path), offset=end)
            if answer["end"] == end:
                return text
            text, end = text + answer["text"], answer["end"]

    def write(self, path: str | Path, text: str) -> None:
        self.ask("write", path=str(path), text=text)

    def clock_ahead(self) -> float:
        """Seconds that the board's wall clock is ahead of this machine's, by the quickest of a few answers."""
        answers = []
        for _ in range(8):
            asked = time.time()
            wall = self.ask("clock")["wall"]
            answered = time.time()
            answers.append((answered - asked, wall - (asked + answered) / 2))
        return min(answers)[1]

    # Within

    def _command(self) -> list[str]:
        options = self.options
        words = [f"console={self.machine.console}", "quiet", "panic=-1", *self.machine.words, *options.words]
        arguments = [
            self.machine.emulator, *self.machine.arguments, "-accel", "tcg,thread=multi", "-smp", options.processors,
            "-m", options.memory, "-nodefaults", "-display", "none", "-rtc", "base=utc,clock=host",
            "-kernel", options.kernel, "-initrd", options.initrd,
            "-chardev", f"file,id=console,path={self.console_log},append=on", "-serial", "chardev:console",
            "-chardev", f"socket,id=monitor,path={self.sockets}/monitor,server=on,wait=off",
            "-mon", "chardev=monitor,mode=control",
            "-chardev", f"socket,id=agent,path={self.sockets}/agent,server=on,wait=off",
            "-device", "virtio-serial-pci", "-device", "virtserialport,chardev=agent,name=loa.agent",
            "-device", "virtio-rng-pci"]
        if not options.restarts:
            arguments.append("-no-reboot")
        for number, share in enumerate(options.shares):
            tag = "root" if share.at is None else f"share{number}"
            readonly = "off" if share.writable else "on"
            arguments += [
                "-fsdev", f"local,id={tag},path={share.path},security_model=none,readonly={readonly},multidevs=remap",
                "-device", f"virtio-9p-pci,fsdev={tag},mount_tag={tag}"]
            if share.at is not None:
                words.append(f"loa.mount={tag}:{share.at}:{'rw' if share.writable else 'ro'}")
        return [str(part) for part in [*arguments, *options.arguments, "-append", " ".join(words)]]

    def _check_emulator(self) -> None:
        if self.emulator is None:
            raise BoardError(f"the board {self.name} has no power")
        if self.emulator.poll() is not None:
            raise self._failure(f"the emulator of {self.name} ended with status {self.emulator.returncode}")

    def _failure(self, what: str) -> BoardError:
        """What happened, with what the console and the emulator said last; once is enough."""
        if "said last" in what:
            return BoardError(what)
        said = [f"its {name} said last ({log}):\n{_tail(log)}"
                for name, log in [("emulator", self.emulator_log), ("console", self.console_log)] if log.stat().st_size]
        return BoardError("\n".join([what, *said]))


def _tail(log: Path, lines: int = 20) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def quoted(*command) -> str:
    """A command for `sh`."""
    return shlex.join(str(part) for part in command)
