"""progress.py - one line that says how far long steps are: rewritten in place on a terminal, else a line a minute.
Steps that run at the same time share the line."""
import sys
import threading
import time

_lock = threading.Lock()
_running = []                   # in the order in which they began
_TTY = sys.stderr.isatty()
_EVERY = 1.0 if _TTY else 60.0


class Progress:
    """`with Progress("route ulx3s") as step: step.at("1,200 arcs left")`. The clock in it runs by itself."""

    def __init__(self, what):
        self.what, self.said, self.begun = what, "", time.monotonic()

    def __enter__(self):
        with _lock:
            _running.append(self)
            if len(_running) == 1:
                threading.Thread(target=_print, daemon=True).start()
        return self

    def __exit__(self, *_):
        with _lock:
            _running.remove(self)
            if _TTY:
                print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def at(self, text):
        self.said = text


def _text(step):
    minutes, seconds = divmod(int(time.monotonic() - step.begun), 60)
    return f"{step.what} {minutes}:{seconds:02}" + (f" {step.said}" if step.said else "")


def _print():
    while True:
        time.sleep(_EVERY)
        with _lock:
            if not _running:
                return
            text = "  " + "; ".join(map(_text, _running))
            print(f"\r{text[:118]}\x1b[K" if _TTY else text, end="" if _TTY else "\n", file=sys.stderr, flush=True)
