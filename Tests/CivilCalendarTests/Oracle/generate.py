"""Random recurrences over all the parts that Loa carries out, legal by RFC 5545."""

import datetime
import zoneinfo

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ZONES = [
    "Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
    "Africa/Casablanca", "Asia/Kolkata", "America/Sao_Paulo", "Pacific/Apia", "UTC",
]
SHARP_DATES = [(2, 28), (2, 29), (12, 31), (1, 1), (12, 29), (1, 3), (3, 31), (10, 31), (5, 30)]
SHARP_TIMES = [(0, 0, 0), (1, 30, 0), (2, 0, 0), (2, 15, 0), (2, 30, 0), (3, 0, 0), (5, 0, 0), (23, 59, 59)]
# How many days of window a rule with INTERVAL=1 needs to show something.
SPAN = {"DAILY": 150, "WEEKLY": 500, "MONTHLY": 2500, "YEARLY": 14000}


def start_of(random):
    year = random.randint(1990, 2040)
    if random.random() < 0.4:
        month, day = random.choice(SHARP_DATES)
        if (month, day) == (2, 29):
            year -= year % 4
    else:
        month, day = random.randint(1, 12), random.randint(1, 28)
    if random.random() < 0.6:
        time = random.choice(SHARP_TIMES)
    else:
        time = (random.randint(0, 23), random.randint(0, 59), random.choice([0, 0, 0, 30]))
    return datetime.datetime(year, month, day, *time)


def numbers(random, low, high, most, signed):
    chosen = set()
    for _ in range(random.randint(1, most)):
        value = random.randint(low, high)
        chosen.add(-value if signed and random.random() < 0.35 else value)
    return ",".join(str(value) for value in sorted(chosen, key=lambda _: random.random()))


def week_numbers(random):
    if random.random() < 0.4:
        return ",".join(str(week) for week in random.sample([1, 2, 51, 52, 53, -1, -2, -51, -52, -53], 2))
    return numbers(random, 1, 53, 3, True)


def weekdays(random, ordinals, most):
    """`most`: the largest ordinal that makes sense."""
    chosen = []
    for day in random.sample(DAYS, random.randint(1, 4)):
        if ordinals and random.random() < 0.7:
            size = random.randint(1, most)
            chosen.append(f"{random.choice(['', '', '-', '+'])}{size}{day}")
        else:
            chosen.append(day)
    return ",".join(chosen)


def by_parts(random, frequency):
    parts = {}
    if random.random() < 0.3:
        parts["BYMONTH"] = numbers(random, 1, 12, 5, False)
    if frequency == "YEARLY" and random.random() < 0.2:
        parts["BYWEEKNO"] = week_numbers(random)
    if frequency == "YEARLY" and random.random() < 0.2:
        parts["BYYEARDAY"] = numbers(random, 1, 366, 6, True)
    if frequency != "WEEKLY" and random.random() < (0.5 if frequency == "MONTHLY" else 0.25):
        parts["BYMONTHDAY"] = numbers(random, 1, 31, 6, True)
    if random.random() < 0.5:
        ordinals = frequency in ("MONTHLY", "YEARLY") and "BYWEEKNO" not in parts and random.random() < 0.7
        of_month = frequency == "MONTHLY" or "BYMONTH" in parts
        parts["BYDAY"] = weekdays(random, ordinals, 5 if of_month else 53)
    if parts and random.random() < 0.35:
        parts["BYSETPOS"] = numbers(random, 1, 4 if frequency != "YEARLY" else 12, 3, True)
    return parts


def until_of(random, start, days, zone):
    """Often the very second at which something may come, or the second before."""
    moment = start + datetime.timedelta(days=random.randint(1, days), seconds=random.choice([0, 0, 0, -1, 7 * 3600]))
    kind = random.choice(["date", "local", "utc"])
    if kind == "date":
        return moment.strftime("%Y%m%d")
    if kind == "local":
        return moment.strftime("%Y%m%dT%H%M%S")
    instant = moment.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(datetime.timezone.utc)
    return instant.strftime("%Y%m%dT%H%M%SZ")


def rule_of(random, start, zone):
    frequency = random.choice(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY", "YEARLY"])
    interval = random.choice([1, 1, 1, 1, 2, 2, 3, 4, 5, 7, 13])
    parts = {"FREQ": frequency}
    if interval > 1 or random.random() < 0.1:
        parts["INTERVAL"] = str(interval)
    parts.update(by_parts(random, frequency))
    if random.random() < 0.4:
        parts["WKST"] = random.choice(DAYS)
    span = SPAN[frequency] * interval
    end = random.random()
    if end < 0.35:
        parts["COUNT"] = str(random.choice([1, 2, 3, 5, 10, 30, 100]))
    elif end < 0.65:
        parts["UNTIL"] = until_of(random, start, span, zone)
    return parts, min(span, 30000)


def near(random, start, span):
    return start + datetime.timedelta(days=random.randint(0, span), seconds=random.choice([0, 0, 0, 3600, 61]))


def case_of(random):
    """A recurrence, a zone and a window; the occurrences are filled in by `expect.py`."""
    start = start_of(random)
    zone = random.choice(ZONES)
    parts, span = rule_of(random, start, zone)
    names = list(parts)
    if random.random() < 0.5:
        random.shuffle(names)
    begin = start
    if random.random() < 0.4:
        begin += datetime.timedelta(days=random.randint(-400, span * 2), seconds=random.choice([0, 0, 1, -1, 3600]))
    case = {
        "rule": ";".join(f"{name}={parts[name]}" for name in names),
        "zone": zone,
        "start": start,
        "from": begin,
        "until": begin + datetime.timedelta(days=random.randint(span // 2, span)),
        "limit": random.choice([1, 3, 10, 40, 40, 120]),
        "rdate": [], "exdate": [],
    }
    if random.random() < 0.25:
        case["rdate"] = [near(random, start, span) for _ in range(random.randint(1, 4))]
    return case, parts
