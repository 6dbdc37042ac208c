"""The Debian packages on a board with systemd: install, enrol, play, hang, upgrade, remove, purge"""

import atexit
import json
import re
import subprocess
import time
from pathlib import Path

from boards.systemd import Board
from checks import BINARIES, OUT, check, note, wait_for
from repacked import repack

BOARD = "systemd"
LIMIT = 1500
BESIDE = True
PROJECT = Path(__file__).resolve().parents[3]
PACKAGES = OUT / "deb"
KEYS = "LOA_KEYS=/root/keys LOA_CENTRE=http://127.0.0.1:8080 LOA_TOKEN_FILE=/etc/loa-centre/token"
AREA = "vn/92/31528"
EXPOSURE = 2.0
LOUDNESS = ("import array, sys; heard = array.array(\"h\", open(sys.argv[1], \"rb\").read()); "
            "print(max(heard), sum(sample != 0 for sample in heard))")
GPIO = ("mount -t configfs none /sys/kernel/config 2>/dev/null; cd /sys/kernel/config/gpio-sim && mkdir -p a/b && "
        "echo 4 > a/b/num_lines && echo 1 > a/live")
PROBE = "/usr/local/lib/sandbox_probe.py"
# Of what sandbox_probe.py tries.
MAY = {"open the sound card", "open a GPIO chip", "open the watchdog", "write its data", "read its key",
       "run at FIFO 40"}
DROP_IN = "/run/systemd/system/loa-device.service.d"
# Added to the board's settings by a technician: must be there after every upgrade.
OWN_LINE = "[report]\\nhealth_seconds = 10"

board = Board("board", OUT, seen=PACKAGES, memory=1536, arguments=["-device", "i6300esb"])
atexit.register(board.power_off)


def package(name, version="0.*"):
    """The path of a package, on both machines."""
    return next(path for path in sorted(PACKAGES.glob(f"{name}_{version}_amd64.deb")))


def apt(words, limit=400):
    quietly = "DEBIAN_FRONTEND=noninteractive apt-get -y -o Dpkg::Options::=--force-confold"
    return board.run(f"{quietly} {words} 2>&1", limit)


def install(*packages, options=""):
    done = apt(" ".join(["install --no-install-recommends", options, *map(str, packages)]))
    check(done.returncode == 0, f"apt could not install {packages}:\n{done.stdout[-1500:]}")
    return done.stdout


def shown(name, unit="loa-device"):
    return board.sh(f"systemctl show {unit} -P {name}").strip()


def active_with_new(pid, seconds):
    """The daemon's process, once it is ready and another one than before."""
    def answer():
        main = shown("MainPID")
        return main if main not in ("0", pid) and shown("ActiveState") == "active" else None

    return wait_for("a ready daemon", answer, seconds, every=0.3)


def there(*paths):
    """Which of the paths the board has."""
    return board.sh("ls -d " + " ".join(paths) + " 2>/dev/null; true").split()


def loa(words):
    return board.sh(f"{KEYS} loa {words}", 60)


def test_packages():
    """make deb's packages are without errors by Debian's lintian, and this machine's own release has what they need"""
    made = subprocess.run(
        ["/usr/bin/python3", PROJECT / "tools" / "deb.py", "--programs", BINARIES, "--out", PACKAGES, "--quick"],
        capture_output=True, text=True)
    check(made.returncode == 0, made.stdout + made.stderr)
    sizes = (f"{path.name.split('_')[0]} {path.stat().st_size / 1e6:.1f} MB" for path in PACKAGES.glob("*.deb"))
    note("compressed little: " + ", ".join(sizes))
    judged = subprocess.run(
        ["lintian", "--tag-display-limit", "0", "--allow-root", "--fail-on", "error", *PACKAGES.glob("*.changes")],
        capture_output=True, text=True)
    check(judged.returncode == 0, judged.stdout + judged.stderr)
    note(f"lintian: no error, {judged.stdout.count('W: ')} warnings")
    resolved = subprocess.run(
        ["apt-get", "install", "--simulate", "--no-install-recommends", *PACKAGES.glob("*.deb")],
        capture_output=True, text=True)
    check(resolved.returncode == 0, resolved.stdout[-500:] + resolved.stderr[-500:])
    # The next version, whose default settings are others.
    repack(package("loa-device"), PACKAGES / "loa-device_9.0_amd64.deb", "9.0",
           {"etc/loa/board.toml": "# New in 9.0.\n"})


