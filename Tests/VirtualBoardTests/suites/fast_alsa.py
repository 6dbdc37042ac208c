"""Sound through the real ALSA core: exact, in time, pre-empted and resumed, and after the card ran dry (virtual time)."""

import math
import os
import signal
import subprocess
import time
from array import array
from contextlib import contextmanager

from checks import OUT, check, note, wait_for
from listening import Heard, Listener
from station import BOARD as SETTINGS
from station import DEVICE, Station, noise, soon

BOARD = "fast"
VIRTUAL = True
LIMIT = 300

# Seconds of a fade at each end of what sounds; within them sound is not exact.
FADE = 0.02
# Two ticks of the card: what its position tells no finer than.
TICKS = 0.008


def stretch(samples: array, channels: int, first: int, frames: int) -> array:
    return samples[first * channels:(first + frames) * channels]


def place(heard: Heard, source: array, second: float, after: int = 0) -> int | None:
    """The frame at which the source's sample at `second` was heard; None where it was not."""
    return heard.find(stretch(source, heard.channels, int(second * heard.rate), 64), after)


def check_exact(heard: Heard, source: array) -> int:
    """All but the fades is heard bit for bit, in one piece. The frame at which it begins."""
    channels, frames = heard.channels, len(source) // heard.channels
    middle = place(heard, source, 1)
    if middle is None and channels == 2:
        swapped = array(source.typecode, source)
        swapped[0::2], swapped[1::2] = source[1::2], source[0::2]
        check(place(heard, swapped, 1) is None, "left and right are swapped")
    check(middle is not None, "what was played is not in what was heard, bit for bit")
    begin = middle - heard.rate
    check(begin >= 0, f"it begins {-begin} frames before the listener")
    fade = round(FADE * heard.rate)
    wanted = stretch(source, channels, fade, frames - 2 * fade)
    got = stretch(heard.samples, channels, begin + fade, frames - 2 * fade)
    if got != wanted:
        wrong = next(index for index in range(len(wanted)) if index >= len(got) or got[index] != wanted[index])
        check(False, f"sample {wrong % channels} of frame {fade + wrong // channels} is "
              f"{got[wrong] if wrong < len(got) else 'missing'} and should be {wanted[wrong]}")
    silence = stretch(heard.samples, channels, 0, begin)
    check(not any(silence), "something sounded before it began")
    return begin


@contextmanager
def playing(name: str, source, seconds: float = 10, **listening):
    """Plays a bulletin to its end with a listener at the card; yields its planned start, then what was heard."""
    listener = Listener(OUT / f"{name}.raw", **listening)
    with Station() as station:
        begin, planned = soon(4)
        file = station.bed.folder / f"{name}.wav"
        samples = source(file)
        station.schedule({"id": name, "start": begin, "source": {"kind": "media", "file": str(file)}})
        record = station.record(name, seconds=seconds + 20)
        yield planned, samples, record, listener.stop()


def test_bit_for_bit() -> None:
    """What goes in comes out bit for bit, left on the left and right on the right, at its planned instant"""
    with playing("stereo", lambda file: noise(file, 10)) as (planned, samples, record, heard):
        begin = check_exact(heard, samples)
        error = heard.wall(begin) - planned
        note(f"the first frame {error * 1000:+.1f} ms from plan by the card, {record['start_error_us'] / 1000:+.3f} ms by the record")
        check(abs(error) <= TICKS, f"it began {error * 1000:.1f} ms from its planned instant")
        check(record["outcome"] == "played" and record["frames"] == 480_000 and record["underruns"] == 0, f"the record says {record}")
        peak = 20 * math.log10(max(map(abs, heard.samples)) / 32_768)
        mean = 10 * math.log10(sum(sample * sample for sample in heard.samples) / 960_000 / 32_768 ** 2)
        check(abs(record["peak_dbfs"] - peak) < 0.001 and abs(record["rms_dbfs"] - mean) < 0.01 and record["gain_db"] == 0,
              f"{peak:.3f} dBFS at most and {mean:.3f} in the mean were heard, the record says {record}")


def test_mono() -> None:
    """One channel is heard bit for bit on both"""
    with playing("mono", lambda file: noise(file, 5, channels=1), 5) as (_, samples, _, heard):
        both = array("h", (sample for sample in samples for _ in range(2)))
        check_exact(heard, both)


