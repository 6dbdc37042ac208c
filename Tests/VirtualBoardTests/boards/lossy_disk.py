"""A disk that loses what was not flushed when the power fails, as the cheap SD card of a board does.

It serves one raw image over the NBD protocol (fixed newstyle) on a unix socket; QEMU opens it with
`-drive file=nbd:unix:PATH,cache=none`. A write lies in the disk's volatile cache until a FLUSH, or its own FUA flag, brings
it into the image. `cut()` is the loss of power: each sector that lies in the cache keeps what the image holds, or becomes
any of the contents that were written to it since, as the dice fall. So writes are lost, reordered and torn.
Protocol: https://github.com/NetworkBlockDevice/nbd/blob/master/doc/proto.md
"""

import mmap
import os
import random
import socket
import struct
import threading
import time
from dataclasses import dataclass
from pathlib import Path

OPTION_MAGIC, OPTION_REPLY = 0x49484156454F5054, 0x3E889045565A9
REQUEST_MAGIC, REPLY_MAGIC = 0x25609513, 0x67446698
EXPORT_NAME, ABORT, INFO, GO = 1, 2, 6, 7
READ, WRITE, DISCONNECT, FLUSH, TRIM = 0, 1, 2, 3, 4
ACK, INFORMATION, UNSUPPORTED = 1, 3, 0x80000001
FUA = 1
# Has flags; takes FLUSH, FUA and TRIM.
ABILITIES = 1 | 4 | 8 | 32
EINVAL = 22


@dataclass(frozen=True)
class Loss:
    """What one cut did, counted in sectors."""
    unflushed: int
    lost: int
    outdated: int

    def __str__(self) -> str:
        return f"{self.unflushed} sectors unflushed, {self.lost} of them lost, {self.outdated} from an older write"


