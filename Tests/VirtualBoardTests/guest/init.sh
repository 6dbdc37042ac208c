#!/bin/busybox sh
# The first program of an emulated board: loads the modules, mounts the root and hands over to it.
# The kernel's command line says what to do (boards/qemu.py writes it):
#   loa.root=share         a folder of the host, read-only, under a tmpfs; then loa.run=PROGRAM runs, and the board ends with it.
#                          Without loa.run its own init takes over
#   loa.root=/dev/vda      an ext4 disk; its own init takes over
#   loa.mount=TAG:PATH:ro  a folder of the host at PATH (ro or rw); as often as wanted. Only with loa.root=share
#   loa.address=eth0:10.0.2.15/24   as often as wanted. Only with loa.root=share
#   loa.modules=PATH       the kernel's modules, for modprobe. Only with loa.root=share
B=/bin/busybox
fail() {
    echo "board: $*"
    $B poweroff -f
}
words() { $B sed "s/ /\n/g" /proc/cmdline | $B sed -n "s/^loa\.$1=//p"; }
share() { $B mount -t 9p -o "trans=virtio,version=9p2000.L,msize=512000,$3" "$1" "$2" || fail "the host's folder $1 cannot be mounted"; }

$B mount -t proc proc /proc
$B mount -t sysfs sys /sys
$B mount -t devtmpfs dev /dev
while read -r file options; do
    # shellcheck disable=SC2086
    $B insmod "/modules/$file" $options || fail "the module $file cannot be loaded"
done < /modules/order

root=$(words root)
if [ "$root" != share ]; then
    tries=0
    while [ ! -b "$root" ] && [ $tries -lt 100 ]; do
        $B sleep 0.1
        tries=$((tries + 1))
    done
    $B mount -t ext4 "$root" /new || fail "the disk $root cannot be mounted"
    $B umount /proc /sys
    $B mount --move /dev /new/dev
    exec $B switch_root /new /sbin/init
fi

$B mkdir -p /lower /upper
share root /lower ro,cache=loose
$B mount -t tmpfs -o size=70% tmpfs /upper
$B mkdir /upper/files /upper/work
$B mount -t overlay -o lowerdir=/lower,upperdir=/upper/files,workdir=/upper/work root /new || fail "no overlay"
for folder in proc sys dev; do
    $B mkdir -p /new/$folder
    $B mount --move /$folder /new/$folder
done
for folder in dev/shm tmp run; do
    $B mkdir -p /new/$folder
    $B mount -t tmpfs tmpfs /new/$folder
done
$B mkdir -p /new/dev/pts
$B mount -t devpts devpts /new/dev/pts
# By the new root's path: /proc has moved there.
words() { $B sed "s/ /\n/g" /new/proc/cmdline | $B sed -n "s/^loa\.$1=//p"; }
for word in $(words mount); do
    path=$(echo "$word" | $B cut -d: -f2)
    $B mkdir -p "/new$path"
    mode=rw
    case $word in *:ro) mode=ro,cache=loose ;; esac
    share "${word%%:*}" "/new$path" $mode
done
modules=$(words modules)
if [ -n "$modules" ]; then
    $B mkdir -p "/new/lib/modules/$($B uname -r)"
    $B mount --bind "/lower$modules" "/new/lib/modules/$($B uname -r)" || fail "no modules at $modules"
fi
$B hostname board
$B ip link set lo up
for word in $(words address); do
    $B ip link set "${word%%:*}" up
    $B ip address add "${word#*:}" dev "${word%%:*}"
done
[ ! -d /new/sys/kernel/config ] || $B mount -t configfs none /new/sys/kernel/config
run=$(words run)
[ -n "$run" ] || exec $B switch_root /new /sbin/init
# A shell is the first process, because it picks up what nobody waits for.
exec $B switch_root /new /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb \
    LANG=C.UTF-8 /bin/sh -c "/usr/bin/python3 $run; echo 'board: the agent ended'; echo o > /proc/sysrq-trigger; sleep 60"
