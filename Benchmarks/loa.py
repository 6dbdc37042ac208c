"""The figures of loa-device, the stripped release, on its file output with a broker over TLS."""

import concurrent.futures
import contextlib
import datetime
import os
import random
import time

import scene as scenery
from processes import waits_between

SUBJECT = "loa"
# Frames a second of the output, as enrolled.
RATE = 48_000


def nanoseconds(text):
    """A report's time, which has at most a microsecond's digits, as nanoseconds since 1970."""
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return round((moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)).total_seconds() * 1e6) * 1000


def at_once(work, devices):
    """Does the work of each device in a thread of its own; the results in one list."""
    with concurrent.futures.ThreadPoolExecutor(len(devices)) as pool:
        return [value for values in pool.map(work, devices) for value in values]


def bulletin(name, source, start, seconds):
    return {"id": name, "class": "normal", "source": source, "start": start, "max_seconds": seconds}


def size(figures):
    figures.add("binary_size", "MiB", SUBJECT, [os.path.getsize(f"{scenery.PROGRAMS}/loa-device") / 2**20])


def starts_and_idle_memory(scene, figures, starts=20, runs=5):
    took, memory = [], []
    for number in range(starts):
        program, milliseconds = scene.start("loa-1")
        took.append(milliseconds)
        try:
            if number >= starts - runs:
                time.sleep(4)
                memory.append(program.memory())
        finally:
            program.end()
    # The first has to make the journal; the others find it, as after each reboot but the first.
    figures.add("exec_to_first_report", "ms", SUBJECT, took[1:], target=1000, judged="p99")
    figures.add("pss_idle", "MiB", SUBJECT, [figure["pss"] for figure in memory], target=20)
    figures.add("rss_idle", "MiB", SUBJECT, [figure["rss"] for figure in memory])
    figures.add("private_idle", "MiB", SUBJECT, [figure["private"] for figure in memory])


def idle_wakeups(scene, figures, seconds=35, runs=5):
    with contextlib.ExitStack() as stack:
        programs = [stack.enter_context(scene.device(device)) for device in scene.devices[:runs]]
        time.sleep(6)
        begun, before = time.monotonic(), [program.waits() for program in programs]
        time.sleep(seconds)
        after = [program.waits() for program in programs]
        passed = time.monotonic() - begun
        rates = [waits_between(*pair) / passed for pair in zip(before, after)]
    figures.add("idle_wakeups", "1/s", SUBJECT, rates, target=3)


def _play(scene, device, name, source, seconds):
    scene.centre.schedule(device, [bulletin(name, source, scenery.civil(time.time() + 3), seconds)])
    scene.centre.as_run(device, name, "started", seconds=20)


def playing_memory(scene, figures, mp3, runs=5):
    memory = []
    for device in scene.devices[:runs]:
        with scene.device(device) as program:
            _play(scene, device, "mp3", mp3, 60)
            time.sleep(4)
            memory.append(program.memory())
            scene.centre.schedule(device, [])
            scene.centre.as_run(device, "mp3", "ended")
    figures.add("pss_playing", "MiB", SUBJECT, [figure["pss"] for figure in memory], target=28)
    figures.add("rss_playing", "MiB", SUBJECT, [figure["rss"] for figure in memory])


def playing_cpu(scene, figures, mp3, seconds=20, runs=5):
    with contextlib.ExitStack() as stack:
        devices = scene.devices[:runs]
        programs = [stack.enter_context(scene.device(device)) for device in devices]
        for device in devices:
            scene.centre.schedule(device, [bulletin("cpu", mp3, scenery.civil(time.time() + 3), 60)])
        for device in devices:
            scene.centre.as_run(device, "cpu", "started", seconds=20)
        time.sleep(3)
        begun, before = time.monotonic(), [program.cpu() for program in programs]
        time.sleep(seconds)
        after = [program.cpu() for program in programs]
        passed = time.monotonic() - begun
        for device in devices:
            scene.centre.schedule(device, [])
            scene.centre.as_run(device, "cpu", "ended")
    shares = [(last - first) / passed * 100 for first, last in zip(before, after)]
    figures.add("cpu_playing", "% of a core", SUBJECT, shares, target=1.5)


def alerts(scene, figures, quiet, rounds=100):
    """Two devices side by side, `rounds` each: first asleep, then while a bulletin sounds that is too soft to see."""
    for case in ("asleep", "playing"):
        measure = lambda device, case=case: _alert_rounds(scene, device, case, quiet, rounds)
        found = at_once(measure, scene.devices[5:7])
        figures.add("alert_to_sound", "ms", SUBJECT, [handed for handed, _ in found], 30, "p99", case=case)
        figures.add("alert_leaves_output", "ms", SUBJECT, [left for _, left in found], case=case)


def _alert_rounds(scene, device, case, quiet, rounds):
    centre, results = scene.centre, []
    with scene.watch(f"{scene.folder}/{device}/out.wav", scenery.LOUD) as watch, scene.device(device):
        if case == "playing":
            _play(scene, device, "quiet", quiet, 600)
        for number in range(rounds):
            # Not in step with the output's periods.
            time.sleep(random.uniform(0.15, 0.17) if case == "playing" else random.uniform(0.40, 0.42))
            name = f"{case}-{number}"
            watch.forget()
            body = {"id": name, "tone_seconds": 3, "times": 1, "max_seconds": 5}
            called = centre.publish(device, "alert", body)
            handed = watch.numbers(name)[0]
            started = centre.as_run(device, name, "started")["started"]
            centre.publish(device, "cancel", {"target": "alert", "id": name})
            centre.as_run(device, name, "ended")
            results.append(((handed - called) / 1e6, (nanoseconds(started) - called) / 1e6))
        if case == "playing":
            centre.schedule(device, [])
            centre.as_run(device, "quiet", "ended")
    return results


def starts_of_bulletins(scene, figures, rounds=26):
    """Eight devices, half of them on even and half on odd seconds: four starts at each instant.

    The device's own word, and beside it what its recording shows: there, frame k stands for k/rate after the first
    write, which `watch` saw.
    """
    with contextlib.ExitStack() as stack:
        watches = {}
        for device in scene.devices:
            watches[device] = stack.enter_context(scene.watch(f"{scene.folder}/{device}/out.wav", scenery.ANY))
            stack.enter_context(scene.device(device))
        begin = int(time.time()) + 6
        for index, device in enumerate(scene.devices):
            starts = [scenery.civil(begin + 2 * number + index % 2) for number in range(rounds)]
            tone = {"kind": "tone", "seconds": 1}
            scene.centre.schedule(device, [bulletin(f"s{n}", tone, start, 1) for n, start in enumerate(starts)])

        def errors(device):
            runs = [scene.centre.as_run(device, f"s{number}", "started", seconds=20) for number in range(rounds)]
            origin = watches[device].numbers("the first write")[0]
            recorded = [watches[device].numbers("a start")[1] * 1e9 / RATE + origin for _ in runs]
            return [(abs(run["start_error_us"]) / 1000, abs(found - nanoseconds(run["planned"])) / 1e6)
                    for run, found in zip(runs, recorded)]

        found = at_once(errors, scene.devices)
        time.sleep(2)
    figures.add("start_error", "ms", SUBJECT, [told for told, _ in found], 5, "p99", case="as-run record")
    figures.add("start_error", "ms", SUBJECT, [seen for _, seen in found], 5, "p99", case="in the recording")
