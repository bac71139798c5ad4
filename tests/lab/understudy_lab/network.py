"""The cables and the switch: a bridge in a network namespace of its own, and a namespace for each host."""

import hashlib

from understudy_lab.layout import ADDRESSES, HOSTS
from understudy_lab.shell import run, succeeds


def namespace_exists(name):
    return succeeds("ip", "netns", "pids", name)


def make_switch(layout):
    switch = layout.switch
    run("ip", "netns", "add", switch)
    run("ip", "-n", switch, "-batch", "-", stdin="link set lo up\nlink add br0 type bridge\nlink set br0 up\n")


def remove_switch(layout):
    delete_namespace(layout.switch)


def delete_namespace(name):
    if namespace_exists(name):
        run("ip", "netns", "del", name)


def hardware_address(layout, host):
    """The same at every boot, as a network card's is."""
    digest = hashlib.sha256(f"{layout.name}/{host}".encode()).hexdigest()
    return "02:" + ":".join(digest[i:i + 2] for i in range(0, 10, 2))


def connect(layout, host, plugged=True):
    """A fresh namespace with one card, host0, whose cable ends at the switch in a port named like the host."""
    namespace, switch = layout.netns(host), layout.switch
    delete_namespace(namespace)
    run("ip", "netns", "add", namespace)
    run("ip", "-n", switch, "link", "add", host, "type", "veth", "peer", "name", "host0",
        "address", hardware_address(layout, host), "netns", namespace)
    state = "up" if plugged else "down"
    run("ip", "-n", switch, "link", "set", host, "master", "br0", state)
    run("ip", "-n", namespace, "-batch", "-", stdin="link set lo up\nlink set host0 up\n")


def connect_client(layout, host):
    connect(layout, host)
    run("ip", "-n", layout.netns(host), "addr", "add", f"{ADDRESSES[host]}/24", "dev", "host0")


def disconnect(layout, host):
    """The machine is gone: sockets, addresses (a virtual one too) and rules go with its namespace."""
    if namespace_exists(layout.switch):
        succeeds("ip", "-n", layout.switch, "link", "del", host)
    delete_namespace(layout.netns(host))


def set_cable(layout, host, plugged):
    run("ip", "-n", layout.switch, "link", "set", host, "up" if plugged else "down")


def remove_all(layout):
    for host in HOSTS:
        disconnect(layout, host)
    remove_switch(layout)
