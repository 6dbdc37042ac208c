"""A commune's timetable, and an oracle of what it means that shares nothing with the daemon: dateutil's recurrence rules
and the plain arithmetic of a zone without summer time."""

import wave
from array import array
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone
from math import pi, sin
from pathlib import Path

from dateutil.rrule import rrulestr

VIETNAM = timezone(timedelta(hours=7))
RATE = 8_000
QUIET_FROM, QUIET_UNTIL = time(22), time(5)
# No bulletin of the timetable is older.
SINCE = "2027-01-01"


@dataclass(frozen=True)
class Bulletin:
    """One line of the timetable. Each has a tone of its own, so that an ear can tell which one sounds."""
    id: str
    title: str
    at: str            # hh:mm:ss on the commune's clocks
    rule: str          # RFC 5545
    seconds: int
    hertz: int
    in_quiet_hours: bool = False
    without: tuple[str, ...] = ()   # dates that are left out
    more: tuple[str, ...] = ()      # dates besides the rule's

    def order(self, folder: Path) -> dict:
        body = {
            "id": self.id, "title": self.title, "class": "normal", "start": f"{SINCE}T{self.at}", "rrule": self.rule,
            "max_seconds": self.seconds + 5, "lateness": {"policy": "skip"},
            "source": {"kind": "media", "file": str(tone(folder, self.id, self.hertz, self.seconds))}}
        if self.in_quiet_hours:
            body["in_quiet_hours"] = True
        for key, dates in (("exdate", self.without), ("rdate", self.more)):
            if dates:
                body[key] = [f"{date}T{self.at}" for date in dates]
        return body


DAILY, WORKDAYS, WEEKEND = "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;BYDAY=SA,SU"
# Vietnam's holidays in the tested span on which no programme of the district is relayed.
HOLIDAYS = ("2027-01-01", "2027-04-30", "2027-09-02", "2028-01-01")

TIMETABLE = (
    Bulletin("quoc-ca", "Quốc ca", "05:00:00", DAILY, 55, 400),
    Bulletin("tin-xa", "Tin của xã", "05:01:00", DAILY, 280, 450),
    Bulletin("thoi-tiet", "Thời tiết nông vụ", "05:06:00", DAILY, 150, 500),
    Bulletin("dai-huyen", "Tiếp âm đài huyện", "05:10:00", WORKDAYS, 1_195, 550, without=HOLIDAYS),
    Bulletin("suc-khoe", "Sức khỏe gia đình", "05:30:00", WEEKEND, 900, 600),
    Bulletin("rao-vat", "Thông báo của các thôn", "05:55:00", "FREQ=WEEKLY;BYDAY=MO,WE,FR", 180, 650),
    Bulletin("ve-sinh", "Tổng vệ sinh môi trường", "06:15:00", "FREQ=MONTHLY;BYMONTHDAY=1,15,-1", 60, 700),
    Bulletin("ngay-nhuan", "Ngày 29 tháng 2", "06:30:00", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", 40, 750),
    Bulletin("tin-trua", "Tin trưa", "11:30:00", WORKDAYS, 300, 800),
    Bulletin("ca-nhac", "Ca nhạc theo yêu cầu", "11:00:00", WEEKEND, 600, 850),
    Bulletin("nhac-hieu", "Nhạc hiệu", "17:00:00", DAILY, 25, 900),
    Bulletin("tong-hop", "Tin tổng hợp", "17:00:30", DAILY, 595, 950),
    Bulletin("dai-tinh", "Tiếp âm đài tỉnh", "17:12:00", WORKDAYS, 895, 1_000),
    Bulletin("phap-luat", "Pháp luật và đời sống", "17:28:00", "FREQ=WEEKLY;BYDAY=TU,TH", 480, 1_050),
    Bulletin("thieu-nhi", "Thiếu nhi", "17:40:00", "FREQ=WEEKLY;BYDAY=SA", 420, 1_100),
    Bulletin("hop-thon", "Họp thôn", "19:00:00", "FREQ=MONTHLY;BYDAY=1FR", 60, 1_150, more=("2027-12-30",)),
    Bulletin("dan-phong", "Nhắc phòng cháy", "19:45:00", DAILY, 50, 1_200),
    # In the quiet hours: only what is excepted by name may be heard.
    Bulletin("khuya", "Thể dục khuya", "22:30:00", DAILY, 60, 1_250),
    Bulletin("som", "Báo thức", "04:40:00", WORKDAYS, 60, 1_300),
    Bulletin("giao-thua", "Giao thừa", "23:59:30", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", 60, 1_350,
             in_quiet_hours=True))


@dataclass(frozen=True, order=True)
class Broadcast:
    planned: datetime
    id: str = field(compare=False)
    seconds: int = field(compare=False)
    hertz: int = field(compare=False)

    def __str__(self) -> str:
        return f"{self.id} at {self.planned:%a %d %b %Y %H:%M:%S}"


def planned(since: datetime, until: datetime, timetable=TIMETABLE) -> list[Broadcast]:
    """What the timetable plans in the span, the quiet hours not yet considered."""
    begin, end = (instant.astimezone(VIETNAM).replace(tzinfo=None) for instant in (since, until))
    found = []
    for bulletin in timetable:
        first = datetime.fromisoformat(f"{SINCE}T{bulletin.at}")
        starts = set(rrulestr(bulletin.rule, dtstart=first).between(begin, end - timedelta(microseconds=1), inc=True))
        dates = {date: datetime.fromisoformat(f"{date}T{bulletin.at}") for date in bulletin.without + bulletin.more}
        starts -= {dates[date] for date in bulletin.without}
        starts |= {dates[date] for date in bulletin.more if begin <= dates[date] < end}
        found += [Broadcast(start.replace(tzinfo=VIETNAM), bulletin.id, bulletin.seconds, bulletin.hertz)
                  for start in starts]
    return sorted(found)


def due(since: datetime, until: datetime, timetable=TIMETABLE) -> list[Broadcast]:
    """What must be heard of it."""
    loud = {bulletin.id for bulletin in timetable if bulletin.in_quiet_hours}
    return [broadcast for broadcast in planned(since, until, timetable)
            if broadcast.id in loud or QUIET_UNTIL <= broadcast.planned.time() < QUIET_FROM]


def schedule(folder: Path, timetable=TIMETABLE, version: int = 1) -> dict:
    """The order's body; its media are written into `folder`."""
    return {"version": version, "zone": "Asia/Ho_Chi_Minh", "bulletins": [b.order(folder) for b in timetable]}


def tone(folder: Path, name: str, hertz: int, seconds: int) -> Path:
    """A WAV file of a plain tone at -6 dB below full scale."""
    second = array("h", (round(16_000 * sin(2 * pi * hertz * index / RATE)) for index in range(RATE))).tobytes()
    path = folder / f"{name}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        for _ in range(seconds):
            file.writeframes(second)
    return path
