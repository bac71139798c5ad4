"""Tells a story on the terminal: each line with the seconds since its beginning."""

import os
import sys
import time


class Teller:
    def __init__(self, stream=sys.stdout):
        self.stream = stream
        self.began = time.monotonic()
        self.live = stream.isatty()
        self.coloured = self.live and not os.environ.get("NO_COLOR")
        self.unfinished = False

    def style(self, code, text):
        return f"\033[{code}m{text}\033[0m" if self.coloured else text

    def print(self, text=""):
        if self.unfinished:
            print("\r\033[K", end="", file=self.stream)
            self.unfinished = False
        print(text, file=self.stream, flush=True)

    def chapter(self, title):
        self.print()
        self.print(self.style("1", title))

    def tell(self, text, moment=None):
        """A sentence; `moment`: when it happened, if that was before now (time.monotonic)."""
        seconds = (moment or time.monotonic()) - self.began
        lines = text.splitlines()
        self.print(f"{self.style('2', f'{seconds:9.3f} s')}  {lines[0]}")
        for line in lines[1:]:
            self.print(f"{'':11}  {line}")

    def progress(self, text):
        """A line that the next one replaces; on no terminal it is not shown."""
        if self.live:
            print(f"\r\033[K{'':11}  {text}", end="", file=self.stream, flush=True)
            self.unfinished = True


def bar(share, width=30):
    done = round(max(0.0, min(1.0, share)) * width)
    return "█" * done + "░" * (width - done)


def in_bytes(count):
    if count is None:
        return "?"
    for unit in ("bytes", "KiB", "MiB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} GiB"
