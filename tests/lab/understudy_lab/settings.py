"""The settings document of the lab's cluster, as an administrator would write it."""

from understudy_lab.layout import ADDRESSES, NETWORK, NODES, VIRTUAL_IP, replicated_folder

DATABASE_UNIT = "postgresql@15-main.service"
DATABASE_GROUP = f"/system.slice/system-postgresql.slice/{DATABASE_UNIT}"


def document(options):
    prefix_length = NETWORK.split("/")[1]
    folder, _ = replicated_folder(options.module)
    module = {
        "name": options.module, "id": 1,
        "virtual_ip": f"{VIRTUAL_IP}/{prefix_length}",
        "folders": [{"name": folder.name, "path": str(folder)}],
        "services": [], "checkers": [],
    }
    if options.module == "postgresql":
        module |= database(folder)
        module["folders"][0]["xattrs"] = False  # PostgreSQL uses none: each write is spared a question of the kernel
    return {
        "format": 1,
        "cluster": {"name": "lab"},
        "nodes": {node: {"host": node, "addresses": [ADDRESSES[node]]} for node in NODES},
        "heartbeat": {"interval_ms": options.heartbeat_ms, "timeout_ms": options.timeout_ms},
        "modules": [module],
    }


def database(folder):
    """The copy brings the lock file of the server that wrote it; its process may be any other one here."""
    return {
        "services": [
            {"name": "stale-pid", "kind": "script", "start": ["/bin/rm", "-f", f"{folder}/postmaster.pid"], "stop": []},
            {"name": "postgresql", "kind": "unit", "unit": DATABASE_UNIT},
        ],
        "checkers": [
            {"name": "process", "kind": "process", "control_group": DATABASE_GROUP, "program": "postgres"},
            {"name": "port", "kind": "tcp", "port": 5432},
            {"name": "sql", "kind": "sql", "database": "postgres", "user": "postgres"},
        ],
    }
