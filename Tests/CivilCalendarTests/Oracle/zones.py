"""What the system's zones must say, by zoneinfo: offsets of instants, and instants of local times."""

import datetime
import zoneinfo

UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)
NAIVE_EPOCH = datetime.datetime(1970, 1, 1)
FIRST = -3_786_912_000  # 1850
LAST = 5_680_281_600  # 2150


def at(second, zone):
    return (EPOCH + datetime.timedelta(seconds=second)).astimezone(zone)


def offset(second, zone):
    return round(at(second, zone).utcoffset().total_seconds())


def changes(zone, random):
    """Seconds at which the offset changes: halving of spans of 40 days, over a random part of the years."""
    step = 40 * 86400
    begin = random.choice([FIRST, -1_500_000_000, -800_000_000, 0, 500_000_000, 1_200_000_000, 2_100_000_000])
    found = []
    for low in range(begin, min(begin + 40 * 365 * 86400, LAST), step):
        high = low + step
        if offset(low, zone) == offset(high, zone):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if offset(middle, zone) == offset(low, zone):
                low = middle
            else:
                high = middle
        found.append(high)
    return random.sample(found, min(len(found), 6))


def local(second, zone):
    """A local time, counted as if in UTC, and the instant it means."""
    value = NAIVE_EPOCH + datetime.timedelta(seconds=second)
    return [second, round((value.replace(tzinfo=zone, fold=0) - EPOCH).total_seconds())]


def lines(names, random):
    for name in names:
        zone = zoneinfo.ZoneInfo(name)
        seconds = [random.randint(FIRST, LAST) for _ in range(20)]
        locals_ = [random.randint(FIRST, LAST) for _ in range(10)]
        for change in changes(zone, random):
            seconds += [change - 1, change, change + 1]
            before, after = change + offset(change - 1, zone), change + offset(change, zone)
            low, high = min(before, after), max(before, after)
            locals_ += [low - 1, low, low + 1, (low + high) // 2, high - 1, high, high + 1]
        probes = []
        for second in seconds:
            value = at(second, zone)
            probes.append([second, offset(second, zone), value.tzname(), bool(value.dst())])
        yield {
            "zone": name,
            "utc": [probe[:2] for probe in probes],
            "names": [probe[2] for probe in probes],
            "daylight": [probe[3] for probe in probes],
            "local": [local(second, zone) for second in locals_],
        }


def names():
    with open("/usr/share/zoneinfo/zone.tab", encoding="utf-8") as table:
        listed = [line.split("\t")[2].strip() for line in table if not line.startswith("#")]
    return sorted(set(listed)) + ["UTC", "Etc/GMT+5", "Etc/GMT-14", "CET", "EST5EDT"]
