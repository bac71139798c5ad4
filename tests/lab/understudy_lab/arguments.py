"""The form of the command line, which programs from outside rely on."""

import os
from dataclasses import dataclass, field

from understudy_lab.layout import HOSTS, NODES, Options

HELP = """\
./dev lab VERB [--name NAME] ...: two nodes, a client and a network, on this machine, as root. Labs of different
names run side by side (default name: lab). Results are on standard output, everything else on standard error.

  up [--module postgresql|files] [--heartbeat MS] [--timeout MS] [--disk ext4|xfs] [--ram] [--no-configure]
                        make, configure and start it; prints one JSON object that tells where everything is
                        --ram (or UNDERSTUDY_LAB_RAM=1): the nodes' disks are in memory, fast and steady
                        UNDERSTUDY_PRESET chooses the build that runs in the nodes (default dev)
  show                  print that JSON object again
  exec HOST -- COMMAND  run a command on node1, node2 or client; standard input and exit status are passed on
  ctl HOST ARGS         understudyctl on that node
  cut NODE...           power cut: what was not synced is lost, and nothing announces the death
  crash NODE...         every process dies at once; the disk keeps what the kernel has
  boot NODE...          switch it on again; returns when systemd says that it is up
  pause|resume NODE...  freeze it whole: a grey failure, it still answers pings
  unplug|plug NODE...   pull its network cable (it stays out over a boot)
  part [--one-way NODE] silent cut between the nodes; one-way: what NODE sends is lost. The client reaches both
  loss PERCENT          lose so many of the packets between the nodes
  heal                  end part and loss
  list                  the names of the labs there are
  down                  remove everything of this lab, in whatever condition it is\
"""


class Usage(Exception):
    """Wrong use: exit status 2."""


@dataclass
class Wanted:
    verb: str
    name: str = "lab"
    options: Options = field(default_factory=Options)
    host: str = ""
    hosts: list = field(default_factory=list)
    command: list = field(default_factory=list)
    one_way: str = None
    percent: int = 0
    text: str = HELP


def parse(words):
    if not words or words[0] in ("help", "-h", "--help"):
        return Wanted("help")
    wanted = Wanted(words[0])
    rest = list(words[1:])
    if rest[:1] == ["--name"]:
        wanted.name = value(rest, "--name")
    reader = READERS.get(wanted.verb)
    if not reader:
        raise Usage(f"there is no verb '{wanted.verb}'")
    reader(wanted, rest)
    if rest:
        raise Usage(f"`{wanted.verb}` does not know what to do with '{rest[0]}'")
    return wanted


def value(rest, flag):
    rest.pop(0)
    if not rest:
        raise Usage(f"{flag} needs a value")
    return rest.pop(0)


def read_nothing(_wanted, _rest):
    pass


def read_up(wanted, rest):
    options = wanted.options
    options.memory = bool(os.environ.get("UNDERSTUDY_LAB_RAM"))
    while rest:
        flag = rest[0]
        if flag == "--module":
            options.module = one_of(value(rest, flag), ("postgresql", "files"), flag)
        elif flag == "--disk":
            options.disk = one_of(value(rest, flag), ("ext4", "xfs"), flag)
        elif flag == "--heartbeat":
            options.heartbeat_ms = number(value(rest, flag), 20, 600_000, flag)
        elif flag == "--timeout":
            options.timeout_ms = number(value(rest, flag), 40, 600_000, flag)
        elif flag == "--name":
            wanted.name = value(rest, flag)
        elif flag in ("--ram", "--no-configure"):
            rest.pop(0)
            options.memory = options.memory or flag == "--ram"
            options.configure = options.configure and flag != "--no-configure"
        else:
            raise Usage(f"`up` knows no option '{flag}'")


def read_command(wanted, rest):
    wanted.host = one_of(rest.pop(0) if rest else "", HOSTS, "exec")
    if rest[:1] == ["--"]:
        rest.pop(0)
    if not rest:
        raise Usage("exec needs a command: exec HOST -- COMMAND")
    wanted.command, rest[:] = list(rest), []


def read_control(wanted, rest):
    wanted.host = one_of(rest.pop(0) if rest else "", NODES, "ctl")
    if rest[:1] == ["--"]:
        rest.pop(0)
    wanted.command, rest[:] = list(rest), []


def read_nodes(wanted, rest):
    if not rest:
        raise Usage(f"`{wanted.verb}` needs node1 or node2")
    wanted.hosts = [one_of(host, NODES, wanted.verb) for host in rest]
    rest.clear()


def read_part(wanted, rest):
    if rest[:1] == ["--one-way"]:
        wanted.one_way = one_of(value(rest, "--one-way"), NODES, "--one-way")


def read_loss(wanted, rest):
    wanted.percent = number(rest.pop(0) if rest else "", 0, 100, "loss")


def one_of(word, known, what):
    if word not in known:
        raise Usage(f"{what}: '{word}' is none of {', '.join(known)}")
    return word


def number(word, least, most, what):
    if not word.isdigit() or not least <= int(word) <= most:
        raise Usage(f"{what}: '{word}' is no whole number from {least} to {most}")
    return int(word)


READERS = {
    "up": read_up, "exec": read_command, "ctl": read_control, "part": read_part, "loss": read_loss,
    **dict.fromkeys(("down", "show", "list", "heal"), read_nothing),
    **dict.fromkeys(("cut", "crash", "boot", "pause", "resume", "unplug", "plug"), read_nodes),
}
