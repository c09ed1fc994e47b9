"""Files as they come, plain or packed (gzip, bzip2, xz), in chunks of bounded size.

Packed bytes say how much they become only when they are unpacked (bzip2 packs a million to one), so no call gives more
than one chunk, and a file of many gigabytes is read in the memory of one of a kilobyte.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from factlog.errors import InvalidDocumentError

CHUNK = 1 << 20
_XZ_MEMORY = 256 << 20  # the dictionary of xz -9 takes 65 MB; a header may ask for four gigabytes


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def needs_input(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """zlib's decompressor in the shape of the two others."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


def _decompressor(magic: bytes) -> _Decompressor | None:
    if magic.startswith(b"\x1f\x8b"):
        return _Gzip()
    if magic.startswith(b"BZh"):
        return bz2.BZ2Decompressor()
    if magic.startswith(b"\xfd7zXZ\x00"):
        return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)
    return None


def chunks(path: str | Path, *, size: int = CHUNK) -> Iterator[bytes]:
    """The unpacked bytes of a file, told apart by its first bytes; raises InvalidDocumentError where they are damaged."""
    with open(path, "rb") as file:
        magic = file.read(6)
        file.seek(0)
        if _decompressor(magic) is None:
            while chunk := file.read(size):
                yield chunk
            return
        try:
            yield from _unpacked(file, size)
        except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as problem:
            place = f"byte {file.tell():,}"
            raise InvalidDocumentError(
                f"{path}: expected a packed file that unpacks, got {problem} ({place})", file=str(path)
            ) from problem


def _unpacked(file: BinaryIO, size: int) -> Iterator[bytes]:
    """One stream after the other: dumps are often many in one file."""
    waiting = b""
    while True:
        waiting = (waiting or file.read(size)).lstrip(b"\0")
        if not waiting:
            return
        waiting += file.read(6)
        inner = _decompressor(waiting)
        if inner is None:
            return  # what follows the last stream is ignored, as gzip and bzip2 do
        while not inner.eof:
            if inner.needs_input and not waiting and not (waiting := file.read(size)):
                raise EOFError("the end of the file before the end of what it packs")
            # needs_input says so before the first byte as well
            if out := inner.decompress(waiting, size):
                yield out
            waiting = b""
        waiting = inner.unused_data
