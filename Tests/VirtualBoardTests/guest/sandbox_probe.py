"""sandbox_probe.py OUT.json: what a process in the daemon's sandbox may do. The suite of the packages starts it by
ExecStartPost of the unit itself, so that nothing of the sandbox is told twice."""

import json
import os
import socket
import sys

FIFO = os.SCHED_FIFO


def device(path: str):
    """Opens a device as the daemon would. A watchdog is told that it is closed on purpose."""
    descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
    if "watchdog" in path:
        os.write(descriptor, b"V")
    os.close(descriptor)


def real_time(priority: int):
    os.sched_setscheduler(0, FIFO, os.sched_param(priority))
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


ATTEMPTS = {
    "open the sound card": lambda: device("/dev/snd/controlC0"),
    "open a GPIO chip": lambda: device("/dev/gpiochip0"),
    "open the watchdog": lambda: device("/dev/watchdog"),
    "open a disk that everybody may open": lambda: device("/dev/vda"),
    "write its data": lambda: open("/var/lib/loa/probe", "w").close(),
    "write its settings": lambda: open("/etc/loa/probe", "w").close(),
    "write /usr": lambda: open("/usr/probe", "w").close(),
    "read its key": lambda: open("/etc/loa/device.key").close(),
    "see other processes": lambda: os.stat("/proc/1"),
    "run at FIFO 40": lambda: real_time(40),
    "run at FIFO 41": lambda: real_time(41),
    "open a raw socket": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close(),
    "make a namespace": lambda: os.unshare(os.CLONE_NEWNET),
    "change the control groups": lambda: os.mkdir("/sys/fs/cgroup/probe"),
}


def attempt(what) -> str:
    try:
        what()
        return "yes"
    except OSError as error:
        return error.strerror


with open(sys.argv[1], "w") as out:
    json.dump({name: attempt(what) for name, what in ATTEMPTS.items()}, out)
