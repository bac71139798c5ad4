"""Waiting for a condition, where nobody tells us of the event itself. Tests wait by this and by nothing else."""

import time


def until(condition, seconds=10, pause=0.02):
    """Asks again and again until the condition holds, and returns what it said; a false value if it never did."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer or time.monotonic() > end:
            return answer
        time.sleep(pause)
