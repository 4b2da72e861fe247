#!/bin/sh
# Runs a Docker daemon in the Debian system $1. What this run writes goes to the session folder $2 (data, home, run, root,
# hosts); $3 holds Python packages for the AWS CLI. Meant to be the first process of new mount and process namespaces:
# when it ends, the kernel ends whatever it started and undoes every mount, even if it is killed.
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
# Its own bridge and packet filter would change the machine's network.
exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root dockerd \
  --bridge none --iptables=false --ip6tables=false
