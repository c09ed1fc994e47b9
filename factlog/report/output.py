"""What goes to standard output: lines and tables, which Rich lays out on a terminal and which are plain elsewhere."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from factlog.claims.text import visible

if TYPE_CHECKING:
    from rich.text import Text

    Row = Sequence[Text | str | None]

_FORMULA = ("=", "+", "-", "@")


def say(line: str) -> None:
    """Prints one line as it is."""
    sys.stdout.write(f"{line}\n")


def say_json(document: object) -> None:
    """Prints a document as JSON."""
    say(json.dumps(document, ensure_ascii=False, indent=2))


def say_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Prints a table as CSV (RFC 4180), with the names of the columns first; an unknown cell is empty.

    A text that a spreadsheet would run as a formula has an apostrophe before it (OWASP, "CSV injection").
    """
    writer = csv.writer(sys.stdout)
    writer.writerow(_harmless(columns))
    writer.writerows(map(_harmless, rows))


def show_lines(lines: Iterable[Text]) -> None:
    """Prints lines of Rich text, in colour on a terminal."""
    if not sys.stdout.isatty():
        for line in lines:
            say(line.plain)
        return
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    for line in lines:
        console.print(line)


def show_table(columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Prints a table, one line a row; on a terminal, long cells are folded."""
    from rich.cells import cell_len
    from rich.text import Text

    cells = [[cell if isinstance(cell, Text) else Text(_line(cell or "")) for cell in row] for row in rows]
    if not cells:
        show_lines([Text("nothing found", "dim")])
        return
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table

        table = Table(box=None, pad_edge=False, header_style="dim")
        for column in columns:
            table.add_column(Text(_line(column)), overflow="fold")
        for row in cells:
            table.add_row(*row)
        Console(highlight=False).print(table)
        return
    lines = [[_line(column) for column in columns], *([cell.plain for cell in row] for row in cells)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True))
        say("  ".join(padded).rstrip())


def plain(value: Any) -> Any:
    """A cell of SQL as JSON can hold it: bytes as hexadecimal digits, what is no number in JSON as text."""
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _line(text: str) -> str:
    return visible(" ".join(text.split()))


def _harmless(row: Sequence[Any]) -> list[Any]:
    return list(map(_harmless_cell, row))


def _harmless_cell(cell: Any) -> Any:
    if isinstance(cell, bool):
        return json.dumps(cell)
    if not isinstance(cell, str):
        return plain(cell)
    return visible(f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell)
