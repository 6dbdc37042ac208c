"""Whether a horn is heard: the daemon's own microphone against what it played, with real ALSA at both (virtual time)."""

import time

from checks import OUT, check, note, wait_for
from hearing import board, speaker_test
from room import MICROPHONE, Room
from station import Station, noise, soon

BOARD = "fast"
VIRTUAL = True
LIMIT = 600

SECONDS = 9


def heard(station: Station, name: str, seconds: float = 40) -> dict:
    """What the record of a bulletin says of the microphone, once it is known."""
    def told():
        records = station.bed.api("/api/v1/asrun?device=loa-0001")["as_run"]
        return next((r for r in records if r["bulletin"] == name and "heard" in r and r["event"] == "ended"), None)

    return wait_for(f"what was heard of {name}", told, seconds, 0.2)["heard"]


def play(station: Station, *names: str) -> list[dict]:
    """Plays bulletins one after another; what was heard of each."""
    begin, planned = soon(4)
    bulletins = []
    for place, name in enumerate(names):
        file = station.bed.folder / f"{name}.wav"
        noise(file, SECONDS, seed=sum(name.encode()))
        start = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(planned + place * (SECONDS + 5)))
        bulletins.append({"id": name, "start": start, "source": {"kind": "media", "file": str(file)}})
    station.schedule(*bulletins)
    return [heard(station, name, 40 + SECONDS * len(names)) for name in names]


def test_loopback() -> None:
    """What a loopback card plays is heard at its other end, all of it, at the right instant"""
    with Station(board=board("hw:CARD=Loopback,DEV=1")) as station:
        [said] = play(station, "direct")
    note(f"{said}")
    check(said["verdict"] == "heard" and said["stretches"] == said["stretches_heard"] >= 3, f"the record says {said}")
    check(abs(said["delay_ms"]) < 40, f"a cable has no delay of {said['delay_ms']} ms")
    check(said["score"] > 0.5, f"a cable changes nothing, and the likeness is {said['score']}")


def test_horn() -> None:
    """Heard through a room; cut off it is not, and after three broadcasts that is a fault until it is heard again"""
    with Room(OUT) as room, Station(board=board(MICROPHONE)) as station:
        check(not room.is_listened_to(), "the microphone is open while nothing sounds")
        [said] = play(station, "softly")
        note(f"26 dB softer, with noise: {said}")
        check(said["verdict"] == "heard" and said["stretches"] == said["stretches_heard"] >= 3, f"it was heard, and the record says {said}")
        check(0 < said["delay_ms"] < 1000, f"the room's delay is said to be {said['delay_ms']} ms")
        wait_for("the microphone's rest", lambda: not room.is_listened_to(), 10)

        room.set(0, 0.01)
        cut = play(station, "cut-1", "cut-2")
        check([said["verdict"] for said in cut] == ["not_heard"] * 2, f"the horn was cut off, and the records say {cut}")
        check(not station.faults("speaker_not_heard"), "two broadcasts are a fault already")
        [said] = play(station, "cut-3")
        check(said["verdict"] == "not_heard", f"the horn was cut off, and the record says {said}")
        fault = wait_for("the fault", lambda: station.faults("speaker_not_heard"), 20, 0.2)[0]
        check("cleared" not in fault and "3 broadcasts" in fault["detail"], f"the fault says {fault}")
        note(f"cut off: {said}")

        room.set(0.05, 0.01)
        check(play(station, "again")[0]["verdict"] == "heard", "the horn is back and not heard")
        wait_for("the fault's end", lambda: station.faults("speaker_not_heard")[0].get("cleared"), 20, 0.2)


def test_noisy() -> None:
    """A horn as loud as the street's noise is heard"""
    # The bulletin's noise is half of full scale: both are 0.02 then.
    with Room(OUT, horn=0.04, noise=0.02), Station(board=board(MICROPHONE)) as station:
        [said] = play(station, "street")
    note(f"{said}")
    check(said["verdict"] == "heard" and said["stretches"] == said["stretches_heard"], f"the record says {said}")


def test_dead() -> None:
    """A microphone that gives silence cannot tell, and is the fault after three broadcasts"""
    with Room(OUT, horn=0, noise=0), Station(board=board(MICROPHONE)) as station:
        said = play(station, "one", "two", "three")
        check([(each["verdict"], each.get("reason")) for each in said] == [("cannot_tell", "microphone_silent")] * 3, f"the records say {said}")
        fault = wait_for("the fault", lambda: station.faults("microphone_silent"), 20, 0.2)[0]
        check("cleared" not in fault, f"the fault says {fault}")
        check(not station.faults("speaker_not_heard"), "a dead microphone says that the horn is not heard")


def test_absent() -> None:
    """A microphone that is not there is a fault; what plays is the same as ever"""
    with Station(board=board("hw:CARD=Nobody")) as station:
        [said] = play(station, "alone")
        check((said["verdict"], said.get("reason")) == ("cannot_tell", "no_microphone"), f"the record says {said}")
        fault = wait_for("the fault", lambda: station.faults("microphone_unavailable"), 20, 0.2)[0]
        check("hw:CARD=Nobody" in fault["detail"], f"the fault says {fault}")
        record = station.record("alone")
        check(record["frames"] == SECONDS * 48_000 and record["underruns"] == 0, f"the record says {record}")


def test_quiet() -> None:
    """A speaker test keeps the quiet hours, unless the order names the exception"""
    always = board("hw:CARD=Loopback,DEV=1").replace('until = "00:00"', 'until = "23:59"')
    with Station(board=always) as station:
        record = speaker_test(station, "night")
        check(record["outcome"] == "quiet_hours" and record["frames"] == 0, f"the record says {record}")
        record = speaker_test(station, "excepted", "--in-quiet-hours")
        check(record["outcome"] == "played" and record["speaker"]["finding"] == "not_calibrated", f"the record says {record}")
