"""The disk that loses unflushed writes keeps its own promises, before anything is judged by it."""

import random
import socket
import struct
import tempfile
from contextlib import contextmanager
from pathlib import Path

from boards.lossy_disk import FLUSH, FUA, READ, TRIM, WRITE, LossyDisk
from checks import check, note

BOARD = "plugs"
LIMIT = 60
SECTOR = 512
SECTORS = 256


class Client:
    """The smallest NBD client: enough to be exact about what was asked and answered."""

    def __init__(self, path: Path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(5)
        self.socket.connect(str(path))
        self.stream = self.socket.makefile("rb")
        check(self.stream.read(16) == b"NBDMAGICIHAVEOPT", "the disk greets otherwise than the protocol says")
        flags = struct.unpack(">H", self.stream.read(2))[0]
        check(flags & 1, "the disk does not say 'fixed newstyle'")
        # No zeroes; an option that it cannot know (8, structured replies), then GO for the export without a name.
        self.socket.sendall(struct.pack(">I", 3) + b"IHAVEOPT" + struct.pack(">II", 8, 0))
        check(self.option_reply() == 0x80000001, "an unknown option is not refused")
        self.socket.sendall(b"IHAVEOPT" + struct.pack(">IIIH", 7, 6, 0, 0))
        while (kind := self.option_reply()) == 3:
            pass
        check(kind == 1, f"GO was answered {kind:#x}")

    def option_reply(self) -> int:
        magic, _, kind, length = struct.unpack(">QIII", self.stream.read(20))
        check(magic == 0x3E889045565A9, "an option's answer begins with a wrong number")
        self.stream.read(length)
        return kind

    def ask(self, command: int, offset: int = 0, length: int = 0, data: bytes = b"", flags: int = 0) -> bytes:
        self.socket.sendall(struct.pack(">IHHQQI", 0x25609513, flags, command, 7, offset, length or len(data)) + data)
        magic, error, handle = struct.unpack(">IIQ", self.stream.read(16))
        check((magic, handle) == (0x67446698, 7), "an answer belongs to no request")
        if error:
            raise OSError(error, "refused by the disk")
        return self.stream.read(length) if command == READ else b""

    def write(self, sector: int, letter: bytes, count: int = 1, flags: int = 0) -> None:
        self.ask(WRITE, sector * SECTOR, data=letter * (SECTOR * count), flags=flags)

    def letters(self) -> str:
        """The disk's contents: one letter a sector, '!' where a sector is of two minds."""
        data = self.ask(READ, 0, SECTORS * SECTOR)
        sectors = (data[start:start + SECTOR] for start in range(0, len(data), SECTOR))
        return "".join("!" if len(set(sector)) > 1 else chr(sector[0] or ord(".")) for sector in sectors)


@contextmanager
def disk(seed: int):
    """A fresh disk of dots."""
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "image"
        image.write_bytes(bytes(SECTORS * SECTOR))
        made = LossyDisk(image, Path(folder) / "socket", random.Random(seed), SECTOR)
        yield made, lambda: Client(made.path)
        made.close()


def test_flushed_writes_stay():
    """What was flushed or written with FUA is there after each of 100 cuts, also over an older unflushed write."""
    for seed in range(100):
        with disk(seed) as (made, client):
            board = client()
            board.write(0, b"a", SECTORS // 2)
            board.ask(FLUSH)
            board.write(128, b"b", 64)
            board.write(160, b"c", 32, flags=FUA)
            made.cut()
            after = client().letters()
            check(after[:128] == "a" * 128, f"seed {seed}: flushed sectors are {after[:128]}")
            check(after[160:192] == "c" * 32, f"seed {seed}: FUA sectors are {after[160:192]}")
            check(set(after[128:160]) <= {"b", "."}, f"seed {seed}: {after[128:160]} was never written there")
            check(after[192:] == "." * 64, f"seed {seed}: {after[192:]} was never written there")


def test_unflushed_writes_are_lost_torn_and_reordered():
    """Unflushed writes are kept, lost, torn and reordered, all four within 100 cuts; a reader saw them all before."""
    seen = {"kept": 0, "lost": 0, "torn": 0, "reordered": 0, "outdated": 0}
    for seed in range(100):
        with disk(seed) as (made, client):
            board = client()
            for sector in range(0, 32, 4):
                board.write(sector, b"1", 4)
            for sector in range(0, 16, 4):
                board.write(sector, b"2", 4)
            check(board.letters()[:32] == "2" * 16 + "1" * 16, "a write is not seen before the cut")
            made.cut()
            after = client().letters()[:32]
            writes = [after[start:start + 4] for start in range(0, 32, 4)]
            check(set(after) <= {"1", "2", "."}, f"seed {seed}: {after}")
            seen["kept"] += after == "2" * 16 + "1" * 16
            seen["lost"] += after == "." * 32
            seen["torn"] += any(len(set(write)) > 1 for write in writes)
            seen["reordered"] += any(set(a) == {"."} and set(b) & {"1", "2"} for a, b in zip(writes[4:], writes[5:]))
            seen["outdated"] += "1" in after[:16]
    note(", ".join(f"{what} {count}" for what, count in seen.items()))
    check(all(seen.values()), f"of 100 cuts: {seen}")


def test_dice_repeat():
    """The same seed loses the same sectors, another one others."""
    def after(seed: int) -> str:
        with disk(seed) as (made, client):
            client().write(0, b"x", SECTORS)
            made.cut()
            return client().letters()

    check(after(3) == after(3), "one seed gave two outcomes")
    check(len({after(seed) for seed in range(8)}) > 2, "the seed changes nothing")


def test_powerless_disk_answers_nothing():
    """A request after the cut gets no answer; a new connection finds the disk as the cut left it; trim is undone too."""
    with disk(1) as (made, client):
        board = client()
        board.write(0, b"a", 8, flags=FUA)
        board.ask(TRIM, 0, 8 * SECTOR)
        check(board.letters()[:8] == "." * 8, "trimmed sectors read otherwise than as zeroes")
        made.dice = random.Random(5)
        made.cut()
        try:
            board.ask(FLUSH)
        except (OSError, struct.error):
            pass
        else:
            check(False, "a flush was answered after the power had failed")
        check(set(client().letters()[:8]) <= {"a", "."}, "after the cut: neither what was flushed nor the trim")
        try:
            client().ask(READ, SECTORS * SECTOR, 512)
        except OSError:
            return
        check(False, "what lies behind the end was read")


def test_dies_between_two_writes():
    """Told to die at its third write it takes that one, answers neither it nor anything later, and says so."""
    with disk(1) as (made, client):
        board = client()
        made.die_in(3)
        board.write(0, b"a", flags=FUA)
        board.write(1, b"b", flags=FUA)
        check(not made.dead.is_set(), "it died too early")
        late = client()
        for end, command in ((board, WRITE), (late, FLUSH)):
            end.socket.settimeout(0.3)
            try:
                end.ask(command, 2 * SECTOR, data=b"c" * SECTOR, flags=FUA) if command == WRITE else end.ask(command)
            except TimeoutError:
                continue
            check(False, f"a dead disk answered the command {command}")
        check(made.dead.is_set(), "it does not say that it died")
        made.cut()
        again = client()
        check(again.letters()[:4] == "abc.", f"after the cut it holds {again.letters()[:4]}")
        again.write(3, b"d")
