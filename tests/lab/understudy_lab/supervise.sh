#!/bin/bash
# supervise.sh CGROUP ROOT MACHINE HOSTNAME NETNS ADDRESS: runs one node until it powers off; started in a mount namespace of its own.
echo $$ >"$1/cgroup.procs" || exit 1
# The node gets a cgroup v2 tree of its own, whatever this machine uses.
umount -R /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup || exit 1
while :; do
    # A machine that starts has no addresses and rules from before; a virtual IP above all.
    ip -n "$5" addr flush dev host0 scope global
    ip netns exec "$5" nft flush ruleset
    ip -n "$5" addr add "$6/24" dev host0
    # Started inside the namespace already, so that /sys shows its cards and not this machine's.
    nsenter --net="/run/netns/$5" systemd-nspawn -q -D "$2" -M "$3" --hostname="$4" -b --register=no --keep-unit --link-journal=no --resolv-conf=off \
        --timezone=off --kill-signal=SIGRTMIN+3 --console=pipe --network-namespace-path="/run/netns/$5" \
        --bind=/dev/fuse --capability=all
    [ $? = 133 ] || break   # 133: it wants to be started again
done
