"""A process that records until it is done, or killed.

As ``writer.py LOG NAME COUNT SIZE PATIENCE`` it prints the numbers that were acknowledged.

As ``writer.py nursery`` it is fast at it: each line of its input is such a command, run in a fork that is a process group
of its own; it answers with the fork's id, and with ``ended`` when it has ended.
"""

from __future__ import annotations

import os
import random
import sys

import factlog
from factlog import Claim


def record(path: str, name: str, count: int, size: int, patience: int, out: int) -> None:
    """Records claims of its own, and each time one that all writers share; tries again where git failed."""
    noise = random.Random(name).randbytes(size // 2 + 1).hex()[:size]
    with factlog.open(path) as log:
        for number in range(count):
            own = Claim(f"{name}/{number}", subject=name, predicate="number", value=number, criteria=noise or None)
            shared = Claim("shared", subject="all", predicate="number", value=f"{name} {number}")
            for attempt in range(patience + 1):
                try:
                    log.record([own, shared], message=f"{name} {number}")
                    break
                except factlog.GitError:
                    if attempt == patience:
                        raise
            os.write(out, f"{number}\n".encode())


def nursery() -> None:
    """Runs one command after the other, each in a fork."""
    for line in sys.stdin:
        path, name, count, size, acknowledged = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            os.setsid()
            out = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
            status = 1
            try:
                record(path, name, int(count), int(size), 0, out)
                status = 0
            finally:
                os._exit(status)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "nursery":
        nursery()
    else:
        path, name, *numbers = sys.argv[1:]
        count, size, patience = map(int, numbers)
        record(path, name, count, size, patience, 1)
