#!/bin/sh
# quietly.sh LABEL COMMAND [ARG...] : runs a long command and shows what matters of it.
#
# Its output goes to .build/logs/LABEL.log. While it runs, and when it went well, only its summary lines are shown;
# when it failed, also the lines that say why, and where the rest is. V=1 shows everything. Exit status: the command's.
set -u
label=$1
shift
if [ "${V:-}" = 1 ]; then
    exec "$@"
fi
mkdir -p .build/logs
log=.build/logs/$label.log
started=$(date +%s)
"$@" >"$log" 2>&1
status=$?
took=$(($(date +%s) - started))
grep -E '^.{0,3} ?Test run with|^Build complete' "$log" | sed "s/^/$label: /"
if [ "$status" -ne 0 ]; then
    grep -nE '(^| )error:|✘|recorded an issue|Fatal error|unexpected signal' "$log" | head -n 40 >&2
    echo "$label: failed with status $status after $took s; the last lines:" >&2
    tail -n 15 "$log" >&2
    echo "$label: the whole output is in $log" >&2
else
    echo "$label: well, $took s"
fi
exit "$status"
