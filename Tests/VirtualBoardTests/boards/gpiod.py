"""Both libgpiods, whichever release this machine runs: version 1 of Debian 12 and version 2 of its backports, unpacked
into the cache with their headers. The driver loads either at run time."""

from pathlib import Path

from .making import CACHE, cached, call, private_apt, step

FOLDER = CACHE / "gpiod-1"
# Release and library package by the number of the .so.
LIBRARIES = {2: ("bookworm", "libgpiod2"), 3: ("bookworm-backports", "libgpiod3")}


def prepare() -> None:
    with cached(FOLDER.name) as folder:
        if folder:
            with step("download libgpiod 1 and 2"):
                for number, (release, package) in LIBRARIES.items():
                    debs = folder / f"so.{number}"
                    debs.mkdir(exist_ok=True)
                    private_apt(release, "amd64", "apt-get", "update", "-q")
                    private_apt(release, "amd64", "apt-get", "download", "-q", "libgpiod-dev", package, folder=debs)
                    for deb in debs.glob("*.deb"):
                        call("dpkg-deb", "-x", deb, debs)
                        deb.unlink()


def headers(number: int) -> Path:
    return FOLDER / f"so.{number}" / "usr" / "include"


def library_path() -> str:
    """For LD_LIBRARY_PATH: both are found by their names."""
    return ":".join(str(FOLDER / f"so.{number}" / "usr" / "lib" / "x86_64-linux-gnu") for number in LIBRARIES)
