"""What a recurrence must give, by python-dateutil and zoneinfo.

Where dateutil and RFC 5545 differ, dateutil is asked another question whose answer is the RFC's; each such place is
named in docs/decisions/0010-recurrence.md and counted as a `decision` of the case.
"""

import datetime
import functools
import zoneinfo

from dateutil import rrule

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
MARGIN = datetime.timedelta(days=3)


def text_of(parts):
    return ";".join(f"{name}={value}" for name, value in parts.items())


def dates(parts, start, last):
    """dateutil's own answer up to `last`. It searches up to the year 9999 where a rule gives nothing: end it before."""
    kept = datetime.MAXYEAR
    datetime.MAXYEAR = min(kept, last.year + 1)
    try:
        found = []
        for value in rrule.rrulestr(text_of(parts), dtstart=start):
            if value > last:
                break
            found.append(value)
        return found
    finally:
        datetime.MAXYEAR = kept


def with_ordinals(parts):
    """D3: BYDAY=MO,2TU is every Monday and the second Tuesday; dateutil would take days that are both."""
    days = parts.get("BYDAY", "").split(",")
    if len({day in DAYS for day in days}) < 2:
        return parts, []
    most = 5 if parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts else 53
    spelt = []
    for day in days:
        spelt += [f"{number}{day}" for number in range(1, most + 1)] if day in DAYS else [day]
    return {**parts, "BYDAY": ",".join(spelt)}, ["D3"]


def with_weekday(parts, start):
    """D2: BYWEEKNO alone means the weekday of DTSTART; dateutil would take all seven days."""
    if "BYWEEKNO" not in parts or any(name in parts for name in ("BYDAY", "BYMONTHDAY", "BYYEARDAY")):
        return parts, []
    return {**parts, "BYDAY": DAYS[start.weekday()]}, ["D2"]


def from_week_start(parts, start):
    """D1: BYSETPOS chooses from the whole of the first week; dateutil would choose from what follows DTSTART."""
    if parts["FREQ"] != "WEEKLY" or "BYSETPOS" not in parts:
        return parts, start, []
    begin = start - datetime.timedelta(days=(start.weekday() - DAYS.index(parts.get("WKST", "MO"))) % 7)
    if begin == start:
        return parts, start, []
    return {"BYDAY": DAYS[start.weekday()], **parts}, begin, ["D1"]


@functools.cache
def week_one(year, first):
    """The first day of the first week, of weeks from the weekday `first` on, with four days or more in the year."""
    begin = datetime.date(year, 1, 1) - datetime.timedelta(days=6)
    while begin.weekday() != first or sum(day.year == year for day in week(begin)) < 4:
        begin += datetime.timedelta(days=1)
    return begin


def week(begin):
    return [begin + datetime.timedelta(days=number) for number in range(7)]


@functools.cache
def week_number(day, first):
    """Of `day`, with weeks from the weekday `first` on: its number and the same from the year's end."""
    year = max(year for year in (day.year - 1, day.year, day.year + 1) if week_one(year, first) <= day)
    number = (day - week_one(year, first)).days // 7 + 1
    weeks = (week_one(year + 1, first) - week_one(year, first)).days // 7
    if first == 0:
        assert number == day.isocalendar()[1]
    return number, number - weeks - 1


def in_weeks(parts, found, start, last):
    """D5: dateutil counts the weeks of the year before wrongly: what it says of BYWEEKNO is worked out again."""
    if "BYWEEKNO" not in parts:
        return found, []
    wanted = {int(number) for number in parts["BYWEEKNO"].split(",")}
    first = DAYS.index(parts.get("WKST", "MO"))
    asked = {name: value for name, value in parts.items() if name not in ("BYWEEKNO", "BYSETPOS")}
    every = dates(asked, start.replace(month=1, day=1), last.replace(month=12, day=31))
    right = [day for day in every if wanted & set(week_number(day.date(), first))]
    if "BYSETPOS" in parts:
        positions = [int(number) for number in parts["BYSETPOS"].split(",")]
        right = [day for year in sorted({day.year for day in right}) for day in chosen(right, year, positions)]
    right = [day for day in right if start <= day <= last]
    return right, ["D5"] if right != found else []


def chosen(days, year, positions):
    of_year = [day for day in days if day.year == year]
    indices = {position - 1 if position > 0 else len(of_year) + position for position in positions}
    return [of_year[index] for index in sorted(indices) if 0 <= index < len(of_year)]


