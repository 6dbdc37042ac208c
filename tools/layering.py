#!/usr/bin/env python3
"""layering.py [--self-test]: holds the arrows between rooms to the picture of docs/architecture.md.

Arrows point down: Contract knows nothing below it, Device knows no driver, C stops in Drivers, Centre knows no device.
The compiler already refuses cycles and undeclared imports; this refuses a declared arrow that should not exist.
Exit status 1 and one line for each wrong arrow.
"""

import sys

from package import Target, load, parse

# Which groups a group may use, and which rooms of a further group it may use besides.
GROUPS = {
    "Contract": {"Contract"},
    "Device": {"Contract"},
    "Drivers": {"Contract"},
    "Centre": {"Contract", "Centre"},
    "Operator": {"Contract", "Operator"},
    "Programs": {"Contract", "Device", "Drivers", "Centre", "Operator"},
    "Tests": {"Contract", "Device", "Drivers", "Centre", "Operator", "Tests"},
}
ROOMS = {
    # Drivers carry out seams that these rooms declare.
    "Drivers": {"Hardware", "Journal", "Settings", "Uplink"},
    # The command line reads zones, speaks HTTP and measures media; it has no device in it.
    "Operator": {"ZoneFiles", "CurlHTTP", "LoudnessMeter"},
}
# Within the device: the hops of docs/architecture.md's two sentences, each knowing only what it hands to or takes from.
DEVICE = {
    "Hardware": set(),
    "Settings": set(),
    "Scheduling": set(),
    "Playback": {"Hardware"},
    "Health": {"Hardware"},
    "Journal": set(),
    "Uplink": {"Hardware", "Health", "Journal"},
    "DeviceApp": {"Hardware", "Settings", "Scheduling", "Playback", "Health", "Journal", "Uplink"},
}
# Drivers stand side by side; the arrows between two of them are named here.
BETWEEN_DRIVERS = {
    ("MediaFetch", "CurlHTTP"), ("Speech", "ChildProcess"), ("Speech", "LoudnessMeter"),
    ("StreamDecoder", "ChildProcess"), ("StreamDecoder", "CurlHTTP"), ("StreamDecoder", "AudioCodecs"),
    ("StreamDecoder", "LoudnessMeter"),
}
# What each driver may use besides: how blocking work keeps to a thread of its own.
EVERY_DRIVERS = {"OwnThread"}
# Which packages a group, or a room where it is named, may use.
PRODUCTS = {
    "Contract": {"Crypto"},
    "Device": {"Logging"},
    "Drivers": {"Crypto"},
    "FleetStore": {"Crypto", "GRDB", "Logging"},
    "CentreWeb": {"Crypto", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOCore"},
    "Centre": {"Logging"},
    "Operator": {"ArgumentParser", "Crypto", "SwiftASN1", "X509"},
    "Programs": {"ArgumentParser", "Logging", "ServiceLifecycle"},
}


def is_allowed(user: Target, used: Target) -> bool:
    if used.is_c:
        return user.group in (used.group, "Tests")
    if user.group == used.group == "Device":
        return used.name in DEVICE.get(user.name, set())
    if user.group == used.group == "Drivers":
        return used.name in EVERY_DRIVERS or (user.name, used.name) in BETWEEN_DRIVERS
    if used.kind == "executable":
        return user.group == "Tests"
    return used.group in GROUPS.get(user.group, set()) or used.name in ROOMS.get(user.group, set())


def wrong_arrows(targets: dict[str, Target]) -> list[str]:
    wrong = []
    for user in targets.values():
        if user.group not in GROUPS:
            wrong.append(f"{user.name}: stands in no known group ({user.path})")
        if user.group == "Device" and user.name not in DEVICE:
            wrong.append(f"{user.name}: a new room of Device; say in tools/layering.py what it may use")
        if user.is_c and user.group not in ("Drivers", "Tests"):
            wrong.append(f"{user.name}: C stands in Sources/Drivers only, and below Tests ({user.path})")
        for name in user.targets:
            used = targets[name]
            if not is_allowed(user, used):
                wrong.append(f"{user.group}/{user.name} -> {used.group}/{name}: this arrow points the wrong way")
        allowed = PRODUCTS.get(user.name, PRODUCTS.get(user.group))
        for product in user.products if allowed is not None else []:
            if product not in allowed:
                wrong.append(f"{user.group}/{user.name} -> package product {product}: not for this room")
    return wrong


def self_test() -> list[str]:
    """Each pair is a wrong arrow that must be found, and nothing else with it."""

    def room(path, uses=(), products=(), kind="library", module="SwiftTarget"):
        return {
            "name": path.rsplit("/", 1)[1], "path": path, "type": kind, "module_type": module,
            "target_dependencies": list(uses), "product_dependencies": list(products)}

    sound = [
        room("Sources/Contract/LoaModel"), room("Sources/Contract/Trust", ["LoaModel"], ["Crypto"]),
        room("Sources/Device/Hardware", ["LoaModel"]), room("Sources/Device/Scheduling", ["LoaModel"]),
        room("Sources/Device/Playback", ["Hardware"], ["Logging"]),
        room("Sources/Drivers/CALSA", kind="system-target", module="SystemLibraryTarget"),
        room("Sources/Drivers/ALSADriver", ["Hardware", "CALSA"]), room("Sources/Drivers/ZoneFiles", ["LoaModel"]),
        room("Sources/Centre/Fleet", ["Trust"]), room("Sources/Operator/LoaCommands", ["Trust", "ZoneFiles"]),
        room("Sources/Programs/loa-device", ["Playback", "ALSADriver"], kind="executable"),
        room("Tests/TestSupport", ["Hardware"]), room("Tests/PlaybackTests", ["TestSupport", "CALSA"], kind="test"),
    ]
    wrong = [
        ("LoaModel", "Hardware"), ("Trust", "ALSADriver"), ("LoaModel", "Fleet"), ("Playback", "ALSADriver"),
        ("Playback", "CALSA"), ("Scheduling", "Playback"), ("Hardware", "Playback"), ("ALSADriver", "Playback"),
        ("ALSADriver", "ZoneFiles"), ("Fleet", "Hardware"), ("Fleet", "ZoneFiles"), ("Fleet", "CALSA"),
        ("LoaCommands", "Hardware"), ("LoaCommands", "ALSADriver"), ("LoaCommands", "Fleet"),
        ("Playback", "TestSupport"), ("loa-device", "CALSA"), ("loa-device", "TestSupport"),
    ]
    failures = [f"a sound package was refused: {line}" for line in wrong_arrows(parse({"targets": sound}))]
    for user, used in wrong:
        changed = [
            dict(entry, target_dependencies=entry["target_dependencies"] + [used]) if entry["name"] == user else entry
            for entry in sound]
        if len(wrong_arrows(parse({"targets": changed}))) != 1:
            failures.append(f"the wrong arrow {user} -> {used} was not found")
    misplaced = {
        "a C library outside Drivers": room("Sources/Device/CGPIO", kind="system-target"),
        "a room of no group": room("Sources/Utils/Common"),
        "a room of Device that the table does not know": room("Sources/Device/Sensing"),
        "a package that Contract may not use": room("Sources/Contract/CentreLink", products=["Logging"]),
    }
    for what, entry in misplaced.items():
        if not wrong_arrows(parse({"targets": sound + [entry]})):
            failures.append(f"{what} was not found")
    return failures


def main() -> int:
    failures = self_test()
    if "--self-test" not in sys.argv[1:]:
        failures += wrong_arrows(load())
    for line in failures:
        print(f"layering: {line}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
