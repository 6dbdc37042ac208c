"""Figures: one JSON object a line on stdout as they are measured, a table on stderr at the end."""

import json
import sys


def quantile(values, share):
    """The smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


class Figures:
    def __init__(self):
        self.rows = []

    def add(self, figure, unit, subject, values, target=None, judged="p50", **more):
        """`judged` names which of p50 and p99 the target holds for: p99 for latencies, the median of runs for the rest.

        Raises where nothing was measured: a figure that is not there must not look like a good one.
        """
        if not values:
            raise RuntimeError(f"{figure} of {subject}: nothing was measured")
        row = {"figure": figure, "unit": unit, "subject": subject, **more,
               "p50": round(quantile(values, 50), 3), "p99": round(quantile(values, 99), 3)}
        if target is not None:
            row |= {"target": target, "judged": judged, "met": row[judged] <= target}
        row["n"] = len(values)
        self.rows.append(row)
        print(json.dumps(row), flush=True)

    def table(self):
        head = ("figure", "case", "subject", "p50", "p99", "unit", "target", "", "n")
        lines = [head] + [self._line(row) for row in self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
        for line in lines:
            print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip(), file=sys.stderr)

    @staticmethod
    def _line(row):
        judged = f"{row['judged']} <= {row['target']}" if "target" in row else ""
        verdict = {True: "met", False: "MISSED", None: ""}[row.get("met")]
        return (row["figure"], row.get("case", ""), row["subject"], f"{row['p50']:g}", f"{row['p99']:g}", row["unit"],
                judged, verdict, str(row["n"]))
