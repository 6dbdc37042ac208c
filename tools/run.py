#!/usr/bin/env python3
"""run.py [--capture FILE] : shows the whole of Loa on this machine; `make run` calls it.

Starts a broker with generated certificates, a centre and one device on loopback, sends a schedule with speech and music
due in a few seconds, then an alert over the music, and prints what happens as the centre hears of it.

OUTPUT    where the device plays: `file:out.wav` (default), `default` for the sound card, or any ALSA name
DURATION  seconds after which it ends by itself. It then prints one JSON line, with exit status 0 only if the schedule,
          the broadcasts, the alert and their as-run records have all arrived at the centre
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import music
from testbed import AREA, AUTHORITY, PROJECT, Bed, BedFailure

DEVICE = "loa-0001"
GREETING = "Xin chào bà con. Đây là bản tin thử của hệ thống loa truyền thanh xã."
WARNING = "Cảnh báo khẩn cấp. Nước sông đang lên nhanh. Đề nghị bà con đến nơi an toàn."
FIRST_START, MUSIC_AFTER, ALERT_AFTER, MUSIC_SECONDS = 5, 8, 4, 12
OUTCOMES_HEARD = ("played", "partial")


def say(text: str) -> None:
    print(f"{datetime.now():%H:%M:%S}  {text}", flush=True)


def output() -> str:
    wanted = os.environ.get("OUTPUT") or "file:out.wav"
    if wanted.startswith("file:"):
        return f"file:{(PROJECT / wanted[5:]).resolve()}"
    return wanted


def speak(text: str, file: Path) -> Path:
    subprocess.run(["espeak-ng", "-v", "vi", "-s", "150", "-w", file, text], check=True)
    return file


class Story(threading.Thread):
    """Follows the centre's live events and tells them."""

    def __init__(self, bed: Bed):
        super().__init__(daemon=True)
        self.bed = bed
        self.steps: dict[str, list[str]] = {}
        self.outcomes: dict[str, str] = {}
        self.answers: dict[str, str] = {}
        self.changed = threading.Condition()

    def run(self) -> None:
        import urllib.request

        try:
            with urllib.request.urlopen(self.bed.request("/api/v1/events"), timeout=60) as stream:
                kind = ""
                for raw in stream:
                    key, _, value = raw.decode().rstrip("\r\n").partition(": ")
                    if key == "event":
                        kind = value
                    elif key == "data":
                        self.take(kind, json.loads(value))
        except OSError:
            pass  # The centre has ended, or is about to.

    def take(self, kind: str, data: dict) -> None:
        with self.changed:
            if kind == "answer":
                answer = data["answer"]
                self.answers[answer.get("type", "?")] = answer["outcome"]
                say(f"{DEVICE} {answer['outcome']} the {answer.get('type', 'order')} {answer.get('detail', '')}".rstrip())
            elif kind == "asrun":
                self.step(data["as_run"])
            elif kind == "fault":
                fault = data["fault"]
                say(f"fault {'cleared' if fault.get('cleared') else 'raised'}: {fault['code']}: {fault['detail']}")
            self.changed.notify_all()

    def step(self, record: dict) -> None:
        self.steps.setdefault(record["bulletin"], []).append(record["event"])
        self.outcomes[record["bulletin"]] = record["outcome"]
        more = ""
        if record["event"] == "started" and record.get("start_error_us") is not None:
            more = f", {record['start_error_us'] / 1000:+.1f} ms from plan"
        if record["event"] == "ended":
            more = f": {record['outcome']}, {record['frames'] / (record['rate'] or 1):.1f} s heard"
        say(f"{record['event']:9}  {record['title']}{more}")

    def wait(self, condition, until: float) -> bool:
        with self.changed:
            return self.changed.wait_for(condition, max(0.0, until - time.monotonic()))


def schedule(folder: Path, first: datetime) -> Path:
    """Two bulletins, the second pre-empted by the alert. The signed exception lets the show run at any hour."""
    def bulletin(name, title, file, start, seconds):
        return {"id": name, "title": title, "class": "normal", "source": {"kind": "media", "file": str(file)},
                "start": start.strftime("%Y-%m-%dT%H:%M:%S"), "max_seconds": seconds, "after_losing": "play_after",
                "in_quiet_hours": True}

    music.write(str(folder / "nhac.wav"), MUSIC_SECONDS)
    body = {"version": 1, "zone": "Asia/Ho_Chi_Minh", "bulletins": [
        bulletin("loi-chao", "Lời chào", speak(GREETING, folder / "loi-chao.wav"), first, MUSIC_AFTER),
        bulletin("nhac", "Nhạc", folder / "nhac.wav", first + timedelta(seconds=MUSIC_AFTER), 60)]}
    file = folder / "schedule.json"
    file.write_text(json.dumps(body, ensure_ascii=False))
    return file


