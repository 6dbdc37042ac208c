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

    def add(self, figure, unit, subject, values, target=None, judged="p50", targets=None, largest=False, **more):
        """`judged` names which of p50 and p99 the target holds for: p99 for latencies, the median of runs for the rest.

        `targets` gives several: the most that p50, p99 or max may be. `largest` tells the max too. Raises where nothing
        was measured: a figure that is not there must not look like a good one.
        """
        if not values:
            raise RuntimeError(f"{figure} of {subject}: nothing was measured")
        row = {"figure": figure, "unit": unit, "subject": subject, **more,
               "p50": round(quantile(values, 50), 3), "p99": round(quantile(values, 99), 3)}
        if largest:
            row["max"] = round(max(values), 3)
        if target is not None:
            row |= {"target": target, "judged": judged, "met": row[judged] <= target}
        if targets:
            row |= {"targets": targets, "met": all(row[name] <= most for name, most in targets.items())}
        row["n"] = len(values)
        self._print(row)

    def absent(self, figure, subject, reason, **more):
        """A figure that could not be measured, and why."""
        self._print({"figure": figure, "subject": subject, **more, "not_measured": reason})

    def _print(self, row):
        self.rows.append(row)
        print(json.dumps(row), flush=True)

    def table(self):
        head = ("figure", "case", "subject", "p50", "p99", "max", "unit", "target", "", "n")
        lines = [head] + [self._line(row) for row in self.rows]
        used = [column for column in range(len(head)) if column == 0 or any(line[column] for line in lines[1:])]
        widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
        for line in lines:
            cells = [line[column].ljust(widths[column]) for column in used]
            print("  ".join(cells).rstrip(), file=sys.stderr)
        for row in self.rows:
            if "not_measured" in row:
                named = " ".join(filter(None, (row["figure"], row.get("case"), row["subject"])))
                print(f"not measured: {named}: {row['not_measured']}", file=sys.stderr)

    @staticmethod
    def _line(row):
        verdict = {True: "met", False: "MISSED", None: ""}[row.get("met")]
        if "not_measured" in row:
            return (row["figure"], row.get("case", ""), row["subject"], *[""] * 5, "not measured", "")
        judged = f"{row['judged']} <= {row['target']}" if "target" in row else ""
        judged = judged or ", ".join(f"{name} <= {most:g}" for name, most in row.get("targets", {}).items())
        number = lambda name: f"{row[name]:g}" if name in row else ""
        return (row["figure"], row.get("case", ""), row["subject"], number("p50"), number("p99"), number("max"), row["unit"],
                judged, verdict, str(row["n"]))
