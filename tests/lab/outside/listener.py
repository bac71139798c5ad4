"""Programs that tell in lines what they see, and a thread here that collects the lines as they come."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

from understudy_lab.layout import CLIENT
from understudy_lab.shell import LabError, run

HERE = Path(__file__).parent


def in_client(layout, *words):
    """A command line that runs in the client host. It dies with us."""
    return ["nsenter", f"--net=/run/netns/{layout.netns(CLIENT)}", "--", "setpriv", "--pdeathsig", "KILL", "--",
            *map(str, words)]


def run_in_client(layout, *words, **options):
    return run(*in_client(layout, *words), **options)


def start_in_client(layout, script, *words):
    """One of the programs beside this file. A Ctrl-C on the terminal is ours alone, hence its own session."""
    return subprocess.Popen(in_client(layout, sys.executable, "-B", HERE / script, *words), stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def start_in_node(node, script, *words):
    """The same inside a node, which does not see this folder: the program goes there by its standard input."""
    with open(HERE / script, encoding="utf-8") as program:
        return node.start("python3", "-B", "-", *words, stdin=program, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, start_new_session=True)


class Listener:
    """`heard` is called with the words of each line, in the reader's thread; `changed` is its lock."""

    def __init__(self, process):
        self.process, self.errors = process, []
        self.changed = threading.Condition()
        self.threads = [threading.Thread(target=self.read, daemon=True),
                        threading.Thread(target=self.read_errors, daemon=True)]
        for thread in self.threads:
            thread.start()

    def heard(self, words):
        raise NotImplementedError

    def read(self):
        for line in self.process.stdout:
            if line.endswith("\n"):  # a process that is killed may leave half a line
                with self.changed:
                    self.heard(line.split())
                    self.changed.notify_all()
        self.process.wait()
        with self.changed:
            self.changed.notify_all()

    def read_errors(self):
        self.errors += self.process.stderr.readlines()

    def wait_for(self, condition, seconds):
        """Until condition() holds, and returns what it said. LabError if the program failed instead."""
        with self.changed:
            self.changed.wait_for(lambda: condition() or self.process.poll() is not None, seconds)
            if self.process.poll() not in (None, 0, -signal.SIGTERM, -signal.SIGKILL):
                raise LabError(f"{self.process.args} ended: {''.join(self.errors)[-1000:]}")
            return condition()

    def stop(self):
        """Lets the program end, and hears it out. Harmless to repeat."""
        if self.process.stdout.closed:
            return
        if self.process.poll() is None:
            self.process.terminate()
        self.hear_out()

    def hear_out(self):
        """Of a program that ended or is about to."""
        self.process.wait()
        for thread in self.threads:
            thread.join()
        self.process.stdout.close()
        self.process.stderr.close()
