"""Speech and streams through the real ALSA core: in time, and with engines and servers that fail, hang, flood or die (virtual time)."""

import math
import os
import ssl
import subprocess
import time
import wave
from array import array
from itertools import cycle
from pathlib import Path

from checks import OUT, check, note, wait_for
from listening import Heard, Listener
from radio import Radio
from station import AREA, AUTHORITY, BOARD as STANDARD, Station, noise, soon

BOARD = "fast"
VIRTUAL = True
LIMIT = 300

# What the attention tone has in it, in hertz; half a second of each in turn.
TONE = (650, 850)


def level(heard: Heard, frame: int, frames: int, hertz: float) -> float:
    """How much of a frequency sounds in the first channel there, as amplitude of full scale."""
    part = heard.samples[frame * heard.channels:(frame + frames) * heard.channels:heard.channels]
    real = sum(sample * math.cos(2 * math.pi * hertz * n / heard.rate) for n, sample in enumerate(part))
    imaginary = sum(sample * math.sin(2 * math.pi * hertz * n / heard.rate) for n, sample in enumerate(part))
    return 2 * math.hypot(real, imaginary) / max(1, len(part)) / 32_768


def is_tone(heard: Heard, frame: int) -> bool:
    """Whether the tenth of a second from there is the attention tone."""
    return max(level(heard, frame, heard.rate // 10, hertz) for hertz in TONE) > 0.35


def tenths(heard: Heard) -> str:
    """Each tenth of a second from the first sound on: T for the tone, s for another sound, . for silence."""
    first = next((n for n, sample in enumerate(heard.samples) if abs(sample) > 30), None)
    check(first is not None, "nothing was heard")
    first //= heard.channels
    step, letters = heard.rate // 10, ""
    for frame in range(first, len(heard.samples) // heard.channels - step, step):
        loud = max(map(abs, heard.samples[frame * heard.channels:(frame + step) * heard.channels]))
        letters += "." if loud < 30 else "T" if is_tone(heard, frame) else "s"
    return letters.rstrip(".")


def alert(station: Station, name: str, *options: object) -> float:
    """Sends an alert with a text; when."""
    sent = time.time()
    station.bed.loa("alert", "send", "--id", name, "--title", name, "--text", "Lũ quét. Bà con rời khỏi bờ suối ngay.",
                    "--gap-seconds", 1, *options, "--authority", AUTHORITY, "--area", AREA, *station.centre)
    return sent


def engine(lines: str) -> str:
    """The settings of a device whose speech engine runs these lines of a shell."""
    script = OUT / f"engine{len(list(OUT.glob('engine*')))}"
    script.write_text(f"#!/bin/sh\n{lines}\n")
    os.chmod(script, 0o755)
    return f'{STANDARD}[speech]\ncommand = "{script} {{output}} {{voice}}"\n'


def hear_alert(name: str, board: str, *options: object, seconds: float = 60, file: bool = False) -> tuple[str, dict, list]:
    """An alert with a text from a device of these settings: what was heard, its record and the engine's faults."""
    listener = Listener(OUT / f"{name}.raw")
    with Station(board=board) as station:
        if file:
            noise(station.bed.folder / "recorded.wav", 2)
            options += ("--file", station.bed.folder / "recorded.wav")
        alert(station, name, *options)
        record = station.record(name, seconds=seconds)
        faults = station.faults("speech_unavailable")
        heard = listener.stop()
    check(record["outcome"] == "played", f"the record says {record}")
    letters = tenths(heard)
    note(letters)
    return letters, record, faults


def test_alert_is_spoken() -> None:
    """An alert with nothing but a text: three seconds of tone, the words without a gap, and both again"""
    letters, _, faults = hear_alert("spoken", STANDARD, "--times", 2)
    check(letters.startswith("T" * 29), "it does not begin with three seconds of tone")
    check(letters[29:34].count("s") >= 3, "the words do not follow the tone")
    check(letters.count("T" * 25) == 2 and letters.count("s") > 20, "tone and words were not heard twice")
    check(not faults, f"there are faults: {faults}")


def test_engine_fails() -> None:
    """An engine that fails: the tone as often as ordered, with the fault"""
    letters, record, faults = hear_alert("failing", engine("echo broken >&2; exit 3"), "--times", 2)
    # A tenth of a second with a tone's begin or end in it is neither.
    check(letters.count("s") <= 3 and letters.count("T" * 25) == 2, "two tones and nothing else were not heard")
    check(faults and "broken" in faults[0]["detail"], f"the faults are {faults}")
    check(record["reason"] == "speech_unavailable", f"the record says {record}")


def test_engine_hangs() -> None:
    """An engine that hangs: ten seconds of tone at most, then the recorded message"""
    letters, _, _ = hear_alert("hanging", engine("sleep 1000"), "--times", 1, file=True)
    words = letters.find("s" * 10)
    check(29 <= words <= 105, f"the recorded message begins after {words / 10} s")
    check("." not in letters[:words], "there is a hole in the tone")


def test_engine_floods() -> None:
    """An engine that floods its output and its words: the alert and the daemon live on"""
    letters, _, faults = hear_alert("flood", engine("yes >&2 & exec cat /dev/zero > $1"), "--times", 1)
    check(letters.startswith("T" * 29), "the tone was not heard")
    check(bool(faults), "there is no fault")


def test_bulletin_is_spoken() -> None:
    """A bulletin's text is rendered before it is due and begins at its planned instant"""
    listener = Listener(OUT / "bulletin.raw")
    with Station() as station:
        begin, _ = soon(6)
        station.schedule({"id": "noi", "start": begin,
                          "source": {"kind": "speech", "text": "Kính mời bà con đi họp lúc bảy giờ."}})
        record = station.record("noi", seconds=40)
        heard = listener.stop()
    check(record["outcome"] == "played" and "reason" not in record, f"the record says {record}")
    check(abs(record["start_error_us"]) < 5_000, f"it began {record['start_error_us']} us from plan")
    check("s" * 5 in tenths(heard), "no words were heard")
    note(f"{record['frames'] / record['rate']:.1f} s of speech, {record['start_error_us']} us from plan")


def test_bulletin_falls_back() -> None:
    """A bulletin whose engine fails plays what stands behind its text, bit for bit, and says why"""
    listener = Listener(OUT / "fallback.raw")
    with Station(board=engine("exit 1")) as station:
        begin, _ = soon(6)
        file = station.bed.folder / "recorded.wav"
        samples = noise(file, 3)
        recorded = station.bed.loa("media", "add", file, *station.centre)["source"]
        station.schedule({"id": "noi", "start": begin, "source": {
            "kind": "speech", "text": "Kính mời bà con.", "fallback": recorded}})
        record = station.record("noi", seconds=40)
        heard = listener.stop()
    check(record["outcome"] == "played" and record["reason"] == "speech_unavailable", f"the record says {record}")
    middle = heard.find(array("h", samples[48_000:48_128]))
    check(middle is not None, "the recorded message was not heard bit for bit")


def test_stream_dies_and_falls_back() -> None:
    """A stream that dies in its slot gives way to the recorded file behind it and comes back after that, bit for bit each"""
    listener = Listener(OUT / "stream.raw")
    with Station() as station:
        file = station.bed.folder / "recorded.wav"
        words, live = noise(file, 4, seed=2), noise(station.bed.folder / "live.wav", 12)
        recorded = station.bed.loa("media", "add", file, *station.centre)["source"]
        with Radio(live, [6, 9]) as radio:
            begin, _ = soon(5)
            station.schedule({"id": "dai", "start": begin, "max_seconds": 16, "source": {
                "kind": "stream", "url": radio.address, "fallback": recorded}})
            record = station.record("dai", seconds=60)
            faults = station.faults("stream_unavailable")
            heard = listener.stop()
    first, second = heard.find(live[96_000:96_128]), heard.find(words[96_000:96_128])
    check(first is not None, "the stream was not heard bit for bit")
    check(second is not None and second > first, "the recorded file was not heard after it")
    again = heard.find(live[96_000:96_128], second)
    check(again is not None, "the stream was not heard again")
    check(record["outcome"] == "played" and record["reason"] == "stream_unavailable", f"the record says {record}")
    check(faults and faults[0].get("cleared"), f"the faults are {faults}")
    note(f"stream, file {(second - first) / 48_000:.1f} s later, stream again {(again - second) / 48_000:.1f} s later")


def test_stream_is_not_there() -> None:
    """A stream that nobody sends: silence with a fault, tried again in its slot, and no evidence of sound"""
    with Station() as station:
        begin, _ = soon(5)
        with Radio(array("h"), []) as radio:
            station.schedule({"id": "dai", "start": begin, "max_seconds": 20, "source": {"kind": "stream", "url": radio.address}})
            record = station.record("dai", seconds=90)
            fault = station.faults("stream_unavailable")[0]
            asked = radio.asked
    check(record["outcome"] == "failed" and record["frames"] == 0, f"the record says {record}")
    check(record["reason"] == "stream_unavailable" and "503" in fault["detail"], f"{record['reason']}: {fault}")
    check(2 <= asked <= 15, f"the server was asked {asked} times in 20 s")
    note(f"the server was asked {asked} times in 20 s")


LEVELLED = STANDARD.replace("[output]\n", '[output]\nlevel_media = "on"\n')
# Amplitudes of a tone of 1 kHz: 20 dB apart. One of -16 dB of full scale on both sides has the loudness of -16 LUFS.
QUIET, LOUD, TARGET = 0.05, 0.5, -16


def test_levelled() -> None:
    """A quiet and a loud voice, and a quiet and a loud stream, are heard within 1 dB of the site's loudness"""
    for name, amplitude in (("quiet", QUIET), ("loud", LOUD)):
        tone(OUT / f"{name}.wav", 6, amplitude)
    listener = Listener(OUT / "levelled.raw")
    voices = engine(f'cp "{OUT}/$2.wav" "$1"').replace(STANDARD, LEVELLED)
    with Station(board=voices) as station, Radio(samples_of(QUIET), [60]) as quiet, Radio(samples_of(LOUD), [60]) as loud:
        begin, planned = soon(6)
        sources = [{"kind": "speech", "text": "Chào bà con.", "voice": voice} for voice in ("quiet", "loud")]
        sources += [{"kind": "stream", "url": radio.address} for radio in (quiet, loud)]
        station.schedule(*({"id": f"n{n}", "start": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(planned + 12 * n)),
                            "max_seconds": 9, "source": source} for n, source in enumerate(sources)))
        records = [station.record(f"n{n}", seconds=90) for n in range(len(sources))]
        heard = listener.stop()
    for n, (source, record) in enumerate(zip(sources, records)):
        check(record["outcome"] == "played", f"the record says {record}")
        # Two seconds in its middle.
        middle = heard.frame_at(planned + 12 * n + 4)
        decibels = 20 * math.log10(max(1e-9, level(heard, middle, 2 * heard.rate, 1_000)))
        note(f"{source.get('voice') or source['url']}: {decibels:.2f} dB of full scale")
        check(abs(decibels - TARGET) < 1, f"{source} is heard at {decibels:.1f} dB of full scale")


def samples_of(amplitude: float) -> array:
    """A second of the tone, as a stream gives it."""
    return array("h", (round(32_767 * amplitude * math.sin(2 * math.pi * n / 48)) for n in range(48_000) for _ in range(2)))


def tone(file: Path, seconds: int, amplitude: float) -> None:
    with wave.open(str(file), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes(samples_of(amplitude).tobytes() * seconds)


GROUP, SENDER = "239.1.2.3", "10.9.8.7"


def test_multicast() -> None:
    """Live speech, Opus over RTP to a multicast group, is heard; not where another sender is named"""
    # The board's network is its own: nothing of this leaves it.
    for words in (f"addr add {SENDER}/32 dev lo", "link set lo multicast on", f"route add {GROUP}/32 dev lo src {SENDER}"):
        subprocess.run(["ip", *words.split()], check=True)
    sender = subprocess.Popen(["ffmpeg", "-v", "error", "-re", "-f", "lavfi", "-i", "sine=1000:sample_rate=48000", "-ac", "2",
                               "-c:a", "libopus", "-payload_type", "111", "-f", "rtp", f"rtp://{GROUP}:5004?ttl=1"])
    listener = Listener(OUT / "multicast.raw")
    try:
        with Station() as station:
            begin, planned = soon(5)
            later = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(planned + 15))
            station.schedule(
                {"id": "noi", "start": begin, "max_seconds": 12,
                 "source": {"kind": "stream", "url": f"rtp://{GROUP}:5004?pt=111&from={SENDER}"}},
                {"id": "khac", "start": later, "max_seconds": 12,
                 "source": {"kind": "stream", "url": f"rtp://{GROUP}:5004?pt=111&from=10.9.8.8"}})
            spoken, other = station.record("noi", seconds=60), station.record("khac", seconds=60)
            heard = listener.stop()
    finally:
        sender.kill()
        sender.wait()
    check(spoken["outcome"] == "played", f"the record says {spoken}")
    loud = level(heard, heard.frame_at(planned + 6), 4 * heard.rate, 1_000)
    # ffmpeg's sine is 18 dB below full scale, and 3 dB less on each of two channels.
    check(abs(loud - 0.088) < 0.015, f"1 kHz was heard at {loud:.3f} of full scale")
    check((other["outcome"], other["frames"]) == ("failed", 0), f"another sender was heard: {other}")
    note(f"first sample {spoken['start_error_us'] / 1e6:.2f} s after the planned instant")


def certificate(name: str, signer: str | None = None) -> ssl.SSLContext | None:
    """Makes a certificate for a host and, without a signer, an authority of that name; what a server shows of it."""
    def openssl(words: str) -> None:
        subprocess.run(["openssl", *words.split()], cwd=OUT, check=True, stderr=subprocess.DEVNULL)

    new = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    if not signer:
        openssl(f"req -x509 {new} -days 3650 -subj /CN={name} -keyout {name}.key -out {name}.crt")
        return None
    openssl(f"req {new} -subj /CN={name} -keyout {name}.key -out {name}.csr")
    (OUT / f"{name}.ext").write_text(f"subjectAltName=DNS:{name}\n")
    openssl(f"x509 -req -in {name}.csr -CA {signer}.crt -CAkey {signer}.key -CAcreateserial -days 3650 -extfile {name}.ext -out {name}.crt")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(OUT / f"{name}.crt", OUT / f"{name}.key")
    return context


def test_https() -> None:
    """A stream over https is heard where the board knows its authority; no stranger's, and none with another's name"""
    certificate("authority")
    certificate("stranger")
    good, named = certificate("localhost", "authority"), certificate("other.example", "authority")
    foreign = certificate("localhost", "stranger")
    # Lies over the file of this machine, and is gone with the board.
    with open("/etc/ssl/certs/ca-certificates.crt", "a") as known:
        known.write((OUT / "authority.crt").read_text())
    live = samples_of(LOUD)
    listener = Listener(OUT / "https.raw")
    with Station() as station, Radio(live, [60], identity=good) as right, \
            Radio(live, cycle([60]), identity=named) as misnamed, Radio(live, cycle([60]), identity=foreign) as strange:
        begin, planned = soon(5)
        station.schedule(*({"id": f"n{n}", "start": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(planned + 12 * n)),
                            "max_seconds": 8, "source": {"kind": "stream", "url": radio.address}}
                           for n, radio in enumerate((right, misnamed, strange))))
        records = [station.record(f"n{n}", seconds=90) for n in range(3)]
        faults = station.faults("stream_unavailable")
        heard = listener.stop()
    check([record["outcome"] for record in records] == ["played", "failed", "failed"], f"the records say {records}")
    check(level(heard, heard.frame_at(planned + 4), 2 * heard.rate, 1_000) > 0.45, "the stream was not heard")
    check(all(record["frames"] == 0 for record in records[1:]), f"a wrong certificate was heard: {records}")
    check(len(faults) >= 2 and misnamed.asked == strange.asked == 0, f"the faults are {faults}")
    note(f"refused: {faults[0]['detail']}")
