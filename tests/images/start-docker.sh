#!/bin/sh
# Runs a Docker daemon in the Debian system $1. What this run writes goes to the session folder $2 (data, home, run, root,
# hosts); $3 holds Python packages for the AWS CLI. Meant to be the first process of new mount, process and network
# namespaces: when it ends, the kernel ends whatever it started and undoes every mount, even if it is killed.
set -eu
root=$1 session=$2 python=$3

mount --bind "$root" "$root"
mount --make-private "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"
mount --bind "$session/data" "$root/var/lib/docker"
mount --bind "$session/home" "$root/home"
mount --bind "$session/run" "$root/run"
mount --bind "$session/root" "$root/root"
mount --bind "$session/hosts" "$root/etc/hosts"
mount --bind "$python" "$root/opt/python"
# Not chroot alone: containers would keep the machine's root below their own, and `docker exec` would run there.
cd "$root"
pivot_root . mnt
# The name server is slirp4netns's own. /usr/local/bin first: containerd and BuildKit find the runc that is there.
exec chroot . env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root sh -c 'umount --lazy /mnt && exec dockerd --dns 10.0.2.3'
