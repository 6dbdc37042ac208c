"""What went over the link, from what a listener at the broker wrote down: the reports of a device, each time they came."""

import json
import sqlite3
from pathlib import Path

from checks import check, wait_for


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


def stored_reports(centre: Path) -> dict[tuple[str, str, str, int], dict]:
    """What the centre holds, by another program than ours. `centre` is its folder."""
    base = sqlite3.connect(f"file:{centre / 'fleet.sqlite'}?mode=ro", uri=True)
    try:
        lost = base.execute("SELECT device, lane, first, last FROM losses").fetchall()
        rows = base.execute("SELECT device, epoch, lane, n, report FROM reports").fetchall()
    finally:
        base.close()
    check(not lost, f"the centre counts reports as lost: {lost}")
    return {tuple(row[:4]): json.loads(row[4]) for row in rows}


def check_exactly_once(traffic: Path, centre: Path, devices: list[str]) -> dict[str, int]:
    """Each report that was ever sent is at the centre once, with the text with which it was sent, under a number that no
    other report had, without a hole, and no order was accepted twice.
    - Returns: how many reports each device made."""
    sent = {key: texts for key, texts in reports(traffic).items() if key[2] == "record"}
    for (device, _, _, number), texts in sent.items():
        check(len(texts) == 1, f"{device} gave the number {number} to {len(texts)} reports: {sorted(texts)}")
    wait_for("every report at the centre", lambda: sent.keys() <= stored_reports(centre).keys(), 10, every=0.2)
    stored = stored_reports(centre)
    for key, texts in sent.items():
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