def show_plan(bed: Bed) -> None:
    for item in bed.api(f"/api/v1/devices/{DEVICE}/plan?hours=1")["broadcasts"]:
        planned = datetime.fromisoformat(item["planned"].replace("Z", "+00:00")).astimezone()
        say(f"planned    {item['title']} at {planned:%H:%M:%S}")


def centre_options(bed: Bed) -> list:
    return ["--centre", bed.address, "--token-file", bed.folder / "token"]


def set_up(bed: Bed, capture: Path | None) -> Story:
    bed.make_keys()
    bed.enrol(DEVICE, output())
    bed.start_broker()
    if capture:
        bed.listen(capture)
    bed.start_centre()
    print(f"\n  The centre's page: {bed.address}/\n  The device plays to {output()}\n", flush=True)
    story = Story(bed)
    story.start()
    bed.start_device(DEVICE)
    bed.wait_online(DEVICE)
    say(f"{DEVICE} is online")
    return story


def perform(bed: Bed, story: Story, until: float) -> None:
    vietnam = timezone(timedelta(hours=7))
    first = datetime.now(vietnam).replace(microsecond=0) + timedelta(seconds=FIRST_START)
    bed.loa("schedule", "push", schedule(bed.folder, first), "--authority", AUTHORITY, "--area", AREA,
            *centre_options(bed))
    story.wait(lambda: "schedule" in story.answers, until)
    show_plan(bed)
    story.wait(lambda: "started" in story.steps.get("nhac", []), until)
    time.sleep(min(ALERT_AFTER, max(0.0, until - time.monotonic())))
    bed.loa("alert", "send", "--id", "lu-quet", "--title", "Cảnh báo lũ", "--file",
            speak(WARNING, bed.folder / "canh-bao.wav"), "--tone-seconds", 2, "--times", 1, "--authority", AUTHORITY,
            "--area", AREA, *centre_options(bed))


def verdict(bed: Bed, story: Story, started: float) -> dict:
    """What has arrived at the centre, by its own records."""
    records = {record["bulletin"]: record for record in bed.api(f"/api/v1/asrun?device={DEVICE}")["as_run"]}
    heard = {name: records.get(name, {}).get("outcome", "absent") for name in ("loi-chao", "nhac", "lu-quet")}
    steps = [event["event"] for event in records.get("nhac", {}).get("events", [])]
    accepted = {order["type"]: order["answers"].get("accepted", 0) for order in bed.api("/api/v1/orders")["orders"]}
    result = {
        "schedule_accepted": accepted.get("schedule", 0) >= 1, "alert_accepted": accepted.get("alert", 0) >= 1,
        "outcomes": heard, "music_steps": steps, "seconds": round(time.monotonic() - started, 1), "output": output()}
    result["ok"] = (
        result["schedule_accepted"] and result["alert_accepted"]
        and all(outcome in OUTCOMES_HEARD for outcome in heard.values())
        and steps == ["started", "preempted", "resumed", "ended"])
    return result


def main() -> int:
    duration = float(os.environ.get("DURATION") or 0)
    capture = Path(sys.argv[2]) if sys.argv[1:2] == ["--capture"] else None
    started = time.monotonic()
    until = started + (duration or 10**9)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for program in ("espeak-ng",):
        if not shutil.which(program):
            sys.exit(f"run: {program} is not installed; call make setup")
    try:
        with Bed() as bed:
            story = set_up(bed, capture)
            perform(bed, story, until)
            story.wait(lambda: all("ended" in story.steps.get(name, []) for name in ("nhac", "lu-quet")), until)
            if not duration:
                say("that was all; the page stays until Ctrl-C")
                while all(process.poll() is None for process in bed.processes.values()):
                    time.sleep(0.5)
                raise BedFailure(f"a process ended by itself; the logs are in {bed.folder}")
            time.sleep(max(0.0, until - time.monotonic()))
            result = verdict(bed, story, started)
            bed.keep = not result["ok"]
            print(json.dumps(result, ensure_ascii=False), flush=True)
            return 0 if result["ok"] else 1
    except BedFailure as failure:
        print(f"run: {failure}", file=sys.stderr)
        if duration:
            print(json.dumps({"ok": False, "failure": str(failure).splitlines()[0]}), flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nrun: ended", flush=True)
        return 0


if __name__ == "__main__":
    sys.exit(main())
