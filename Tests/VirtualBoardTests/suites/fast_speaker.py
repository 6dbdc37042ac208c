"""A speaker test against the calibration of the installation, through a room (virtual time)."""

import json
import subprocess

from checks import BINARIES, OUT, check, note, wait_for
from hearing import board, speaker_test
from room import MICROPHONE, Room
from station import DEVICE, Station

BOARD = "fast"
VIRTUAL = True
LIMIT = 300


def calibrate(station: Station) -> dict:
    """How the horn sounds now, kept by the technician's command. The daemon sleeps, and no amplifier is switched."""
    command = [BINARIES / "loa-device", "speaker", "calibrate", "--json", "--config", station.bed.folder / DEVICE]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60)
    check(answer.returncode == 0, f"the calibration ended with {answer.returncode}: {answer.stderr}")
    return json.loads(answer.stdout)


def test_speaker() -> None:
    """A speaker test against the calibration: good, weak, silent, and good again; each fault ends with what ends it"""
    with Room(OUT, horn=0.2, noise=0.005) as room, Station(board=board(MICROPHONE)) as station:
        before = speaker_test(station, "before")["speaker"]
        check(before["finding"] == "not_calibrated", f"there is nothing to compare with, and the test says {before}")
        wait_for("the microphone's rest", lambda: not room.is_listened_to(), 10)
        bands = calibrate(station)["bands"]
        note("calibrated: " + ", ".join(f"{band['hz']:.0f} Hz {band['gain_db']:.1f} dB" for band in bands))
        check(all(abs(band["gain_db"] + 14) < 2 and band["clearance_db"] > 6 for band in bands), f"a horn of -14 dB was measured as {bands}")

        good = speaker_test(station, "good")["speaker"]
        check(good["finding"] == "good" and abs(good["change_db"]) < 1, f"nothing has changed, and the test says {good}")
        room.set(0.02, 0.005)
        weak = speaker_test(station, "weak")["speaker"]
        check(weak["finding"] == "weak" and abs(weak["change_db"] + 20) < 2, f"it is 20 dB softer, and the test says {weak}")
        wait_for("the fault", lambda: station.faults("speaker_weak"), 20, 0.2)
        room.set(0, 0.005)
        silent = speaker_test(station, "silent")["speaker"]
        check(silent["finding"] == "silent", f"the horn was cut off, and the test says {silent}")
        wait_for("the fault", lambda: station.faults("speaker_not_heard"), 20, 0.2)
        wait_for("the end of the weak", lambda: station.faults("speaker_weak")[0].get("cleared"), 20, 0.2)
        room.set(0.2, 0.005)
        mended = speaker_test(station, "mended")["speaker"]
        check(mended["finding"] == "good", f"it is mended, and the test says {mended}")
        wait_for("the fault's end", lambda: station.faults("speaker_not_heard")[0].get("cleared"), 20, 0.2)
