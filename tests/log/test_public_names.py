"""The public face: the names that the design fixes and the errors, each exported once, from one place."""

from __future__ import annotations

import enum
import inspect
import types

import factlog
from factlog import Axis, Change, Claim, Diff, FactLog, Kind, Snapshot, errors

FIXED = (
    *("Claim", "Source", "Citation", "Link", "Assessment", "Item", "Quantity", "When", "SOMEVALUE", "NOVALUE"),
    *("FactLog", "Snapshot", "Version", "Change", "Diff", "Kind", "Axis", "init", "open"),
)
KINDS = (
    *("retracted", "reinterpreted", "denied", "reversed", "revised", "widened", "narrowed", "hedged", "strengthened"),
    *("qualified", "unqualified", "advanced", "deferred", "deadline-set", "deadline-dropped", "reiterated"),
    *("succeeded", "ended", "resolved", "re-resolved", "corroborated", "weakened", "re-retrieved", "contested"),
    *("added", "removed", "restored", "reworded", "translated", "corrected", "redated", "reattributed", "re-ranked"),
    *("retagged", "re-sourced", "re-extracted", "unsure"),
)


def error_classes() -> set[str]:
    """The classes of the error tree."""
    return {
        name
        for name, thing in vars(errors).items()
        if inspect.isclass(thing) and issubclass(thing, errors.FactlogError) and not name.startswith("_")
    }


def subclasses(cls: type[Exception]) -> set[type[Exception]]:
    """An error and all below it."""
    below: list[type[Exception]] = cls.__subclasses__()
    return {cls}.union(*map(subclasses, below))


def test_exported_names() -> None:
    """The exported names are those that the design fixes and the errors, each once."""
    assert sorted(factlog.__all__) == sorted({*FIXED, *error_classes()})
    assert len(set(factlog.__all__)) == len(factlog.__all__)


def test_every_name_is_there() -> None:
    """Every exported name is something of the package's own, and no two names mean the same thing."""
    things = [getattr(factlog, name) for name in factlog.__all__]
    assert len({id(thing) for thing in things}) == len(things)
    for thing in things:
        assert (getattr(thing, "__module__", None) or type(thing).__module__).startswith("factlog")
        assert inspect.getdoc(thing)


def test_nothing_else() -> None:
    """Beside the exported names the package shows its modules, and what it is written with, only."""
    written_with = {"Any", "TYPE_CHECKING", "annotations"}
    public = {name for name in dir(factlog) if not name.startswith("_")} - written_with
    assert {name for name in public if not isinstance(getattr(factlog, name), types.ModuleType)} == set(factlog.__all__)


def test_star() -> None:
    """``from factlog import *`` gives the exported names."""
    names: dict[str, object] = {}
    exec("from factlog import *", names)
    assert set(names) - {"__builtins__"} == set(factlog.__all__)


def test_every_error_is_in_one_tree() -> None:
    """Every error of factlog's is exported, has a docstring, and inherits what it should of Python's."""
    public = {cls for cls in subclasses(errors.FactlogError) if cls.__module__.startswith("factlog")}
    assert {cls.__name__ for cls in public if cls.__module__ == "factlog.errors"} == error_classes()
    for cls in public:
        assert cls.__doc__
    assert issubclass(errors.InvalidError, ValueError)
    assert issubclass(errors.NotFoundError, LookupError)
    assert issubclass(errors.ClaimNotFoundError, KeyError)
    assert issubclass(errors.SourceNotFoundError, KeyError)
    assert issubclass(errors.StoreError, OSError)
    assert {cls.__name__ for cls in public} == error_classes()


def test_the_errors_docstring_draws_the_tree() -> None:
    """The docstring of the errors names every one of them."""
    drawn = inspect.getdoc(errors) or ""
    for name in error_classes():
        assert name in drawn


def test_kinds_and_axes() -> None:
    """Kinds and axes are enums of text, with the names of the design's table in its order."""
    assert tuple(map(str, Kind)) == KINDS
    assert [str(axis) for axis in Axis] == ["speaker", "world", "record", "unsure"]
    for names in (Kind, Axis):
        assert issubclass(names, enum.Enum)
        assert issubclass(names, str)
    assert {kind.axis for kind in Kind} == set(Axis)


def test_methods() -> None:
    """The log, snapshots, changes, diffs and claims have the names that hold."""
    for cls, names in {
        FactLog: "record at known_at latest diff history blame replay claims changes sources __enter__ __exit__",
        Snapshot: "claims sources taken recorded commit author message __getitem__ __iter__ __len__",
        Change: "kinds axis before after edits",
        Diff: "sources __iter__",
        Claim: "revise cite assess values value",
    }.items():
        assert set(names.split()) <= set(dir(cls))


def test_signature_of_record() -> None:
    """``record`` takes what the design says, everything but the claims by name."""
    parameters = inspect.signature(FactLog.record).parameters
    assert [name for name, parameter in parameters.items() if parameter.kind is parameter.KEYWORD_ONLY] == [
        *("message", "taken", "remove", "base", "author")
    ]
    assert list(inspect.signature(factlog.open).parameters) == ["path", "branch"]
    assert list(inspect.signature(factlog.init).parameters) == ["path"]
    assert inspect.signature(FactLog.at).parameters["known_at"].kind is inspect.Parameter.KEYWORD_ONLY
