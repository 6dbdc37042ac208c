"""inside.py GROUP ROWS PROGRAMS: takes a group's figures on the fast board, where it is the only program.

ROWS is the file that the host reads, PROGRAMS the folder of the bench's C programs.
"""

import importlib
import shutil
import sys

from rows import Rows
from subjects import LOG, log


def main():
    group, path, programs = sys.argv[1:]
    rows = Rows(path)
    log().close()
    try:
        importlib.import_module(group).measure(rows, programs)
    finally:
        # What the programs said, for who wonders; the folder dies with the board.
        shutil.copy(LOG, path + ".log")


if __name__ == "__main__":
    main()
