#!/bin/sh
# Runs a Docker daemon in the Debian system $1. What this run writes goes to the session folder $2 (data, home, run, root,
# hosts); $3 holds Python packages for the AWS CLI; $4 is `host`, or `own` for a network of its own. Meant to be the first process of new mount and process namespaces:
# when it ends, the kernel ends whatever it started and undoes every mount, even if it is killed.
set -eu
root=$1 session=$2 python=$3 network=$4

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
case $network in
  # A bridge and a packet filter of its own would change the machine's network.
  host) set -- --bridge none --iptables=false --ip6tables=false ;;
  # The address of slirp4netns's own resolver.
  own) set -- --dns 10.0.2.3 ;;
esac
# Not chroot alone: containers would keep the machine's root below their own, and `docker exec` would run there.
cd "$root"
pivot_root . mnt
# /usr/local/bin first: containerd and BuildKit find the runc that is there.
exec chroot . env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root sh -c 'umount --lazy /mnt && exec dockerd "$@"' - "$@"