class LossyDisk:
    """One disk. `sector` is the grain in bytes at which a write can be torn: 512, or 4096 as on newer cards."""

    def __init__(self, image: Path, path: Path, dice: random.Random, sector: int = 4096):
        self.size = image.stat().st_size
        if self.size % sector:
            raise ValueError(f"{image}: {self.size} bytes are no whole number of sectors of {sector}")
        self.path, self.dice, self.sector = path, dice, sector
        with open(image, "r+b") as file:
            self.durable = mmap.mmap(file.fileno(), self.size)
        # What a reader sees; `waiting` has, for each sector in the cache, every content since the last flush.
        self.seen = bytearray(self.durable)
        self.waiting: dict[int, list[bytes]] = {}
        self.flushes = 0
        self.lock = threading.Lock()
        self.power = 0
        # Writes until the disk dies by itself, and that it did.
        self.countdown = 0
        self.dead = threading.Event()
        self.connections: set[socket.socket] = set()
        path.unlink(missing_ok=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen()
        threading.Thread(target=self._listen, daemon=True).start()

    # Power

    def die(self) -> None:
        """It answers no more: first the disk, then the board, so that the board cannot even see an error. `cut` follows."""
        with self.lock:
            self.dead.set()

    def die_in(self, writes: int) -> None:
        """The same, by itself, once so many further writes have come: an instant at which much is under way."""
        with self.lock:
            self.countdown = writes

    def cut(self) -> Loss:
        """The power has failed. Returns once the image is what a new start sees; from now on it answers again."""
        with self.lock:
            self.power += 1
            self.countdown = 0
            self.dead.clear()
            ended, self.connections = self.connections, set()
            loss = self._lose()
        for connection in ended:
            self._hang_up(connection)
        return loss

    def close(self) -> None:
        """Ends in good order: all is kept."""
        with self.lock:
            self._flush()
            self.power += 1
            ended, self.connections = self.connections, set()
        self.listener.close()
        for connection in ended:
            self._hang_up(connection)
        self.path.unlink(missing_ok=True)
        self.durable.flush()

    def _lose(self) -> Loss:
        # Some cuts take everything, some nothing, most something.
        kept_share = self.dice.choice([0.0, self.dice.random(), self.dice.random(), 1.0])
        unflushed, lost, outdated = len(self.waiting), 0, 0
        for number, contents in self.waiting.items():
            if self.dice.random() >= kept_share:
                lost += 1
                continue
            # The more is kept, the newer.
            last = len(contents) - 1
            choice = last if self.dice.random() < kept_share else self.dice.randint(0, last)
            outdated += choice < last
            self._put(number, contents[choice])
        self.waiting.clear()
        self.seen[:] = self.durable
        return Loss(unflushed, lost, outdated)

    # The cache; called under the lock

    def _put(self, number: int, content: bytes) -> None:
        self.durable[number * self.sector:(number + 1) * self.sector] = content

    def _sectors(self, offset: int, length: int) -> range:
        return range(offset // self.sector, (offset + length + self.sector - 1) // self.sector)

    def _write(self, offset: int, data: bytes, reaches_disk: bool) -> None:
        self.seen[offset:offset + len(data)] = data
        for number in self._sectors(offset, len(data)):
            content = bytes(self.seen[number * self.sector:(number + 1) * self.sector])
            if reaches_disk:
                self.waiting.pop(number, None)
                self._put(number, content)
            else:
                self.waiting.setdefault(number, []).append(content)

    def _flush(self) -> None:
        for number, contents in self.waiting.items():
            self._put(number, contents[-1])
        self.waiting.clear()
        self.flushes += 1

    # The protocol

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with self.lock:
            power = self.power
            self.connections.add(connection)
        try:
            stream = connection.makefile("rb")
            if self._negotiate(connection, stream):
                while self._answer(connection, stream, power):
                    pass
            # A dead disk says nothing at all: an error would be an answer.
            while self.dead.is_set() and connection in self.connections:
                time.sleep(0.005)
        except (OSError, EOFError, struct.error):
            pass  # The board lost its power, or was ended.
        finally:
            self.connections.discard(connection)
            self._hang_up(connection)

    @staticmethod
    def _hang_up(connection: socket.socket) -> None:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        connection.close()

    def _negotiate(self, connection: socket.socket, stream) -> bool:
        """True once the client may send requests."""
        connection.sendall(struct.pack(">8sQH", b"NBDMAGIC", OPTION_MAGIC, 1 | 2))
        wants_no_zeroes = struct.unpack(">I", _read(stream, 4))[0] & 2
        while True:
            _, option, length = struct.unpack(">QII", _read(stream, 16))
            _read(stream, length)
            if option == EXPORT_NAME:
                zeroes = b"" if wants_no_zeroes else bytes(124)
                connection.sendall(struct.pack(">QH", self.size, ABILITIES) + zeroes)
                return True
            if option in (INFO, GO):
                self._reply(connection, option, INFORMATION, struct.pack(">HQH", 0, self.size, ABILITIES))
                self._reply(connection, option, INFORMATION, struct.pack(">HIII", 3, 1, 4096, 32 << 20))
                self._reply(connection, option, ACK)
                if option == GO:
                    return True
            elif option == ABORT:
                self._reply(connection, option, ACK)
                return False
            else:
                self._reply(connection, option, UNSUPPORTED)

    @staticmethod
    def _reply(connection: socket.socket, option: int, kind: int, data: bytes = b"") -> None:
        connection.sendall(struct.pack(">QIII", OPTION_REPLY, option, kind, len(data)) + data)

    def _answer(self, connection: socket.socket, stream, power: int) -> bool:
        """Carries out one request; false when there is no further one."""
        magic, flags, command, handle, offset, length = struct.unpack(">IHHQQI", _read(stream, 28))
        if magic != REQUEST_MAGIC or command == DISCONNECT:
            return False
        data = _read(stream, length) if command == WRITE else b""
        error, answer = 0, b""
        with self.lock:
            if power != self.power or self.dead.is_set():
                return False
            if offset + length > self.size:
                error = EINVAL
            elif command == READ:
                answer = bytes(self.seen[offset:offset + length])
            elif command == WRITE:
                self._write(offset, data, bool(flags & FUA))
                self.countdown -= 1
                if self.countdown == 0:
                    self.dead.set()
                    return False
            elif command == TRIM:
                self._write(offset, bytes(length), bool(flags & FUA))
            elif command == FLUSH:
                self._flush()
            else:
                error = EINVAL
        connection.sendall(struct.pack(">IIQ", REPLY_MAGIC, error, handle) + answer)
        return True


def _read(stream, count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data


def new_image(path: Path, mebibytes: int, *make_file_system: str) -> Path:
    """A fresh image with a file system in it: `make_file_system` is the command, the path is put behind it."""
    from .making import call

    path.unlink(missing_ok=True)
    with open(path, "wb") as file:
        os.truncate(file.fileno(), mebibytes << 20)
    call(*make_file_system, path)
    return path
