"""Database servers on the two nodes, one of each kind, with the same settings and the same schema."""

import re

from understudy_lab.layout import ADDRESSES
from understudy_lab.waiting import until

BIN = "/usr/lib/postgresql/15/bin"
SETTINGS = {"shared_buffers": "256MB", "checkpoint_timeout": "30min", "max_wal_size": "700MB", "max_connections": "60",
            "autovacuum": "off", "unix_socket_directories": "/var/run/postgresql"}
TRUST = "local all all trust\nhost all all samenet trust\nhost replication all samenet trust\n"
CLIENTS, SCALE = 8, 10


class Server:
    """A server on node1 that is asked through its Unix socket."""

    def __init__(self, lab, name, port, folder):
        self.node1, self.node2 = lab.node("node1"), lab.node("node2")
        self.name, self.port, self.folder = name, port, folder

    def as_postgres(self, node, *words, **options):
        return node.run("runuser", "-u", "postgres", "--", *words, **options)

    def sql(self, text):
        return self.as_postgres(self.node1, "psql", "-XqAt", "-p", self.port, "-d", "postgres", "-c", text)

    def make_cluster(self, extra=""):
        """A fresh one in its folder."""
        self.node1.run("install", "-d", "-o", "postgres", "-g", "postgres", "-m", "700", self.folder)
        self.as_postgres(self.node1, f"{BIN}/initdb", "-D", self.folder, "--locale=C.UTF-8", timeout=300)
        settings = "\n".join(f"{key} = '{value}'" for key, value in SETTINGS.items())
        settings += f"\nport = {self.port}\nlisten_addresses = '*'\n{extra}\n"
        for name, text in (("postgresql.conf", settings), ("pg_hba.conf", TRUST)):
            self.as_postgres(self.node1, "tee", "-a", f"{self.folder}/{name}", stdin=text)

    def run_server(self, node):
        node.run("systemd-run", "-q", f"--unit=bench-{self.name}-{self.port}", "--uid=postgres", "--gid=postgres",
                 f"{BIN}/postgres", "-D", self.folder)

    def wait_ready(self, node=None):
        node = node or self.node1
        until(lambda: "accepting" in self.as_postgres(node, f"{BIN}/pg_isready", "-p", self.port, check=False), 60)

    def fill(self):
        self.as_postgres(self.node1, "createdb", "-p", self.port, "bench")
        self.as_postgres(self.node1, f"{BIN}/pgbench", "-p", self.port, "-i", "-s", SCALE, "-q", "bench", timeout=300)

    def round(self, seconds):
        """Transactions per second, and their mean latency in ms."""
        self.sql("CHECKPOINT")
        output = self.as_postgres(self.node1, f"{BIN}/pgbench", "-n", "-c", CLIENTS, "-j", 2, "-T", seconds, "-p", self.port,
                                  "bench", timeout=seconds + 60)
        return float(re.search(r"tps = ([\d.]+)", output)[1]), float(re.search(r"latency average = ([\d.]+)", output)[1])


class OnPlainDisk(Server):
    """One server, one copy: what the machine can do."""

    def set_up(self):
        self.make_cluster()
        self.run_server(self.node1)
        self.wait_ready()


class OnReplicatedFolder(Server):
    def set_up(self):
        for key, value in SETTINGS.items():
            self.sql(f"ALTER SYSTEM SET {key} = '{value}'")
        self.node1.run("understudyctl", "restart")
        self.wait_ready()


class WithStreaming(Server):
    """PostgreSQL's own synchronous replication: a commit waits until the standby has it on its disk."""

    def set_up(self):
        self.make_cluster("synchronous_commit = on\nsynchronous_standby_names = '*'")
        self.run_server(self.node1)
        self.wait_ready()
        self.node2.run("install", "-d", "-o", "postgres", "-g", "postgres", "-m", "700", self.folder)
        self.as_postgres(self.node2, f"{BIN}/pg_basebackup", "-h", ADDRESSES["node1"], "-p", self.port, "-U", "postgres",
                         "-R", "-D", self.folder, "--checkpoint=fast", timeout=120)
        self.run_server(self.node2)
        until(lambda: self.sql("SELECT sync_state FROM pg_stat_replication").strip() == "sync", 30)


class OnGluster(Server):
    """A volume of two replicas with its default options, mounted on node1."""

    VOLUME, BRICK = "bench", "/srv/brick"

    def set_up(self):
        for node in (self.node1, self.node2):
            node.run("systemd-run", "-q", "--unit=bench-glusterd", "glusterd", "--no-daemon", "--log-level", "WARNING")
            until(lambda node=node: "Hostname" in node.run("gluster", "pool", "list", check=False), 30, pause=0.2)
        self.gluster("peer", "probe", "node2")
        until(lambda: "Connected" in self.gluster("pool", "list").splitlines()[1], 30, pause=0.2)
        bricks = [f"{node}:{self.BRICK}" for node in ("node1", "node2")]
        until(lambda: self.created(bricks), 30, pause=0.5)
        self.gluster("volume", "start", self.VOLUME)
        mounted = self.folder.rsplit("/", 1)[0]
        self.node1.run("mkdir", "-p", mounted)
        self.node1.run("systemd-run", "-q", "--unit=bench-gluster-mount", "glusterfs", "--no-daemon",
                       "--volfile-server=node1", f"--volfile-id={self.VOLUME}", mounted)
        until(lambda: "fuse.glusterfs" in self.node1.run("cat", "/proc/mounts"), 30, pause=0.2)
        self.make_cluster()
        self.run_server(self.node1)
        self.wait_ready()

    def gluster(self, *words, check=True):
        return self.node1.run("gluster", "--mode=script", *words, check=check)

    def created(self, bricks):
        """A pool that was made a moment ago refuses for a while."""
        self.gluster("volume", "create", self.VOLUME, "replica", "2", *bricks, "force", check=False)
        return self.VOLUME in self.gluster("volume", "list", check=False)
