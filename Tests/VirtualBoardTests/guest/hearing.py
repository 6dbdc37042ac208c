"""A station whose device has a microphone: its settings, and its speaker tests."""

from checks import wait_for
from station import BOARD, Station
from testbed import AREA, AUTHORITY


def board(microphone: str) -> str:
    """The settings of a device that listens there."""
    return BOARD + f'[microphone]\npcm = "{microphone}"\n'


def speaker_test(station: Station, name: str, *options: str) -> dict:
    """Orders a speaker test; its record."""
    station.bed.loa("speaker", "test", "--id", name, "--authority", AUTHORITY, "--area", AREA, *options, *station.centre)
    record = station.record(name, seconds=40)
    return record if not record["frames"] else wait_for(
        f"the result of {name}", lambda: (found := station.record(name)).get("speaker") and found, 20, 0.2)