def test_boots():
    """The board boots, and nothing of it fails"""
    board.power_on()
    state = board.sh("systemctl is-system-running --wait; true", 120).strip()
    check(state == "running", board.sh("systemctl --failed"))
    note(f"power to the first command {board.boot_seconds:.0f} s; " + board.sh("systemd-analyze time").splitlines()[0])


def test_installs():
    """Installs without a network beside what it depends on, starts nothing before the enrolment, and says so"""
    said = install(package("loa-device"), package("loa"), package("loa-centre"))
    check("loa-device: this board is not enrolled" in said, f"nothing was said about the enrolment:\n{said}")
    check(shown("ActiveState") == "inactive", "the daemon runs though nobody has enrolled it")
    check(shown("UnitFileState") == "enabled", "the daemon would not start with the board")
    check(shown("ActiveState", "loa-centre") == "inactive", "the centre runs though nobody has set it up")
    check(shown("UnitFileState", "loa-broker") == "disabled", "the broker would start unasked")
    failed = board.sh("systemctl --failed --no-legend")
    check(failed == "", failed)
    board.sh("gzip -t /usr/share/man/man1/loa-device.1.gz /usr/share/man/man5/loa-device.toml.5.gz")
    board.sh("bash -n /usr/share/bash-completion/completions/loa-device")


def test_centre_runs():
    """The centre and its broker run as their units after what README.Debian says"""
    loa(f"authority new ubnd-31528 --area {AREA} --may-break-quiet-hours")
    loa("broker init --out /etc/loa-broker --host 127.0.0.1")
    loa(f"enrol loa-0001 --area {AREA} --out /root/loa-0001 --broker 127.0.0.1:8883 --output hw:CARD=Loopback")
    loa("broker config --out /etc/loa-broker --port 8883 --user mosquitto")
    loa("authority trust --out /etc/loa-centre/trust.jws")
    board.sh("cp /etc/loa-broker/ca.pem /etc/loa-broker/centre.pem /etc/loa-broker/centre.key /etc/loa-centre/")
    board.sh("umask 077; head -c 32 /dev/urandom | base64 > /etc/loa-centre/token")
    board.sh("systemctl enable --now loa-broker && systemctl start loa-centre", 60)
    wait_for("the centre's link",
             lambda: '"connected"' in board.run("curl -s 127.0.0.1:8080/healthz").stdout, 60, every=0.5)
    note(", ".join(f"exposure of {unit} {exposure(unit)}" for unit in ("loa-centre", "loa-broker")))


def exposure(unit):
    said = board.sh(f"systemd-analyze security {unit} --no-pager", 60)
    print(said)
    return float(re.search(r"exposure level.*: ([0-9.]+)", said)[1])


def test_starts():
    """Enrolled, it starts and is ready; its key is its own alone; the centre hears what its clock is worth"""
    board.sh(f"printf '{OWN_LINE}\\n' >> /etc/loa/board.toml")
    board.sh("cp /root/loa-0001/* /etc/loa/ && loa-device check-config")
    board.sh("systemctl start loa-device", 60)
    check(shown("ActiveState") == "active", board.sh("journalctl -u loa-device | tail -20"))
    began, ready = (int(shown(name)) for name in ("ExecMainStartTimestampMonotonic", "ActiveEnterTimestampMonotonic"))
    note(f"exec to ready: {(ready - began) / 1000:.0f} ms")
    rights = board.sh("stat -c '%a %U' /etc/loa/device.key /var/lib/loa").split()
    check(rights == ["400", "loa", "700", "loa"], f"rights of the key and the data: {rights}")
    wait_for("the device at the centre", lambda: device()["state"] == "online", 60, every=0.5)
    check(device()["clock_synchronised"] is False, "the clock is trusted though nobody keeps it")
    board.sh("python3 -c 'import ctypes, struct; ctypes.CDLL(None).adjtimex("
             "struct.pack(\"i4xqqqqi\", 0x1c, 0, 0, 0, 0, 0) + bytes(200))'")
    wait_for("the news of the clock", lambda: device()["clock_synchronised"], 30, every=0.5)


