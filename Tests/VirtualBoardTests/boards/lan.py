"""A LAN of virtual boards: an Ethernet switch in user space, whose links can be cut, slowed and made lossy.

Each port is a pair of datagram sockets, one frame a datagram, as QEMU's `-netdev dgram` speaks it; no right of the host is
needed. A `Gateway` on a port leads to this machine's loopback, where broker and centre run, at GATEWAY.
"""

import heapq
import itertools
import os
import random
import select
import socket
import struct
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

# QEMU's own network (slirp): this machine is seen there.
NETWORK, GATEWAY = "10.0.2.0/24", "10.0.2.2"
FRAME = 65536
BROADCAST = 1


@dataclass
class Link:
    """How a port's cable behaves, each way. `queue` is what the slow end holds, bytes; more is dropped."""
    up: bool = True
    delay: float = 0  # seconds
    rate: float = 0  # bytes per second; 0: no limit
    loss: float = 0  # share of the frames
    queue: int = 64 << 10
    # TCP ports of the board whose frames vanish, as behind a router that forgot these connections.
    forgotten: frozenset[int] = frozenset()


@dataclass
class Lane:
    """One way of a link: when its sender is free again, and what it did."""
    free: float = 0
    passed: int = 0
    dropped: int = 0
    octets: int = 0


@dataclass
class Port:
    name: str
    socket: socket.socket
    peer: str
    link: Link = field(default_factory=Link)
    inward: Lane = field(default_factory=Lane)
    outward: Lane = field(default_factory=Lane)
    # TCP ports from which it has sent.
    spoke_from: set[int] = field(default_factory=set)


class Switch:
    """Forwards frames between its ports on a thread of its own. Use it in a `with` block."""

    def __init__(self, folder: Path, dice: random.Random):
        self.folder, self.dice = folder, dice
        self.ports: dict[str, Port] = {}
        self.known: dict[bytes, Port] = {}
        self.due: list = []
        self.order = itertools.count()
        self.lock = threading.Lock()
        self.bell, self.ring = os.pipe()
        self.ended = False
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended = True
        self._wake()
        self.thread.join(5)
        for port in self.ports.values():
            port.socket.close()

    def port(self, name: str) -> list[str]:
        """Adds a port.
        - Returns: QEMU's option for the network device `lan` that is plugged into it."""
        own, peer = self.folder / f"{name}.switch", self.folder / f"{name}.board"
        for path in (own, peer):
            path.unlink(missing_ok=True)
        end = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        end.setblocking(False)
        end.bind(str(own))
        with self.lock:
            self.ports[name] = Port(name, end, str(peer))
        self._wake()
        return ["-netdev", f"dgram,id=lan,local.type=unix,local.path={peer},remote.type=unix,remote.path={own}"]

    def set(self, name: str, **changes) -> None:
        """Changes a link, such as `set("one", up=False)`. What is on its way when a cable is cut is lost."""
        with self.lock:
            for key, value in changes.items():
                if not hasattr(self.ports[name].link, key):
                    raise ValueError(f"a link has no {key}")
                setattr(self.ports[name].link, key, value)

    def forget_connections(self, name: str) -> None:
        """Every TCP connection that the board has is silently dead from now on; new ones work."""
        with self.lock:
            port = self.ports[name]
            port.link.forgotten = frozenset(port.spoke_from)

    def restore(self, name: str) -> None:
        with self.lock:
            self.ports[name].link = Link()

    def figures(self, name: str) -> str:
        port = self.ports[name]
        return ", ".join(f"{way} {lane.octets} bytes in {lane.passed} frames, {lane.dropped} dropped"
                         for way, lane in (("from it", port.inward), ("to it", port.outward)))

    # The thread

    def _wake(self) -> None:
        os.write(self.ring, b"!")

    def _run(self) -> None:
        while not self.ended:
            with self.lock:
                ends = {port.socket: port for port in self.ports.values()}
                wait = max(0.0, self.due[0][0] - time.monotonic()) if self.due else None
            ready, _, _ = select.select([self.bell, *ends], [], [], wait)
            for end in ready:
                if end == self.bell:
                    os.read(self.bell, 4096)
                else:
                    self._receive(ends[end])
            self._deliver()

    def _receive(self, port: Port) -> None:
        for _ in range(64):
            try:
                frame = port.socket.recv(FRAME)
            except OSError:
                return
            with self.lock:
                self._send(frame, port, port.inward, self._forward)

    def _deliver(self) -> None:
        while True:
            with self.lock:
                if not self.due or self.due[0][0] > time.monotonic():
                    return
                _, _, arrive, frame, port = heapq.heappop(self.due)
                arrive(frame, port)

    def _send(self, frame: bytes, port: Port, lane: Lane, arrive) -> None:
        """Puts a frame on one way of a link; `arrive` gets it at the other end, if it comes through."""
        link, now = port.link, time.monotonic()
        ports = tcp_ports(frame)
        if ports and lane is port.inward:
            port.spoke_from.add(ports[0])
        begins = max(now, lane.free)
        is_full = link.rate and (begins - now) * link.rate + len(frame) > link.queue
        is_forgotten = link.forgotten and not link.forgotten.isdisjoint(ports)
        if not link.up or is_full or is_forgotten or self.dice.random() < link.loss:
            lane.dropped += 1
            return
        lane.passed += 1
        lane.octets += len(frame)
        lane.free = begins + len(frame) / link.rate if link.rate else now
        heapq.heappush(self.due, (lane.free + link.delay, next(self.order), arrive, frame, port))

    def _forward(self, frame: bytes, source: Port) -> None:
        """A frame has come into the switch."""
        if not source.link.up or len(frame) < 14:
            return
        self.known[frame[6:12]] = source
        target = self.known.get(frame[:6])
        if target is None or frame[0] & BROADCAST:
            targets = [port for port in self.ports.values() if port is not source]
        else:
            targets = [target] if target is not source else []
        for port in targets:
            self._send(frame, port, port.outward, self._arrive)

    def _arrive(self, frame: bytes, port: Port) -> None:
        if not port.link.up:
            return
        try:
            port.socket.sendto(frame, port.peer)
        except OSError:
            port.outward.dropped += 1  # The board is off, or its buffer is full: as a card would lose it.


def tcp_ports(frame: bytes) -> tuple[int, ...]:
    """Source and destination port of a TCP segment over IPv4; nothing of another frame."""
    if frame[12:14] != b"\x08\x00" or len(frame) < 38 or frame[23] != 6:
        return ()
    return struct.unpack_from(">HH", frame, 14 + (frame[14] & 15) * 4)


class Gateway:
    """This machine's loopback as a neighbour on the LAN, at GATEWAY: QEMU's own router with no board around it."""

    def __init__(self, switch: Switch, log: Path):
        option = switch.port("gateway")
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                ["qemu-system-x86_64", "-M", "none", "-nodefaults", "-display", "none", "-monitor", "none", *option,
                 "-netdev", f"user,id=router,net={NETWORK}", "-netdev", "hubport,id=inside,hubid=0,netdev=lan",
                 "-netdev", "hubport,id=outside,hubid=0,netdev=router"],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
