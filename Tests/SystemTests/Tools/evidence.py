#!/usr/bin/env python3
"""evidence.py journal FILE | centre FILE : what a database vouches for, as JSON, for the test of power cuts.

journal  reports that wait and orders that were accepted, read from a copy, so that the file is left as the cut left it
centre   reports of the record lane as stored, with the hash of the order that an answer accepts
"""

import json
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path


def journal(path: Path) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        for part in path.parent.glob(path.name + "*"):
            if not part.name.endswith("-shm"):
                shutil.copy(part, folder)
        base = sqlite3.connect(Path(folder) / path.name)
        epoch = base.execute("SELECT epoch FROM journal").fetchone()[0]
        waiting = base.execute("SELECT number FROM report WHERE lane = 'record'").fetchall()
        accepted = base.execute("SELECT hash FROM accepted").fetchall()
        base.close()
        return {"epoch": epoch, "waiting": [row[0] for row in waiting], "accepted": [row[0] for row in accepted]}


def centre(path: Path) -> dict:
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    stored, accepted = [], []
    for epoch, n, kind, text in base.execute(
            "SELECT epoch, n, kind, report FROM reports WHERE lane = 'record' ORDER BY epoch, n"):
        stored.append({"epoch": epoch, "n": n})
        body = json.loads(text)["body"]
        if kind == "answer" and body["outcome"] == "accepted":
            accepted.append(body["order"])
    lost = base.execute("SELECT count(*) FROM losses").fetchone()[0]
    base.close()
    return {"stored": stored, "accepted": accepted, "lost": lost}


if __name__ == "__main__":
    print(json.dumps({"journal": journal, "centre": centre}[sys.argv[1]](Path(sys.argv[2]))))
