#!/bin/sh
# The first program of the fast board (boards/fast.py): mounts what programs expect, runs <folder>/start.sh, powers off.
# The kernel's command line names the folder of the host that the board may write to, loa.folder=PATH.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM="${TERM:-dumb}" LANG=C.UTF-8

end() {
    sync
    /bin/busybox poweroff -f
}
fail() {
    echo "board: $*"
    end
}

if [ "$1" != inside ]; then
    mount -t proc proc /proc
    # The host's root, read-only, and what the board changes in it, in memory.
    mount -t tmpfs tmpfs /run
    mkdir /run/files /run/work /run/new
    mount -t overlay -o lowerdir=/,upperdir=/run/files,workdir=/run/work root /run/new || fail "no layer over the host's files"
    for folder in proc sys dev tmp run; do mkdir -p "/run/new/$folder"; done
    umount /proc
    exec chroot /run/new "$0" inside
fi

mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
for folder in /dev/shm /tmp /run; do mount -t tmpfs tmpfs $folder; done
mkdir -p /run/lock
ln -sf /proc/self/fd /dev/fd
ln -sf /proc/mounts /etc/mtab
mount -t configfs none /sys/kernel/config
hostname board
ip link set lo up

folder=$(sed 's/.* loa\.folder=\([^ ]*\).*/\1/' /proc/cmdline)
mkdir -p "$folder"
mount -t hostfs none "$folder" -o "$folder" || fail "$folder cannot be written from the board"
for card in Loopback Loopback2 Loopback3 Dummy; do
    [ -d "/proc/asound/$card" ] || fail "the kernel made no sound card $card"
done
for thing in /sys/kernel/config/gpio-sim /dev/watchdog0 /dev/ttyS0; do
    [ -e $thing ] || fail "the kernel made no $thing"
done
sh "$folder/start.sh"
echo "board: the program ended with status $?"
# The logs of the beds (tools/testbed.py) that failed tests left in <project>/.build; the folder lies two below that.
for bed in $(find "${folder%/*/*}" -maxdepth 1 -name 'bed-*' -newer /run/lock); do
    mkdir -p "$folder/${bed##*/}"
    cp "$bed"/*.log "$folder/${bed##*/}/"
done
end
