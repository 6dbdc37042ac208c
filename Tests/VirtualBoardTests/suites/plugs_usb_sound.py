"""A USB sound card that is pulled and returned: the bulletin goes on where the clock says"""

import atexit
import time

from beside import Beside, in_seconds
from boards.plugs import Board
from checks import OUT, check, note, wait_for
from heard import Recorder, median, write_rising

BOARD = "plugs"
LIMIT = 240
# Seconds from the card's return to its sound.
BACK_WITHIN = 2.0
# Seconds that the place in the content may be from the clock, and the record from what was heard: the emulator's own
# buffers hold as much. A place that ignores the clock is off by the seconds that the card was away.
PLACE_WITHIN, TOLD_WITHIN = 0.4, 1.0
# Each time the card comes it plays into a file of its own: the emulator begins its file anew.
TIMES = 6
CARD = {"driver": "usb-audio", "bus": "usb.0", "port": "1"}
FILES = [part for number in range(TIMES) for part in (
    "-audiodev", f"wav,id=sound{number},path={OUT}/card-{number}.wav,out.frequency=48000,out.channels=2,out.format=s16")]
CONTENT, MESSAGE = OUT / "rising.wav", OUT / "message.wav"
CONTENT_SECONDS, MESSAGE_SECONDS = 14, 6

bed = Beside("loa-0001", "hw:CARD=Audio", "[output]\nbuffer_ms = 120\n")
atexit.register(bed.end)
board = Board("board", OUT, modules=["snd-usb-audio"], plugs={"card": CARD}, arguments=FILES)
atexit.register(board.power_off)
recorders: list[Recorder] = []


def plug() -> tuple[float, Recorder]:
    """Puts the card in; when that was, and what hears it."""
    number = len(recorders)
    recorders.append(Recorder(OUT / f"card-{number}.wav"))
    board.plug("card", audiodev=f"sound{number}")
    return time.monotonic(), recorders[-1]


def pull() -> float:
    board.unplug("card")
    return time.monotonic()


def loud(recorder: Recorder) -> list:
    return [moment for moment in recorder.moments() if moment.loud]


def first_sound(recorder: Recorder, seconds: float):
    return wait_for("sound of the card", lambda: loud(recorder)[:1], seconds, every=0.2)[0]


def lateness(moments, start) -> list[float]:
    """How much later each moment of the content was heard than the board's clock asked for, in seconds."""
    to_wall = time.time() - time.monotonic() + board.clock_ahead()
    return [moment.at + to_wall - start.timestamp() - moment.position for moment in moments if moment.position is not None]


def begin_bulletin(name: str, ahead: float):
    start = in_seconds(ahead)
    bed.push({"id": name, "file": CONTENT, "start": start, "max_seconds": 30})
    return start


def check_back(returned: float, recorder: Recorder) -> None:
    back = first_sound(recorder, 15).at - returned
    note(f"sound again {back:.2f} s after the card's return")
    check(back < BACK_WITHIN, f"it took {back:.2f} s from the card's return to its sound")


def check_fault() -> None:
    wait_for("the fault at the centre", lambda: "output_unavailable" in bed.faults(), 10)


def check_no_fault() -> None:
    wait_for("the fault's end at the centre", lambda: "output_unavailable" not in bed.faults(), 10)


def test_boots():
    """The board boots, the USB card has its name, and the daemon comes online"""
    board.power_on()
    note(f"power to the first command: {board.boot_seconds:.1f} s")
    plug()
    wait_for("the card named Audio", lambda: "[Audio " in board.read("/proc/asound/cards"), 10)
    write_rising(CONTENT, CONTENT_SECONDS)
    write_rising(MESSAGE, MESSAGE_SECONDS)
    bed.start_on(board)