def device():
    answer = board.run(f"{KEYS} loa device list --json")
    devices = json.loads(answer.stdout) if answer.returncode == 0 else []
    return devices[0] if devices else {"state": "unknown"}


def test_plays():
    """Plays an alert as its unit, on a card whose driver came after it; the player's thread is SCHED_FIFO 40"""
    board.sh("modprobe snd-aloop")
    wait_for("the card", lambda: there("/dev/snd/pcmC0D1c"), 20)
    recorder = board.start(
        "arecord", *"arecord -q -D hw:CARD=Loopback,DEV=1 -f S16_LE -r 48000 -c 2 -t raw -d 30 /root/heard.raw".split(),
        log="/root/arecord.log")
    loa(f"alert send --authority ubnd-31528 --area {AREA} --title Flood --times 1")
    wait_for("the record of the alert", lambda: "played" in loa("asrun --json"), 60, every=0.5)
    recorder.wait(60)
    loudest, sounding = map(int, board.sh(f"python3 -c '{LOUDNESS}' /root/heard.raw", 60).split())
    note(f"loudest sample {loudest}, {sounding / 96_000:.1f} s of sound")
    check(loudest > 3_000 and sounding > 96_000, f"no alert was heard: loudest {loudest}, {sounding} that sound")
    threads = board.sh(f"ps -L -o cls,rtprio,comm -p {shown('MainPID')}")
    check(re.search(r"FF +40 ", threads), f"no thread runs in real time:\n{threads}")


def test_sandbox():
    """The sandbox lets the daemon reach sound, GPIO, watchdog, its data and real time, and nothing else"""
    board.sh("modprobe -a i6300esb gpio-sim")
    board.sh(f"{GPIO}; chmod 666 /dev/vda; udevadm settle")
    board.write(PROBE, (PROJECT / "Tests/VirtualBoardTests/guest/sandbox_probe.py").read_text())
    board.sh(f"mkdir -p {DROP_IN}")
    board.write(f"{DROP_IN}/probe.conf", f"[Service]\nExecStartPost=python3 {PROBE} /run/loa/probe.json\n")
    board.sh("systemctl daemon-reload && systemctl restart loa-device", 60)
    may = json.loads(board.read("/run/loa/probe.json"))
    board.sh(f"rm -r {DROP_IN}; systemctl daemon-reload; chmod 660 /dev/vda; rm -f /var/lib/loa/probe")
    granted = {what for what, answer in may.items() if answer == "yes"}
    check(granted == MAY, f"more than it should: {granted - MAY}; less: {MAY - granted}\n{may}")


def test_children():
    """A bulletin's text is spoken and a stream's decoder runs, as children of the daemon that have its sandbox"""
    board.sh("mkdir -p /root/radio && ffmpeg -v error -f lavfi -i sine=1000:sample_rate=48000:duration=120 /root/radio/live.wav", 120)
    server = board.start("radio", *"python3 -m http.server 8088 --bind 127.0.0.1 --directory /root/radio".split(), log="/root/radio.log")
    begin = int(board.sh("date +%s")) + 45
    sources = {"noi": {"kind": "speech", "text": "Kính mời bà con đi họp lúc bảy giờ."},
               "dai": {"kind": "stream", "url": "http://127.0.0.1:8088/live.wav"}}
    bulletins = [{"id": name, "title": name, "class": "normal", "max_seconds": 60, "in_quiet_hours": True, "source": source,
                  "start": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(begin + 30 * place))}
                 for place, (name, source) in enumerate(sources.items())]
    board.write("/root/schedule.json", json.dumps({"version": 1, "zone": "UTC", "bulletins": bulletins}))
    loa(f"schedule push /root/schedule.json --authority ubnd-31528 --area {AREA}")
    # What the child may do, while it plays.
    child = wait_for("the stream's child", lambda: board.run("pgrep -x ffmpeg").stdout.strip(), 180, every=0.5)
    status = dict(line.split(":\t", 1) for line in board.read(f"/proc/{child.split()[0]}/status").splitlines())
    check((status["Seccomp"], status["NoNewPrivs"], int(status["CapBnd"], 16)) == ("2", "1", 0), f"the child has more than the unit: {status}")
    records = wait_for("both records", lambda: ended(*sources), 240, every=1)
    server.stop()
    spoken, streamed = records
    check(spoken["outcome"] == "played" and "reason" not in spoken and spoken["frames"] > 48_000, f"the text's record says {spoken}")
    # Not judged: an emulated processor may not decode within the four seconds that a stream has to begin.
    note(f"text {spoken['frames'] / 48_000:.1f} s, {spoken['start_error_us'] / 1000:.1f} ms from plan; "
         f"stream {streamed['frames'] / 48_000:.1f} s, {streamed['outcome']}, {streamed.get('reason', 'at once')}")


