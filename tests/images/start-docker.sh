#!/bin/sh
# Runs a Docker daemon in the Debian system $1, with its data in $2 and Python packages for the AWS CLI from $3.
# Meant to be the first process of new mount and process namespaces: when it ends, the kernel ends whatever it started
# and undoes every mount, even if it is killed.
set -eu
root=$1 data=$2 python=$3

mount --bind "$root" "$root"
mount --make-private "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"
mount --bind "$data" "$root/var/lib/docker"
mount --bind "$python" "$root/opt/python"
# Its own bridge and packet filter would change the machine's network.
exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root dockerd \
  --host unix:///run/throwaway/docker.sock --pidfile /run/throwaway/docker.pid --exec-root /run/throwaway/exec \
  --bridge none --iptables=false --ip6tables=false