def instant(value, zone):
    return round(value.replace(tzinfo=zone, fold=0).timestamp())


def until_allows(until, value, zone):
    if until is None:
        return True
    if until.endswith("Z"):
        end = datetime.datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        return instant(value, zone) <= round(end.timestamp())
    if "T" in until:
        return value <= datetime.datetime.strptime(until, "%Y%m%dT%H%M%S")
    # D4: a date includes the whole of the local day.
    return value.date() <= datetime.datetime.strptime(until, "%Y%m%d").date()


def ruled(parts, start, zone, last):
    """All that the rule gives up to `last`, and the decisions that were needed."""
    asked = {name: value for name, value in parts.items() if name not in ("COUNT", "UNTIL")}
    asked, third = with_ordinals(asked)
    asked, second = with_weekday(asked, start)
    asked, begin, first = from_week_start(asked, start)
    found = [value for value in dates(asked, begin, last) if value >= start]
    found, fifth = in_weeks(asked, found, start, last)
    if "COUNT" in parts:
        found = found[:int(parts["COUNT"])]
    found = [value for value in found if until_allows(parts.get("UNTIL"), value, zone)]
    fourth = ["D4"] if "UNTIL" in parts and "T" not in parts["UNTIL"] else []
    return found, first + second + third + fourth + fifth


def undecided(parts, start, last):
    """What dateutil says to the rule just as it stands (UNTIL in UTC aside, which it refuses of a local DTSTART)."""
    if parts.get("UNTIL", "").endswith("Z"):
        return None
    return dates(parts, start, last)


def sharpen(case, parts, random, zone):
    """Moves UNTIL to the very second of something that comes, or a second to either side."""
    free = {name: value for name, value in parts.items() if name != "UNTIL"}
    found = [value for value in ruled(free, case["start"], zone, case["until"])[0] if value >= case["from"]]
    if not found:
        return
    moment = random.choice(found[:case["limit"]]) + datetime.timedelta(seconds=random.choice([0, 0, 0, 0, 1, -1]))
    if parts["UNTIL"].endswith("Z"):
        second = instant(moment, zone)
        parts["UNTIL"] = datetime.datetime.fromtimestamp(second, datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    elif "T" in parts["UNTIL"]:
        parts["UNTIL"] = moment.strftime("%Y%m%dT%H%M%S")
    else:
        parts["UNTIL"] = moment.strftime("%Y%m%d")
    case["rule"] = text_of(parts)


def fill(case, parts, random):
    """Chooses EXDATE among what comes, then puts down what is expected. Returns the case as JSON can hold it."""
    zone = zoneinfo.ZoneInfo(case["zone"])
    if "UNTIL" in parts and random.random() < 0.7:
        sharpen(case, parts, random, zone)
    start, begin, end, limit = case["start"], case["from"], case["until"], case["limit"]
    found, decisions = ruled(parts, start, zone, end + MARGIN)
    plain = undecided(parts, start, end + MARGIN)
    known = sorted(set(found) | set(case["rdate"]))
    if known and random.random() < 0.3:
        if random.random() < 0.4:
            case["rdate"].append(random.choice(known))
        window = [value for value in known if begin <= value < end] or known
        case["exdate"] = random.sample(window, min(len(window), random.randint(1, 5)))
        case["exdate"].append(random.choice(known) + datetime.timedelta(seconds=1))
    every = sorted((set(found) | set(case["rdate"])) - set(case["exdate"]))
    civil = [value for value in every if begin <= value < end]
    first, until = instant(begin, zone), instant(end, zone)
    instants = sorted({second for second in (instant(value, zone) for value in every) if first <= second < until})
    written = {name: value.isoformat() for name, value in case.items() if isinstance(value, datetime.datetime)}
    written.update(
        rule=case["rule"], zone=case["zone"], limit=limit, decisions=decisions,
        plain=plain is None or plain == found,
        additional=[value.isoformat() for value in case["rdate"]],
        excluded=[value.isoformat() for value in case["exdate"]],
        civil=[value.isoformat() for value in civil[:limit]],
        utc=[instant(value, zone) for value in civil[:limit]],
        fromUTC=first, untilUTC=until, instants=instants[:limit])
    return written
