"""Running other programs, and the one kind of error that the lab shows to people."""

import subprocess
import sys


class LabError(Exception):
    """What happened, to what, and what to do next. Printed as it is, without a stack."""


def say(text):
    """Progress goes to standard error: standard output belongs to results."""
    print(f"lab: {text}", file=sys.stderr, flush=True)


def run(*command, check=True, stdin=None, timeout=600):
    """Runs a command and returns its standard output; raises LabError with its standard error if it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, input=stdin, capture_output=True, text=True, timeout=timeout)
    if check and done.returncode != 0:
        reason = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise LabError(f"`{' '.join(words)}` failed with status {done.returncode}: {reason}")
    return done.stdout


def succeeds(*command):
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True).returncode == 0
