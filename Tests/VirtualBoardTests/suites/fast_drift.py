"""Two cards that run apart: what is heard drifts as their control says, and each daemon measures its own (virtual time)."""

import subprocess

from checks import OUT, check, note, wait_for
from listening import Listener
from station import Station, noise, soon

BOARD = "fast"
VIRTUAL = True
LIMIT = 240

# Millionths by which each card is made fast; a real one is some tens off.
CARDS = {"Loopback2": 200, "Loopback3": -1_000}
SECONDS = 60


def shift(card: str, millionths: int) -> None:
    """Sets the rate of both ends of a loopback; the kernel knows steps of ten millionths."""
    for end in (0, 1):
        subprocess.run(["amixer", "-q", "-c", card, "cset", f"iface=PCM,name='PCM Rate Shift 100000',device={end}",
                        str(100_000 - millionths // 10)], check=True)


def test_drift() -> None:
    """Each card's drift is heard as its control says, and measured by its daemon to 20 millionths"""
    for card, millionths in CARDS.items():
        shift(card, millionths)
    listeners = {card: Listener(OUT / f"{card}.raw", card) for card in CARDS}
    with Station(*CARDS) as station:
        begin, planned = soon(4)
        file = station.bed.folder / "long.wav"
        samples = noise(file, SECONDS)
        station.schedule({"id": "long", "start": begin, "source": {"kind": "media", "file": str(file)}})
        records = {device: station.record("long", device, SECONDS + 30) for device in station.devices}
        told = {card: wait_for(f"the drift of {card}", lambda: station.health(device)["output"].get("drift_ppm"), 30, 0.5)
                for device, card in station.devices.items()}
    check(all(record["underruns"] == 0 for record in records.values()), f"a card ran dry: {records}")
    for card, millionths in CARDS.items():
        heard = listeners[card].stop()
        places = [heard.find(samples[2 * second * 48_000:2 * second * 48_000 + 128]) for second in (2, SECONDS - 2)]
        check(None not in places, f"{card} did not play it in one piece")
        check(places[1] - places[0] == (SECONDS - 4) * 48_000, f"{card}: {places[1] - places[0]} frames between two places")
        late = heard.wall(places[1]) - planned - (SECONDS - 2)
        note(f"{card} set to {millionths:+} ppm: heard {heard.drift:+.1f}, its daemon says {told[card]:+.1f}; {late * 1000:+.1f} ms at the end")
        check(abs(heard.drift - millionths) < 20, f"{card} is heard to be {heard.drift:.1f} ppm fast, not {millionths}")
        check(abs(told[card] - heard.drift) < 20, f"{card}'s daemon says {told[card]}, it is {heard.drift:.1f}")