def test_pulled_in_the_middle_of_a_bulletin():
    """Pulled in the middle of a bulletin: plays within 2 s of its return, where the bulletin should be by the clock"""
    recorder = recorders[-1]
    start = begin_bulletin("tin", 7)
    first_sound(recorder, 30)
    time.sleep(3)
    pull()
    check_fault()
    time.sleep(1.5)
    returned, second = plug()
    check_back(returned, second)
    record = wait_for("the bulletin's record", lambda: bed.has_ended("tin"), 30)
    before, after = lateness(loud(recorder), start), lateness(loud(second), start)
    for name, late in ("before", before), ("after", after):
        print(f"late {name}, each quarter of a second:", *(f"{number:+.3f}" for number in late[::5]), flush=True)
    # The first moments of each: under load an emulated card falls behind the board's clock, which a real one does not.
    at_first, again = median(before[1:7]), median(after[1:7])
    note(f"place by the clock: {at_first:+.3f} s at the start, {again:+.3f} s after the return")
    check(abs(again) < PLACE_WITHIN, f"{again:.3f} s late after the return")
    check_no_fault()
    heard = (len(before) + len(after)) / 20
    told = record["frames"] / record["rate"]
    note(f"heard {heard:.1f} s, told {told:.1f} s of {CONTENT_SECONDS} s: {record['outcome']}, {record.get('reason')}")
    check(abs(heard - told) < TOLD_WITHIN, f"{heard:.2f} s were heard, the record says {told:.2f} s")
    check(record.get("reason") == "output_unavailable", f"the record hides that the card was away: {record}")


def test_pulled_while_asleep():
    """Pulled while nothing plays: a bulletin without a card is a fault, and is joined by the clock once the card is back"""
    pull()
    start = begin_bulletin("ngu", 7)
    wait_for("three seconds of the bulletin", lambda: time.time() + board.clock_ahead() > start.timestamp() + 3, 20)
    check_fault()
    returned, recorder = plug()
    check_back(returned, recorder)
    wait_for("the bulletin's record", lambda: bed.has_ended("ngu"), 30)
    late = median(lateness(loud(recorder), start)[1:7])
    note(f"joined {late:+.3f} s off the clock")
    check(abs(late) < PLACE_WITHIN, f"joined {late:.3f} s off the clock")
    check_no_fault()


def test_alert_without_a_card():
    """An alert that comes while the card is away sounds whole within 2 s of its return"""
    pull()
    bed.alert("lu", "--file", MESSAGE, "--tone-seconds", 0, "--times", 1)
    check_fault()
    time.sleep(3)
    returned, recorder = plug()
    check_back(returned, recorder)
    record = wait_for("the alert's record", lambda: bed.has_ended("lu"), 30)
    first = loud(recorder)[1].position
    check(first < 0.2, f"it began at {first:.2f} s of its message")
    told = record["frames"] / record["rate"]
    check(record["outcome"] == "played" and abs(told - MESSAGE_SECONDS) < 0.1, f"told {told:.2f} s of {MESSAGE_SECONDS} s: {record}")
    check_no_fault()


def test_pulled_during_an_alert():
    """Pulled during an alert: within 2 s of its return the alert goes on where it stopped"""
    recorder = recorders[-1]
    before = len(loud(recorder))
    bed.alert("bao", "--file", MESSAGE, "--tone-seconds", 0, "--times", 1)
    wait_for("two seconds of the alert", lambda: len(loud(recorder)) > before + 40, 20, every=0.2)
    pull()
    check_fault()
    returned, second = plug()
    check_back(returned, second)
    record = wait_for("the alert's record", lambda: bed.has_ended("bao"), 30)
    stopped = median([moment.position for moment in loud(recorder)[-7:-1] if moment.position is not None])
    again = median([moment.position for moment in loud(second)[1:7] if moment.position is not None])
    note(f"stopped at {stopped:.2f} s of its message, went on at {again:.2f} s")
    check(-0.1 < again - stopped < TOLD_WITHIN, f"it stopped at {stopped:.2f} s and went on at {again:.2f} s")
    check(record.get("reason") == "output_unavailable", f"the record hides that the card was away: {record}")
    check_no_fault()
