"""The base image: a small Debian 12 server, made once, read-only below every node.

It is kept under /var/cache/understudy-lab in a folder named after its recipe (packages and set-up), so that a change of
either makes a new one and running labs keep theirs.
"""

import contextlib
import fcntl
import hashlib
import shutil
import time
from pathlib import Path

from understudy_lab import packages
from understudy_lab.shell import LabError, run, say

CACHE = Path("/var/cache/understudy-lab")

# Nothing here is of use in a node, and half of the time and space goes into it.
LEFT_OUT = ("/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*", "/usr/share/icons/*")

# What would only make the boot slower, or run by itself in the middle of a test.
MASKED = (
    "apt-daily.timer", "apt-daily-upgrade.timer", "dpkg-db-backup.timer", "e2scrub_all.timer", "e2scrub_reap.service",
    "fstrim.timer", "systemd-timesyncd.service", "console-getty.service", "getty.target", "nftables.service",
    "systemd-networkd.service", "systemd-resolved.service", "systemd-udevd.service", "remote-fs.target",
    "systemd-update-utmp.service", "xfs_scrub_all.timer", "modprobe@.service", "dev-hugepages.mount", "dev-mqueue.mount",
    "sys-kernel-debug.mount", "sys-kernel-tracing.mount", "sys-kernel-config.mount", "systemd-sysusers.service",
    "ldconfig.service", "systemd-journal-catalog-update.service", "systemd-update-done.service", "systemd-pcrphase.service",
)

# PostgreSQL is started by the engine and by nobody else; the lab's network may log in without a password.
SETUP = r"""
set -e
export DEBIAN_FRONTEND=noninteractive
pg=/etc/postgresql/15/main
printf '%s\n' "listen_addresses = '*'" "fsync = on" "max_connections = 100" >$pg/conf.d/lab.conf
printf '%s\n' 'local all all trust' 'host all all 127.0.0.1/32 trust' 'host all all samenet trust' >$pg/pg_hba.conf
echo manual >$pg/start.conf
cp -a /var/lib/postgresql /var/lib/postgresql.pristine
pg_ctlcluster 15 main start
runuser -u postgres -- psql -q -c 'CREATE ROLE app SUPERUSER LOGIN' -c 'CREATE DATABASE app OWNER app'
pg_ctlcluster 15 main stop -m fast
mv /var/lib/postgresql /var/lib/postgresql.prepared
mkdir /var/lib/postgresql
systemctl -q disable postgresql.service
systemctl -q mask MASKED
mkdir -p /var/log/journal /opt/understudy/bin /etc/understudy
ln -s /opt/understudy/bin/understudyctl /usr/local/bin/understudyctl
ln -s /opt/understudy/bin/understudyd /usr/local/sbin/understudyd
rm -f /etc/hostname /var/lib/dbus/machine-id /etc/resolv.conf
: >/etc/machine-id
""".replace("MASKED", " ".join(MASKED))

# The set-up runs in the image with a /proc, shared memory and a network of its own.
INSIDE = """
mount -t proc proc "$0/proc" && mount -t tmpfs -o mode=1777 tmpfs "$0/dev/shm" && exec chroot "$0" sh -c "$1"
"""


def wanted_packages():
    return packages.of_groups("run", "node")


def base():
    """The folder of the base image; made first if there is none. Takes a minute or two then, a millisecond otherwise."""
    recipe = "\n".join([SETUP, INSIDE, *LEFT_OUT, *wanted_packages()])
    folder = CACHE / ("base-" + hashlib.sha256(recipe.encode()).hexdigest()[:12])
    if not folder.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        with open(CACHE / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.is_dir():
                remove_unused(keep=folder)
                make(folder)
    return folder


def sources():
    """This machine's own Debian repositories, so that nodes and build have the same versions."""
    line = "deb $(REPO_URI) $(RELEASE) $(COMPONENT)|$(ORIGIN)"
    found = run("apt-get", "indextargets", "--format", line, "Created-By: Packages").splitlines()
    return sorted({entry.split("|")[0] for entry in found if entry.endswith("|Debian")})


def make(folder):
    say(f"making the base image of the nodes in {folder} (once; one to three minutes)")
    started = time.monotonic()
    repositories = sources()
    if not repositories:
        run("apt-get", "update", "-q")
        repositories = sources()
    if not any("bookworm" in line for line in repositories):
        raise LabError("the lab's nodes are Debian 12, but this machine's apt knows no bookworm repository")
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        run("mmdebstrap", "--mode=root", "--variant=minbase", "--skip=check/empty",
            "--include=" + ",".join(wanted_packages()), "--dpkgopt=force-unsafe-io",
            *(f"--dpkgopt=path-exclude={pattern}" for pattern in LEFT_OUT),
            "bookworm", unfinished, "-", stdin="\n".join(repositories) + "\n", timeout=1800)
        run("unshare", "--mount", "--net", "--propagation", "private", "sh", "-c", INSIDE, unfinished, SETUP)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    say(f"base image made in {time.monotonic() - started:.0f} s")


def remove_unused(keep):
    """Old images go, except those below a running node."""
    mounts = Path("/proc/self/mountinfo").read_text()
    for old in CACHE.glob("base-*"):
        if old != keep and f"lowerdir={old}" not in mounts:
            with contextlib.suppress(OSError):
                shutil.rmtree(old)
