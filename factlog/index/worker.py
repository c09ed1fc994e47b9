"""Reading in a process of its own, once there is much to read: one core reads while another one writes.

The process is this interpreter with this ``sys.path``. It is handed bytes and gives back plain rows, through pipes, and
ends with its input. Until it is ready, and where it does not start or does not live, the files are read here.
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import os
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from factlog.index.reading import Changed, ClaimRows, Reading, Rows, SourceRow
from factlog.layout import CLAIMS

_MANY = 4_000  # files above which a process is worth its start
_PATIENCE = 0.0  # seconds to wait for one that is not ready
_READY = b"factlog."
_COMMAND = "import sys; sys.path[:] = sys.argv[1:]; from factlog.index.worker import serve; serve()"
_WIDTH = 8  # bytes that hold the length of a message


class Worker:
    """Reads files in the order in which they are handed in; ``origins`` as in :class:`Reading`.

    To be used in a ``with`` statement, at whose end the process is gone.
    """

    def __init__(self, origins: dict[str, str]) -> None:
        self._reading = Reading(origins)
        self._count = 0
        self._alone = (os.cpu_count() or 1) < 2
        self._process: _Process | None = None
        self._thread = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        if self._process:
            self._process.kill()
        self._thread.shutdown(cancel_futures=True)
        if self._process:
            self._process.close()

    def read(self, files: Sequence[Changed]) -> Future[list[Rows]]:
        """The rows of each file."""
        self._count += len(files)
        if self._process is None and self._count > _MANY and not self._alone:
            self._start()
        if self._process is not None and self._process.is_ready():
            return self._thread.submit(self._process.read, files)
        done: Future[list[Rows]] = Future()  # at once: a process that takes over has to know what sources repeat by then
        done.set_result(self._reading.read(files))
        return done

    def _start(self) -> None:
        try:
            self._process = _Process(self._reading)
        except OSError:
            self._alone = True


class _Process:
    """The process, and the reading that takes its place where it fails."""

    def __init__(self, reading: Reading) -> None:
        # somebody else's program, in which this Python is embedded, must not be started for it
        program = sys.executable if Path(sys.executable or "").name.startswith("python") else ""
        self._process = subprocess.Popen(  # noqa: S603  # this very interpreter
            [program, "-c", _COMMAND, *map(str, sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._reading = reading
        self._begun = False
        self._lives = True

    def is_ready(self) -> bool:
        """Whether files can be handed to it: once it says so, it hears what sources repeat so far."""
        if self._begun or not self._lives:
            return self._begun
        answers = self._process.stdout
        assert answers is not None
        heard = select.poll()
        heard.register(answers, select.POLLIN)
        if heard.poll(_PATIENCE * 1000):
            try:
                self._begun = self._lives = answers.read(len(_READY)) == _READY
                _send(self._process.stdin, self._reading.origins)
            except OSError:
                self._begun = self._lives = False
        return self._begun

    def read(self, files: Sequence[Changed]) -> list[Rows]:
        """The rows of each file."""
        if self._lives:
            try:
                _send(self._process.stdin, list(map(tuple, files)))
                told = zip(files, _received(self._process.stdout), strict=True)
                rows: list[Rows] = [(ClaimRows if file.folder == CLAIMS else SourceRow)._make(row) for file, row in told]
            except (OSError, EOFError, ValueError):
                self._lives = False
            else:
                self._reading.learn(files, rows)
                return rows
        return self._reading.read(files)

    def kill(self) -> None:
        """Ends it, whatever it does; who waits for its answer hears that there is none."""
        self._process.kill()

    def close(self) -> None:
        """Gives back what it took."""
        with contextlib.suppress(OSError), self._process:  # what it has not been told cannot be written any more
            pass


def serve() -> None:
    """Answers the messages on the standard input until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the one who asks, who ends this as well
    gc.set_threshold(100_000)
    asks, answers = sys.stdin.buffer, sys.stdout.buffer
    with contextlib.suppress(EOFError, BrokenPipeError):
        answers.write(_READY)
        answers.flush()
        reading = Reading(_received(asks))
        while True:
            files = [Changed._make(file) for file in _received(asks)]
            _send(answers, list(map(tuple, reading.read(files))))


def _send(pipe: IO[bytes] | None, message: Any) -> None:
    assert pipe is not None
    data = marshal.dumps(message)
    pipe.write(len(data).to_bytes(_WIDTH) + data)
    pipe.flush()


def _received(pipe: IO[bytes] | None) -> Any:
    """The next message; raises EOFError where there is none."""
    assert pipe is not None
    data = pipe.read(int.from_bytes(pipe.read(_WIDTH)))
    return marshal.loads(data)  # noqa: S302  # our own process has written it
