"""The machine that figures were taken on."""

import os
import platform


def machine():
    """The machine in general terms, for docs/benchmarks.md."""
    fields = {}
    for path in ("/proc/cpuinfo", "/proc/meminfo", "/etc/os-release"):
        with open(path) as file:
            for line in file:
                key, _, value = line.strip().replace("=", ":", 1).partition(":")
                fields.setdefault(key.strip(), value.strip().strip('"'))
    virtual = ", virtualised" if "hypervisor" in fields.get("flags", "") else ""
    memory = round(int(fields["MemTotal"].split()[0]) / 2**20)
    return (f"{os.cpu_count()} cores ({fields.get('model name', platform.machine())}){virtual}, {memory} GiB, "
            f"{fields.get('PRETTY_NAME', 'Linux')}, Linux {platform.release().split('-')[0]}, "
            f"load {os.getloadavg()[0]:.1f} at the start")
