"""What a node's root folder gets before its first boot: its identity, its database, the engine's unit and keys."""

import shutil
import uuid

from understudy_lab.layout import ADDRESSES, REPOSITORY, binaries
from understudy_lab.shell import LabError, run

PROGRAMS = {"understudyd": "engine/understudyd", "understudyctl": "app/ctl/understudyctl",
            "understudy-gateway": "engine/gateway/understudy-gateway"}
SYSTEMD = REPOSITORY / "resources/systemd"
UNITS = ("understudyd.service", "understudy-gateway.service")


def copy_programs(layout):
    """The build as it is now: a later build does not reach into a running lab. Says whether the engine is there."""
    layout.programs.mkdir(parents=True, exist_ok=True)
    for name, place in PROGRAMS.items():
        built = binaries() / place
        if built.exists():
            shutil.copy2(built, layout.programs / name)
    return engine_is_built(layout)


def engine_is_built(layout):
    return all((layout.programs / name).exists() for name in PROGRAMS)


def make_keys(layout, virtual_ip):
    """The cluster's authority, a certificate for each node and the common key, by the code that joining uses."""
    engine = layout.programs / "understudyd"
    if not engine.exists():
        raise LabError(f"there is no engine in {binaries()} yet: build it, or use --no-configure")
    nodes = [word for node in ("node1", "node2") for word in ("--node", f"{node}={node},{ADDRESSES[node]}")]
    run(engine, "--make-keys", layout.home / "keys", *nodes, "--virtual-ip", virtual_ip)


def prepare(node):
    """On the mounted root folder, before the first boot."""
    root = node.disk.root
    (root / "etc/hostname").write_text(node.name + "\n")
    (root / "etc/machine-id").write_text(uuid.uuid4().hex + "\n")
    hosts = ["127.0.0.1 localhost"] + [f"{address} {host}" for host, address in ADDRESSES.items()]
    (root / "etc/hosts").write_text("\n".join(hosts) + "\n")
    prepare_database(node)
    files = root / "srv/files"
    files.mkdir()
    if engine_is_built(node.layout):
        install_units(root)
    keys = node.layout.home / "keys" / node.name
    if keys.is_dir():
        shutil.copytree(keys, root / "etc/understudy/keys")
        run("chmod", "-R", "go=", root / "etc/understudy/keys")


def prepare_database(node):
    """node1 has a database with the user and database `app`; node2 a fresh one, which will be overwritten."""
    kind = "prepared" if node.name == "node1" else "pristine"
    run("cp", "-a", f"{node.disk.base()}/var/lib/postgresql.{kind}/.", node.disk.root / "var/lib/postgresql")


def install_units(root):
    run("systemd-sysusers", f"--root={root}", SYSTEMD / "understudy.sysusers")
    place = root / "etc/systemd/system"
    (place / "multi-user.target.wants").mkdir(exist_ok=True)
    for unit in UNITS:
        shutil.copy(SYSTEMD / unit, place)
        (place / "multi-user.target.wants" / unit).symlink_to(f"../{unit}")
