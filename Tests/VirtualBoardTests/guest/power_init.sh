#!/bin/busybox sh
# The first program of the board whose power fails. No agent and no layer over the root, so that it is up in seconds:
# this machine's files as they are, read-only, its test's folder at /srv, the disk at /mnt. Then /srv/run.sh has the board.
# What it says on the console is what the test waits for ("board: ...").
B=/bin/busybox
root=
say() {
    read -r up rest < $root/proc/uptime
    echo "board: $* ($up s)"
}
fail() {
    say "FAILED: $*"
    $B poweroff -f
}

$B mount -t proc proc /proc
$B mount -t sysfs sys /sys
$B mount -t devtmpfs dev /dev
while read -r file options; do
    # shellcheck disable=SC2086
    $B insmod "/modules/$file" $options || fail "the module $file cannot be loaded"
done < /modules/order
$B mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,ro,cache=loose root /new || fail "no root"
$B mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,rw folder /new/srv || fail "no folder"
for folder in proc sys dev; do
    $B mount --move /$folder /new/$folder
done
root=/new
for folder in tmp run dev/shm; do
    [ -d /new/$folder ] || $B mkdir /new/$folder
    $B mount -t tmpfs tmpfs /new/$folder
done
$B ip link set lo up
$B ip link set eth0 up
$B ip address add 10.0.2.15/24 dev eth0
say "looks at its disk"
# As a board does at each start: plays the file system's journal back. 1 says that something was mended.
$B chroot /new /sbin/e2fsck -p /dev/vda
[ $? -le 1 ] || fail "e2fsck -p could not mend the disk"
$B mount -t ext4 /new/dev/vda /new/mnt || fail "the disk cannot be mounted"
exec $B chroot /new /bin/sh /srv/run.sh
