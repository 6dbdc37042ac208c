"""Serial lines: a USB adapter that is pulled and returned, a 16550 UART with real baud and parity, one holder"""

import atexit
import json
import os
import pty
import shutil
import socket
import tempfile
import termios
import time
from datetime import datetime
from pathlib import Path

from boards.plugs import PROJECT, Board
from boards.qemu import quoted
from checks import BINARIES, OUT, check, note, wait_for

BOARD = "plugs"
LIMIT = 150
DEVICE = BINARIES / "loa-device"
BY_ID = "/dev/serial/by-id/usb-QEMU_QEMU_USB_SERIAL_{}-if00-port0"
# The second UART of a PC; its crystal divided by 16.
UART, UART_PORT, UART_CLOCK = "/dev/ttyS1", 0x2F8, 115_200

sockets = Path(tempfile.mkdtemp(prefix="loa-serial-"))
atexit.register(shutil.rmtree, sockets, ignore_errors=True)
# The UART's wire ends in a terminal of this machine: the emulator sets its rate as the board sets the UART's.
wire, wire_end = pty.openpty()


def adapter(name: str, port: int) -> dict:
    return {"driver": "usb-serial", "chardev": name, "serial": name, "always-plugged": True, "bus": "usb.0", "port": str(port)}


board = Board(
    "board", OUT, modules=["ftdi_sio"], network=False, plugs={name: adapter(name, port) for port, name in ((1, "A"), (2, "B"))},
    arguments=[part for name in "AB" for part in ("-chardev", f"socket,id={name},path={sockets}/{name},server=on,wait=off")]
    + ["-chardev", f"serial,id=wire,path={os.ttyname(wire_end)}", "-serial", "chardev:wire"])
atexit.register(board.power_off)


class Listening:
    """`loa-device serial listen` on the board, and what it told so far."""

    def __init__(self, name: str, port: str, *options):
        self.program = board.start(name, DEVICE, "serial", "listen", port, "--json", *options)

    def told(self) -> list[dict]:
        return [json.loads(line) for line in self.program.said().splitlines() if line.endswith("}")]

    def wait(self, event: str, seconds: float, count: int = 1) -> dict:
        """The `count`-th event of that kind."""
        def found():
            return [one for one in self.told() if one["event"] == event][count - 1:count]

        return wait_for(f"the event {event} of {self.program.name}", found, seconds)[0]

    def text(self) -> str:
        return "".join(one.get("text", "") for one in self.told() if one["event"] == "received")


def far_end(name: str) -> socket.socket:
    """What is at the other end of an adapter's cable."""
    end = socket.socket(socket.AF_UNIX)
    end.connect(str(sockets / name))
    return end


def registers() -> tuple[int, str, int, int]:
    """Rate, parity, data and stop bits by the UART's own divisor and line control, read from its ports."""
    program = (
        "import os; p = os.open('/dev/port', os.O_RDWR); at = lambda n: os.pread(p, 1, n)[0]; put = lambda n, v: os.pwrite(p, bytes([v]), n)\n"
        f"b = {UART_PORT}; control = at(b + 3); put(b + 3, control | 128); divisor = at(b) | at(b + 1) << 8; put(b + 3, control)\n"
        "print(divisor, control)")
    divisor, control = map(int, board.sh(quoted("/usr/bin/python3", "-c", program)).split())
    parity = "none" if not control & 0b01000 else "even" if control & 0b10000 else "odd"
    return UART_CLOCK // divisor, parity, 5 + (control & 0b11), 1 + (control >> 2 & 1)


def test_boots():
    """The board boots, and udev gives each adapter its lasting name"""
    board.power_on()
    note(f"power to the first command: {board.boot_seconds:.1f} s")
    board.sh(f"mkdir -p /etc/udev/rules.d && cp {PROJECT}/deploy/device/loa-device.udev /etc/udev/rules.d/70-loa-device.rules")
    board.sh("/lib/systemd/systemd-udevd --daemon")
    board.plug("A")
    wait_for("the adapter's lasting name", lambda: board.run(f"readlink -f {BY_ID.format('A')}").stdout == "/dev/ttyUSB0\n", 15)


def test_pulled_and_returned():
    """An adapter that is pulled and returned under another number is open again by itself, soon after its lasting name is there"""
    far = far_end("A")
    listening = Listening("listen-a", BY_ID.format("A"), "--reopen", "--baud", 9600)
    check(listening.wait("opened", 10)["device"] == "/dev/ttyUSB0", "it is not ttyUSB0")
    far.sendall(b"truoc")
    wait_for("what was sent before", lambda: listening.text() == "truoc", 10)
    board.unplug("A")
    listening.wait("disappeared", 5)
    # Another one takes its number meanwhile.
    board.plug("B")
    wait_for("the other adapter", lambda: board.run(f"readlink -f {BY_ID.format('B')}").stdout == "/dev/ttyUSB0\n", 10)
    returned = time.monotonic()
    board.plug("A")
    opened = listening.wait("opened", 10, count=2)
    back = time.monotonic() - returned
    named = float(board.sh(f"find {BY_ID.format('A')} -printf %T@"))
    late = datetime.fromisoformat(opened["at"].replace("Z", "+00:00")).timestamp() - named
    note(f"open again {back:.2f} s after its return, {late:.2f} s after its name, as {opened['device']}")
    check(opened["device"] == "/dev/ttyUSB1", f"the number did not change, so nothing is proved: {opened}")
    far.sendall(b"sau")
    wait_for("what was sent after", lambda: listening.text() == "truocsau", 10)
    check(listening.program.stop() is not None, "it did not end")


def test_baud_and_parity():
    """A 16550 runs at the baud and parity asked: its own registers say so, and the wire's rate"""
    speeds = {termios.B9600: 9600, termios.B2400: 2400, termios.B115200: 115200, termios.B19200: 19200}
    for baud, parity, stop in [(9600, "none", 1), (2400, "odd", 1), (19200, "even", 1), (115200, "none", 2)]:
        listening = Listening(f"listen-{baud}", UART, "--baud", baud, "--parity", parity, "--stop-bits", stop)
        opened = listening.wait("opened", 10)
        found = registers()
        on_the_wire = speeds.get(termios.tcgetattr(wire)[5])
        print(f"asked {baud} {parity} {stop}, the UART has {found}, the wire {on_the_wire}", flush=True)
        check(found == (baud, parity, 8, stop), f"asked {baud} {parity} 8 {stop}, the UART's registers say {found}")
        check(on_the_wire == baud, f"asked {baud}, the wire runs at {on_the_wire}")
        check(opened["baud"] == baud and opened["parity"] == parity, f"it tells {opened}")
        os.write(wire, b"xin chao")
        wait_for("what came over the wire", lambda: listening.text() == "xin chao", 10)
        listening.program.stop()


def test_one_holder():
    """A second opener of a line is refused, and told who holds it"""
    listening = Listening("holder", UART)
    listening.wait("opened", 10)
    second = board.run(quoted(DEVICE, "serial", "send", UART, "hai"))
    print(second.stderr)
    check(second.returncode == 1, f"the second opener ended with status {second.returncode}")
    check(f"serial port {UART}: " in second.stderr and str(listening.program.pid) in second.stderr,
          f"it does not say who holds the line: {second.stderr}")
    listening.program.stop()
    third = board.run(quoted(DEVICE, "serial", "send", UART, "ba"))
    check(third.returncode == 0, f"refused though nobody holds it: {third.stderr}")
    check(os.read(wire, 16).endswith(b"ba"), "what it sent did not arrive")
