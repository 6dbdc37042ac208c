"""Writes JSON lines of questions about time with the right answers: `oracle.py rules SEED COUNT`, `oracle.py zones SEED`.

Needs python3-dateutil of Debian; zones come from the system's tzdata, as Loa's do.
"""

import json
import random
import sys
import zoneinfo

import expect
import generate
import zones

zoneinfo.reset_tzpath(to=["/usr/share/zoneinfo"])


def main():
    kind, seed = sys.argv[1], int(sys.argv[2])
    source = random.Random(seed)
    if kind == "rules":
        for _ in range(int(sys.argv[3])):
            case, parts = generate.case_of(source)
            print(json.dumps(expect.fill(case, parts, source)))
    else:
        for line in zones.lines(zones.names(), source):
            print(json.dumps(line))


main()
