"""./dev lab: the verbs. Results go to standard output, all else to standard error.

Exit status: 0 done, 1 failed, 2 wrong use; `exec` and `ctl` pass on that of the command (125: the lab could not run it).
"""

import contextlib
import json
import os
import signal
import sys

from understudy_lab import faults
from understudy_lab.arguments import Usage, parse
from understudy_lab.lab import Lab, at_once
from understudy_lab.layout import CLIENT, LABS
from understudy_lab.node import Node, cut_together
from understudy_lab.shell import LabError, say


def show(lab, _):
    print(json.dumps(lab.describe()), flush=True)


def up(lab, wanted):
    lab.up(wanted.options)
    show(lab, wanted)


def down(lab, _):
    lab.down()


def list_labs(_lab, _wanted):
    for note in sorted(LABS.glob("*/options.json")):
        print(note.parent.name)


def execute(lab, wanted):
    lab.must_exist()
    if wanted.host == CLIENT:
        os.execvp("nsenter", ["nsenter", f"--net=/run/netns/{lab.layout.netns(CLIENT)}", "--", *wanted.command])
    lab.node(wanted.host).become(wanted.command)


def control(lab, wanted):
    lab.node(wanted.host).become(["understudyctl", *wanted.command])


def on_nodes(action):
    """A verb that takes one node or both; two commands at once on the same node wait for each other."""
    def verb(lab, wanted):
        with contextlib.ExitStack() as stack:
            for host in sorted(set(wanted.hosts)):
                stack.enter_context(lab.locked(host))
            action([lab.node(host) for host in wanted.hosts])
    return verb


def each(method):
    """The same for every node, side by side."""
    return on_nodes(lambda nodes: at_once(method, nodes))


def part(lab, wanted):
    lab.must_exist()
    faults.part(lab.layout, wanted.one_way)


def heal(lab, _):
    lab.must_exist()
    faults.heal(lab.layout)


def loss(lab, wanted):
    lab.must_exist()
    faults.loss(lab.layout, wanted.percent)


VERBS = {
    "up": up, "down": down, "show": show, "list": list_labs, "exec": execute, "ctl": control,
    "cut": on_nodes(lambda nodes: cut_together(*nodes)), "crash": each(Node.crash), "boot": each(Node.boot),
    "pause": each(Node.pause), "resume": each(Node.resume), "unplug": each(Node.unplug), "plug": each(Node.plug),
    "part": part, "heal": heal, "loss": loss,
}


def interrupt(*_):
    raise KeyboardInterrupt


def main(words):
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    failed = 125 if words[:1] in (["exec"], ["ctl"]) else 1
    try:
        wanted = parse(words)
        if wanted.verb == "help":
            print(wanted.text)
            return 0
        if os.geteuid() != 0:
            raise LabError("the lab makes machines and networks: run it as root (sudo ./dev lab ...)")
        VERBS[wanted.verb](Lab(wanted.name), wanted)
        return 0
    except Usage as error:
        print(f"lab: {error}\n./dev lab help shows how to use it", file=sys.stderr)
        return 2
    except LabError as error:
        say(error)
        return failed
    except KeyboardInterrupt:
        say("interrupted")
        return 130