def test_other_rate() -> None:
    """A card that runs at 44.1 kHz and no other gets sound of 44.1 kHz bit for bit"""
    with playing("rate", lambda file: noise(file, 5, rate=44_100), 5, rate=44_100) as (planned, samples, record, heard):
        begin = check_exact(heard, samples)
        check(record["rate"] == 44_100, f"the record says {record['rate']} frames per second")
        check(abs(heard.wall(begin) - planned) <= TICKS, f"it began {heard.wall(begin) - planned:+.4f} s from plan")


def test_wide() -> None:
    """A card that takes 32-bit samples and no others gets the 16 bits in the upper half"""
    with playing("wide", lambda file: noise(file, 5), 5, bits=32) as (_, samples, _, heard):
        check_exact(heard, array("i", (sample << 16 for sample in samples)))


def test_packed() -> None:
    """A card that takes samples of three bytes and no others gets the 16 bits in the upper two"""
    with playing("packed", lambda file: noise(file, 5), 5, bits=24) as (_, samples, _, heard):
        check_exact(heard, array("i", (sample << 16 for sample in samples)))


def test_eight_channels() -> None:
    """A card with eight channels at 96 kHz and 32 bits gets left and right on each pair of them"""
    with playing("eight", lambda file: noise(file, 3, rate=96_000), 3, rate=96_000, channels=8, bits=32) as (_, samples, _, heard):
        for first in range(0, 8, 2):
            pair = array("i", bytes(len(heard.samples) // 8 * 8))
            pair[0::2], pair[1::2] = heard.samples[first::8], heard.samples[first + 1::8]
            check_exact(Heard(pair, 2, heard.rate, heard.looks), array("i", (sample << 16 for sample in samples)))


def test_mono_card() -> None:
    """A card with one channel gets the one channel bit for bit"""
    with playing("one", lambda file: noise(file, 5, channels=1), 5, channels=1) as (_, samples, _, heard):
        check_exact(heard, samples)


def test_odd_card() -> None:
    """A card that takes no whole numbers is a fault that says what to do"""
    listener = Listener(OUT / "odd.raw", bits="float")
    with Station() as station:
        fault = wait_for("the fault", lambda: station.faults("output_unavailable"), 20, 0.2)[0]
        check("16, 24 or 32 bits" in fault["detail"] and "plughw:" in fault["detail"], f"the fault says {fault}")
    listener.leave()


def test_alert_preempts() -> None:
    """An alert takes the card from a bulletin, and waits for none of the 200 ms that it holds; that goes on where the clock says"""
    listener = Listener(OUT / "alert.raw")
    with Station() as station:
        begin, planned = soon(4)
        bulletin, message = station.bed.folder / "bulletin.wav", station.bed.folder / "message.wav"
        samples, words = noise(bulletin, 20), noise(message, 4, seed=2)
        station.schedule({"id": "bulletin", "start": begin, "after_losing": "resume",
                          "source": {"kind": "media", "file": str(bulletin)}})
        wait_for("the bulletin's sound", lambda: station.health()["output"]["state"] == "playing", 20, 0.2)
        time.sleep(max(0.0, planned + 5 - time.time()))
        sent = time.time()
        station.alert("alert", message)
        alert, record = station.record("alert"), station.record("bulletin", seconds=40)
        heard = listener.stop()
    start = place(heard, samples, 1)
    check(start is not None, "the bulletin was not heard")
    start -= heard.rate
    # Where the bulletin is first not itself its fade begins, and the alert.
    taken = next(frame for frame in range(start + heard.rate, len(heard.samples) // 2) if stretch(heard.samples, 2, frame, 1)
                 != stretch(samples, 2, frame - start, 1))
    late = heard.wall(taken) - sent
    check(late > 0, f"the bulletin sounds wrong {-late:.2f} s before the alert was sent")
    check(late < 0.06, f"the alert began {late * 1000:.0f} ms after it was sent")
    check(alert["underruns"] == 0, f"the card ran dry: {alert}")
    spoken = place(heard, words, 0.5)
    check(spoken is not None, "the alert's words were not heard")
    spoken -= heard.rate // 2
    last = max((second for second in range(1, 20) if place(heard, samples, second, start) in range(start, spoken)), default=0)
    check(heard.wall(spoken) - sent < 3, f"the alert's words began {heard.wall(spoken) - sent:.2f} s after it was sent, tone and all")
    check(last <= heard.wall(spoken) - heard.wall(start), "the bulletin sounded under the alert")
    again = next((second for second in range(last + 1, 20) if place(heard, samples, second, spoken) is not None), None)
    check(again is not None, "the bulletin did not go on after the alert")
    found = place(heard, samples, again, spoken)
    error = (found - start) - again * heard.rate
    check(abs(error) <= TICKS * heard.rate, f"it went on {error} frames from where the clock says")
    check(found > spoken + len(words) // 2 - heard.rate // 20, "the bulletin came back before the alert was over")
    check(alert["outcome"] == "played" and record["outcome"] in ("played", "partial"), f"{alert['outcome']}, {record['outcome']}")
    note(f"the alert began {late * 1000:.1f} ms after it was sent, its words {heard.wall(spoken) - sent:.2f} s after it was sent (1 s of tone first); the bulletin went on {error} frames off")


def channel(heard: Heard, number: int) -> Heard:
    """What was heard on one channel."""
    return Heard(heard.samples[number::heard.channels], 1, heard.rate, heard.looks)


def test_zones() -> None:
    """Two zones have two programmes at one time, bit for bit; an alert for one leaves the other alone, one for a zone that is not there sounds in both"""
    listener = Listener(OUT / "zones.raw")
    with Station(board=SETTINGS.replace("[output]\n", '[output]\nzones = "cho 1, truong 2"\n')) as station:
        begin, planned = soon(4)
        names = ["market", "school", "fire", "storm"]
        files = {name: station.bed.folder / f"{name}.wav" for name in names}
        sounds = {name: noise(file, 12 if n < 2 else 2, channels=1, seed=n + 1) for n, (name, file) in enumerate(files.items())}
        station.schedule(*({"id": name, "start": begin, "zones": [zone], "source": {"kind": "media", "file": str(files[file])}}
                           for name, zone, file in (("market", "cho", "market"), ("school", "truong", "school"), ("temple", "dinh", "school"))))
        time.sleep(max(0.0, planned + 4 - time.time()))
        station.alert("fire", files["fire"], "--zones", "cho")
        records = {name: station.record(name, seconds=40) for name in ("market", "school", "temple", "fire")}
        station.alert("storm", files["storm"], "--zones", "cho,dinh")
        records["storm"] = station.record("storm")
        fault = wait_for("the fault", lambda: station.faults("horn_zone_unknown"), 20, 0.2)[0]
        zones = station.health()["output"]["zones"]
        heard = listener.stop()
    left, right = channel(heard, 0), channel(heard, 1)
    start = place(right, sounds["school"], 1)
    check(start is not None, "the school's programme is not in what was heard on the right, bit for bit")
    start -= heard.rate
    whole = stretch(sounds["school"], 1, round(FADE * heard.rate), 12 * heard.rate - 2 * round(FADE * heard.rate))
    check(right.find(whole, start) == start + round(FADE * heard.rate), "the school's programme did not sound whole on the right")
    for second in (1, 3):
        check(place(left, sounds["market"], second) == start + second * heard.rate, "the market's did not begin with it on the left")
    fire = place(left, sounds["fire"], 0.5)
    check(fire is not None and place(right, sounds["fire"], 0.5) is None, "the alert for the left was not heard there alone")
    check(place(left, sounds["market"], 11) == start + 11 * heard.rate, "the market's did not go on where the clock says")
    storm = place(left, sounds["storm"], 0.5)
    check(storm is not None and place(right, sounds["storm"], 0.5) == storm, "the alert for a zone that is not there was not heard on both")
    told = {name: (record["outcome"], record.get("zones"), record.get("reason", "").split("@")[0]) for name, record in records.items()}
    check(told == {"market": ("played", ["cho"], "ubnd-31528/fire"), "school": ("played", ["truong"], ""),
                   "temple": ("missed", ["dinh"], "no_such_zone"), "fire": ("played", ["cho"], ""),
                   "storm": ("played", None, "horn_zone_unknown")}, f"the records say {told}")
    check("'dinh'" in fault["detail"] and zones == ["cho", "truong"], f"{fault}, {zones}")


def test_dry() -> None:
    """A daemon that stood still for 1.5 s plays on where the clock says, counts it, raises the fault, and clears it"""
    listener = Listener(OUT / "dry.raw")
    with Station() as station:
        begin, planned = soon(4)
        first, second = station.bed.folder / "first.wav", station.bed.folder / "second.wav"
        samples = noise(first, 10)
        noise(second, 3, seed=2)
        later = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(planned + 15))
        station.schedule({"id": "first", "start": begin, "source": {"kind": "media", "file": str(first)}},
                         {"id": "second", "start": later, "source": {"kind": "media", "file": str(second)}})
        time.sleep(max(0.0, planned + 3 - time.time()))
        daemon = station.bed.processes[DEVICE]
        os.kill(daemon.pid, signal.SIGSTOP)
        time.sleep(1.5)
        os.kill(daemon.pid, signal.SIGCONT)
        record = station.record("first")
        raised = wait_for("the fault", lambda: station.faults("output_underrun"), 20, 0.2)
        check("cleared" not in raised[0], f"the fault is over already: {raised}")
        check(station.record("second", seconds=40)["underruns"] == 0, "the next bulletin ran dry too")
        wait_for("the fault's end", lambda: station.faults("output_underrun")[0].get("cleared"), 20, 0.2)
        heard = listener.stop()
    start = place(heard, samples, 1)
    check(start is not None, "the bulletin was not heard")
    start -= heard.rate
    check(place(heard, samples, 4.2, start) is None, "the sound did not break off")
    found = place(heard, samples, 8, start)
    check(found is not None, "the sound did not come back")
    error = found - start - 8 * heard.rate
    check(abs(error) <= TICKS * heard.rate, f"it went on {error} frames from where the clock says")
    check(record["underruns"] >= 1, f"the record counts no underrun: {record}")
    check(record["frames"] < 480_000 - heard.rate, f"the record counts {record['frames']} frames, silence among them")
    note(f"{record['underruns']} underrun, {record['frames'] / 48_000:.2f} s of 10 heard; it went on {error} frames off")


def test_busy() -> None:
    """A card that another program holds is a fault; once it is free the bulletin is joined where the clock says"""
    listener = Listener(OUT / "busy.raw")
    thief = subprocess.Popen(["aplay", "-q", "-D", "hw:CARD=Loopback,DEV=0", "-f", "S16_LE", "-r", "48000", "-c", "2", "/dev/zero"])
    try:
        with Station() as station:
            begin, planned = soon(4)
            file = station.bed.folder / "busy.wav"
            samples = noise(file, 12)
            station.schedule({"id": "busy", "start": begin, "source": {"kind": "media", "file": str(file)}})
            fault = wait_for("the fault", lambda: station.faults("output_unavailable"), 20, 0.2)[0]
            check("cleared" not in fault and "busy" in fault["detail"], f"the fault says {fault}")
            time.sleep(max(0.0, planned + 3 - time.time()))
            thief.terminate()
            thief.wait(5)
            freed = time.time()
            record = station.record("busy", seconds=40)
            wait_for("the fault's end", lambda: station.faults("output_unavailable")[0].get("cleared"), 20, 0.2)
            heard = listener.stop()
    finally:
        thief.kill()
    found = place(heard, samples, 8)
    check(found is not None, "it did not play bit for bit once the card was free")
    error = heard.wall(found) - (planned + 8)
    check(abs(error) <= TICKS, f"it was joined {error * 1000:.1f} ms from where the clock says")
    first = next(index for index, sample in enumerate(heard.samples) if sample) // heard.channels
    check(heard.wall(first) - freed < 2, f"it took {heard.wall(first) - freed:.1f} s to take the card")
    sounded = 12 - (heard.wall(first) - planned)
    check(abs(record["frames"] / record["rate"] - sounded) < 0.1, f"{sounded:.2f} s sounded, the record says {record}")
    check(abs(record["start_error_us"] / 1e6 - (12 - sounded)) < 0.1, f"it began {12 - sounded:.2f} s late, the record says {record}")
    note(f"sound {heard.wall(first) - freed:.2f} s after the card was free, {error * 1000:+.1f} ms off")
