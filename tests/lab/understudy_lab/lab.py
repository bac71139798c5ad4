"""A whole lab: two nodes, the client and the network between them, from up to down."""

import contextlib
import fcntl
import shutil
from concurrent.futures import ThreadPoolExecutor

from understudy_lab import configure, image, network, provision
from understudy_lab.layout import ADDRESSES, CLIENT, LABS, NODES, VIRTUAL_IP, Layout, replicated_folder
from understudy_lab.node import Node
from understudy_lab.shell import LabError, run, say, succeeds


def at_once(action, nodes):
    with ThreadPoolExecutor() as pool:
        return list(pool.map(action, nodes))


class Lab:
    def __init__(self, name="lab"):
        self.layout = Layout(name)
        self.options = self.layout.options()

    def node(self, name):
        self.must_exist()
        if name not in NODES:
            raise LabError(f"'{name}' is no node: use {' or '.join(NODES)}")
        return self.unchecked_node(name)

    def unchecked_node(self, name):
        return Node(self.layout, name, in_memory=bool(self.options and self.options.memory))

    def must_exist(self):
        if not self.options:
            raise LabError(f"there is no lab '{self.layout.name}': ./dev lab up makes one")

    @contextlib.contextmanager
    def locked(self, what):
        """Two commands at once on one thing wait for each other; on different nodes they run side by side."""
        LABS.mkdir(parents=True, exist_ok=True)
        with open(LABS / f".{self.layout.name}.{what}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def up(self, options):
        """Makes the lab; on any error or an interrupt nothing of it is left."""
        with self.locked("lab"):
            self.options = self.layout.options()
            if self.options == options and self.is_complete():
                return say(f"lab '{self.layout.name}' is up already")
            if self.options:
                raise LabError(f"there is a lab '{self.layout.name}' made with other options or not complete any more: "
                               f"./dev lab down --name {self.layout.name} first, or choose another name")
            try:
                self.make(options)
            except BaseException:
                self.clear_away()
                raise

    def is_complete(self):
        return network.namespace_exists(self.layout.switch) and all(self.unchecked_node(n).disk.image.exists() for n in NODES)

    def make(self, options):
        self.clear_away()  # what an interrupted attempt may have left
        base = image.base()
        home = self.layout.home
        home.mkdir(parents=True)
        # Shared, so that an unmount here reaches the copies of the mounts in the nodes' namespaces.
        run("mount", "--bind", home, home)
        run("mount", "--make-rshared", home)
        self.options = options
        if provision.copy_programs(self.layout):
            provision.make_keys(self.layout, VIRTUAL_IP)
        elif options.configure:
            raise LabError("the engine is not built: ./dev build, or use --no-configure")
        network.make_switch(self.layout)
        network.connect_client(self.layout, CLIENT)
        say(f"booting two nodes on {base.name}")
        self.on_both(self.make_node)
        self.layout.save(options)
        if options.configure:
            configure.configure(self)

    def make_node(self, node):
        node.home.mkdir()
        node.disk.make(self.options.disk)
        node.boot(provision.prepare)

    def on_both(self, action):
        """Runs action(node) for both nodes at once."""
        return at_once(action, [self.unchecked_node(name) for name in NODES])

    def down(self):
        with self.locked("lab"):
            self.clear_away()

    def clear_away(self):
        """Everything that may be there of this lab, in whatever condition. Keeps going, and tells the first error."""
        errors = []
        for name in NODES:
            for in_memory in (False, True):
                try:
                    Node(self.layout, name, in_memory).remove()
                except (LabError, OSError) as error:
                    errors.append(error)
        network.remove_all(self.layout)
        if succeeds("mountpoint", "-q", self.layout.home):
            run("umount", self.layout.home)
        shutil.rmtree(self.layout.images_in_memory, ignore_errors=True)
        if errors:
            raise LabError(f"the lab '{self.layout.name}' is not clean: {errors[0]}")
        shutil.rmtree(self.layout.home, ignore_errors=True)
        self.options = None

    def describe(self):
        """What programs from outside need to know; the form is fixed."""
        self.must_exist()
        module = self.options.module
        database = {"host": VIRTUAL_IP, "port": 5432, "user": "app", "name": "app"} if module == "postgresql" else None
        return {"name": self.layout.name, "module": module, "virtual_ip": VIRTUAL_IP, "database": database,
                "nodes": {name: self.describe_node(self.node(name)) for name in NODES}}

    def describe_node(self, node):
        folder, backing = replicated_folder(self.options.module)
        reachable = node.is_running() and not node.is_paused()
        return {"address": ADDRESSES[node.name], "netns": self.layout.netns(node.name), "root": str(node.disk.root),
                "engine_pid": node.engine_pid() if reachable else None, "state_dir": "/var/lib/understudy",
                "folder": str(folder), "backing": str(backing)}