def ended(*bulletins):
    """Their records, in this order, once all have ended."""
    records = {record["bulletin"]: record for record in json.loads(loa("asrun --json")) if record["event"] == "ended"}
    return [records[name] for name in bulletins] if set(bulletins) <= set(records) else None


def test_exposure():
    """systemd's own judgement of the daemon's unit is at most 2.0"""
    judged = exposure("loa-device")
    note(f"exposure {judged}")
    check(judged <= EXPOSURE, f"exposure {judged}")


def test_hangs():
    """A daemon that stands still is started again by the watchdog of its unit"""
    pid = shown("MainPID")
    board.sh(f"kill -STOP {pid}")
    began = time.monotonic()
    active_with_new(pid, 90)
    note(f"standing still to ready again: {time.monotonic() - began:.0f} s")
    journal = board.sh("journalctl -u loa-device -o cat | tail -50")
    check("Watchdog timeout" in journal, f"something else ended it:\n{journal}")


def test_upgrades():
    """An upgrade keeps the technician's settings beside the new ones, the journal, and the daemon runs again"""
    pid, journal = shown("MainPID"), board.sh("stat -c %i /var/lib/loa/journal.sqlite")
    install(package("loa-device", "9.0"))
    active_with_new(pid, 60)
    check("health_seconds = 10" in board.read("/etc/loa/board.toml"), "the technician's settings are lost")
    check(there("/etc/loa/board.toml.dpkg-dist"), "the new settings were not laid beside the technician's")
    check(board.sh("stat -c %i /var/lib/loa/journal.sqlite") == journal, "the journal is another one")
    check(board.sh("dpkg-query -W -f '${Version}' loa-device") == "9.0", "not upgraded")


def test_downgrades():
    """A downgrade is refused unless it is asked for; then the older daemon runs on the same settings and journal"""
    refused = apt(f"install --no-install-recommends {package('loa-device')}")
    check(refused.returncode != 0, "a downgrade happened unasked")
    pid = shown("MainPID")
    install(package("loa-device"), options="--allow-downgrades")
    active_with_new(pid, 60)
    check("health_seconds = 10" in board.read("/etc/loa/board.toml"), "the technician's settings are lost")


def test_removes_and_returns():
    """Removed, it is stopped and its settings and journal stay; installed again it runs as before"""
    check(apt("remove loa-device").returncode == 0, "apt could not remove it")
    check(board.run("pgrep -x loa-device").returncode != 0, "the daemon still runs")
    kept = ["/etc/loa/board.toml", "/etc/loa/device.key", "/var/lib/loa/journal.sqlite"]
    check(there(*kept) == kept, f"of {kept} only these are left: {there(*kept)}")
    install(package("loa-device"))
    active_with_new("0", 60)


def test_purges():
    """Purged, nothing is left of settings, enrolment, journal and media but the user; it installs anew as at first"""
    check(apt("purge loa-device loa-centre").returncode == 0, "apt could not purge them")
    left = there("/etc/loa", "/var/lib/loa", "/var/lib/loa-centre", "/etc/default/loa-centre", "/run/loa")
    check(left == [], f"left: {left}")
    check(there("/etc/loa-centre/centre.key"), "the operator's keys of the centre are gone")
    board.sh("getent passwd loa")
    install(package("loa-device"))
    check(shown("ActiveState") == "inactive", "the daemon runs though its enrolment is gone")
    check(shown("UnitFileState") == "enabled", "the daemon would not start with the board")
    failed = board.sh("systemctl --failed --no-legend")
    check(failed == "", failed)
