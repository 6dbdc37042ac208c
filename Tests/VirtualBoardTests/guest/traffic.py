"""What went over the link, from what a listener at the broker wrote down: the reports of a device, each time they came."""

import json
import sqlite3
from pathlib import Path

from checks import check


def reports(traffic: Path) -> dict[tuple[str, str, str, int], set[str]]:
    """Of each (device, epoch, lane, number) every different text that was sent under it."""
    sent: dict[tuple[str, str, str, int], set[str]] = {}
    for line in traffic.read_text().splitlines():
        topic, _, payload = line.partition(" ")
        if topic.endswith("/report"):
            text = bytes.fromhex(payload).decode()
            report = json.loads(text)
            sent.setdefault((report["device"], report["epoch"], report["lane"], report["n"]), set()).add(text)
    return sent


def check_exactly_once(traffic: Path, centre: Path, devices: list[str]) -> dict[str, int]:
    """Each report that was ever sent is at the centre once, with the text with which it was sent, under a number that no
    other report had, without a hole, and no order was accepted twice. `centre` is its folder.
    - Returns: how many reports each device made."""
    sent = reports(traffic)
    for (device, _, lane, number), texts in sent.items():
        check(len(texts) == 1, f"{device} gave the number {number} of {lane} to {len(texts)} reports: {sorted(texts)}")
    base = sqlite3.connect(f"file:{centre / 'fleet.sqlite'}?mode=ro", uri=True)
    stored = {tuple(row[:4]): json.loads(row[4]) for row in base.execute("SELECT device, epoch, lane, n, report FROM reports")}
    lost = base.execute("SELECT device, lane, first, last FROM losses").fetchall()
    base.close()
    check(not lost, f"the centre counts reports as lost: {lost}")
    for key, texts in sent.items():
        if key[2] == "record":
            check(key in stored, f"{key} was sent and is not at the centre")
            check(stored[key]["body"] == json.loads(next(iter(texts)))["body"], f"{key} is at the centre with another content")
    return {device: check_device(device, {key[1:]: report for key, report in stored.items() if key[0] == device})
            for device in devices}


def check_device(device: str, stored: dict[tuple[str, str, int], dict]) -> int:
    epochs = {epoch for epoch, _, _ in stored}
    check(len(epochs) == 1, f"{device} lost its journal: its reports are of the epochs {sorted(epochs)}")
    numbers = sorted(number for _, lane, number in stored if lane == "record")
    check(numbers == list(range(1, len(numbers) + 1)), f"{device}: the record lane has holes: {numbers}")
    accepted = [report["body"]["order"] for report in stored.values()
                if report["kind"] == "answer" and report["body"]["outcome"] == "accepted"]
    twice = {order for order in accepted if accepted.count(order) > 1}
    check(not twice, f"{device} accepted orders twice: {sorted(twice)}")
    check(accepted, f"{device} accepted no order at all")
    return len(stored)
