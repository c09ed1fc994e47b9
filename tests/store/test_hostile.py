"""Repositories, environments and hands that mean no good or know no better: nothing runs, nothing hangs, nothing lies."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from store import handmade
from store.handmade import Entry, git, line, push

import factlog
from factlog import Citation, Claim, FactLog, Kind, Source
from factlog.claims.codec import encode
from factlog.errors import (
    BranchError,
    CorruptError,
    FactlogError,
    FormatError,
    LogExistsError,
    LogNotFoundError,
    NotALogError,
    SnapshotNotFoundError,
    StoreError,
)
from factlog.store import commands, reader

SKY = Source("sky", title="Sky", publisher="Sky News")


def claim(name: str, value: str = "blue", **fields: Any) -> Claim:
    return Claim(name, subject="sky", predicate="colour", value=value, **fields)


def document(name: str, value: str = "blue") -> bytes:
    return encode(claim(name, value))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of two stories in three records."""
    made = tmp_path_factory.mktemp("template") / "log.git"
    with factlog.init(made) as log:
        log.record([claim("a", citations=[Citation(SKY, retrieved="2025-02-20")]), claim("b/c")], taken="2025-02-20")
        log.record([claim("a", "red")], message="Red", taken="2025-02-22", author="Ann <ann@example.org>")
        log.record([claim("z")], remove=["b/c"], taken="2025-02-21")
    return made


@pytest.fixture
def where(template: Path, tmp_path: Path) -> Path:
    """A copy of that log, to be ill-treated."""
    return Path(shutil.copytree(template, tmp_path / "log.git"))


@pytest.fixture
def log(where: Path) -> Iterator[FactLog]:
    """The log, opened."""
    with factlog.open(where) as opened:
        yield opened


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A program that leaves a file called ``sang`` beside it where anybody runs it."""
    program = tmp_path / "canary"
    program.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{tmp_path}/sang'\nexit 0\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def sang(canary: Path) -> str:
    song = canary.with_name("sang")
    return song.read_text() if song.exists() else ""


def answers(log: FactLog) -> dict[str, Any]:
    """What the log answers to every question."""
    return {
        "latest": log.latest(),
        "claims": dict(log.latest()),
        "sources": list(log.sources),
        "at": [dict(log.at(day)) for day in ("2025-02-20", "2025-02-21", "2025-02-22", "HEAD~1", "main")],
        "known at": dict(log.known_at("HEAD~2")),
        "diff": [change.kinds for change in log.diff("2025-02-20", "2025-02-22")],
        "history": log.history("a"),
        "blame": log.blame("a"),
        "changes": [(change.id, change.kinds) for change in log.changes],
        "check": log.check(),
    }


def used(where: Path, before: dict[str, Any]) -> None:
    """Opens, asks and records, and expects the answers to be as before."""
    with factlog.open(where) as log:
        assert answers(log) == before
        log.record([claim("new")], taken="2025-02-23")
        assert sorted(log.latest()) == ["a", "new", "z"]
        log.record([], remove=["new"], taken="2025-02-24")
        assert dict(log.latest()) == before["claims"]


# The environment


def meddling(tmp_path: Path, canary: Path) -> dict[str, str]:
    """Variables that would redirect git, make it write, or make it run a program."""
    decoy, runs = tmp_path / "decoy", str(canary)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("git-cat-file", "git-fast-import", "git-update-ref", "git-log", "git-config", "git-symbolic-ref"):
        (programs / name).symlink_to(canary)
    config = tmp_path / "evil.config"
    config.write_text(
        f"[core]\n\tfsmonitor = {runs}\n\thooksPath = {programs}\n\tpager = {runs}\n[log]\n\tshowSignature = true\n"
    )
    (programs / "reference-transaction").symlink_to(canary)
    return {
        "GIT_DIR": str(decoy),
        "GIT_WORK_TREE": str(tmp_path),
        "GIT_COMMON_DIR": str(decoy),
        "GIT_INDEX_FILE": str(tmp_path / "written-index"),
        "GIT_OBJECT_DIRECTORY": str(decoy / "objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(decoy / "objects"),
        "GIT_NAMESPACE": "evil",
        "GIT_PREFIX": "claims/",
        "GIT_QUARANTINE_PATH": str(decoy / "objects"),
        "GIT_EXEC_PATH": str(programs),
        "GIT_REPLACE_REF_BASE": "refs/heads",
        "GIT_GRAFT_FILE": str(tmp_path / "grafts"),
        "GIT_SHALLOW_FILE": str(tmp_path / "shallow"),
        "GIT_DEFAULT_HASH": "sha256",
        "GIT_TEMPLATE_DIR": str(programs),
        "GIT_CONFIG": str(config),
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_CONFIG_SYSTEM": str(config),
        "GIT_CONFIG_NOSYSTEM": "0",
        "GIT_CONFIG_PARAMETERS": f"'core.fsmonitor'='{runs}' 'core.hookspath'='{programs}' 'log.showroot'='false'",
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": "core.hooksPath",
        "GIT_CONFIG_VALUE_0": str(programs),
        "GIT_CONFIG_KEY_1": "core.alternateRefsCommand",
        "GIT_CONFIG_VALUE_1": runs,
        "GIT_EXTERNAL_DIFF": runs,
        "GIT_DIFF_OPTS": "-u0",
        "GIT_PAGER": runs,
        "GIT_EDITOR": runs,
        "GIT_SSH_COMMAND": runs,
        "GIT_SSH": runs,
        "GIT_ASKPASS": runs,
        "GIT_PROXY_COMMAND": runs,
        "GIT_TRACE": str(tmp_path / "written-trace"),
        "GIT_TRACE2": str(tmp_path / "written-trace2"),
        "GIT_TRACE2_EVENT": str(tmp_path / "written-trace2-event"),
        "GIT_TRACE_SETUP": str(tmp_path / "written-setup"),
        "GIT_TRACE_REFS": str(tmp_path / "written-refs"),
        "GIT_TRACE_PACK_ACCESS": str(tmp_path / "written-packs"),
        "GIT_ICASE_PATHSPECS": "1",
        "GIT_GLOB_PATHSPECS": "1",
        "GIT_FLUSH": "0",
        "GIT_ATTR_SOURCE": "HEAD",
        "GIT_REF_PARANOIA": "0",
        "GIT_CEILING_DIRECTORIES": "/",
        "GIT_NO_REPLACE_OBJECTS": "",
        "GIT_OPTIONAL_LOCKS": "1",
        "GIT_AUTHOR_DATE": "1999-01-01T00:00:00Z",
        "GIT_COMMITTER_DATE": "1999-01-01T00:00:00Z",
        "GIT_COMMITTER_NAME": "Evil",
        "GIT_ALLOW_PROTOCOL": "ext:file",
        "GIT_ADVICE": "1",
        "GIT_TEST_DEFAULT_HASH": "sha256",
        "GIT_PYTHON_TRACE": "full",
        "GIT_PYTHON_REFRESH": "raise",
        "GIT_PYTHON_GIT_EXECUTABLE": runs,
        "PAGER": runs,
        "LC_ALL": "lv_LV.UTF-8",
        "LANGUAGE": "de:ja",
        "TZ": "Asia/Tokyo",
    }


@pytest.fixture
def decoy(tmp_path: Path, canary: Path, where: Path) -> dict[str, str]:
    """The variables, and another log beside it to which they lead."""
    git(tmp_path, "clone", "-q", "--bare", str(where), "decoy")
    push(tmp_path / "decoy", {"claims/a.json": document("a", "decoy")})
    (tmp_path / "grafts").write_text(line(where, "rev-parse", "HEAD") + "\n")
    (tmp_path / "shallow").write_text(line(where, "rev-parse", "HEAD") + "\n")
    return meddling(tmp_path, canary)


def refuses_to_be_bent(tmp_path: Path, canary: Path, where: Path, before: dict[str, Any]) -> None:
    lured = handmade.listing(tmp_path / "decoy")
    used(where, before)
    with factlog.init(tmp_path / "another.git") as another:
        another.record([claim("a")], taken="2025-02-20")
        assert len(another.latest().commit or "") == 40
    assert not (tmp_path / "another.git" / "hooks").exists()
    assert sang(canary) == ""
    assert handmade.listing(tmp_path / "decoy") == lured
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("written")] == []


def test_environment(
    tmp_path: Path, canary: Path, where: Path, log: FactLog, decoy: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever git's variables say in the environment, the answers stay, and nothing is run or written elsewhere."""
    before = answers(log)
    for name, value in decoy.items():
        monkeypatch.setenv(name, value)
    refuses_to_be_bent(tmp_path, canary, where, before)


VARIABLES = [
    *(
        "GIT_DIR",
        "GIT_COMMON_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    ),
    *(
        "GIT_NAMESPACE",
        "GIT_PREFIX",
        "GIT_QUARANTINE_PATH",
        "GIT_EXEC_PATH",
        "GIT_REPLACE_REF_BASE",
        "GIT_GRAFT_FILE",
        "GIT_SHALLOW_FILE",
    ),
    *(
        "GIT_DEFAULT_HASH",
        "GIT_TEMPLATE_DIR",
        "GIT_CONFIG",
        "GIT_CONFIG_PARAMETERS",
        "GIT_CONFIG_SYSTEM",
        "GIT_EXTERNAL_DIFF",
    ),
    *("GIT_TRACE", "GIT_TRACE2", "GIT_TRACE2_EVENT", "GIT_TRACE_SETUP", "GIT_ICASE_PATHSPECS", "GIT_GLOB_PATHSPECS"),
    *("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE", "GIT_ATTR_SOURCE", "GIT_PYTHON_TRACE", "LC_ALL", "TZ"),
]


@pytest.mark.parametrize("names", [VARIABLES[number::5] for number in range(5)], ids="+".join)
def test_variables(
    tmp_path: Path,
    canary: Path,
    where: Path,
    log: FactLog,
    decoy: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    names: list[str],
) -> None:
    """Few of them, where the others do not stand in their way, change nothing either."""
    before = answers(log)
    for name in names:
        monkeypatch.setenv(name, decoy[name])
    refuses_to_be_bent(tmp_path, canary, where, before)


SCRIPT = """
import sys, factlog
with factlog.open(sys.argv[1]) as log:
    snapshot = log.record([factlog.Claim("new", subject="sky", predicate="colour")])
    print(sorted(snapshot), snapshot.author, len(log.history("a")), log.check())
"""


@pytest.mark.parametrize(
    "left_out", [(), ("GIT_PYTHON_GIT_EXECUTABLE",), ("GIT_PYTHON_GIT_EXECUTABLE", "GIT_CONFIG_GLOBAL")]
)
def test_environment_of_a_new_process(
    tmp_path: Path, canary: Path, where: Path, decoy: dict[str, str], left_out: tuple[str, ...]
) -> None:
    """A process that starts in such an environment is not bent either: not even when it reads who the user is."""
    lured = handmade.listing(tmp_path / "decoy")
    environment = handmade.environment() | {name: value for name, value in decoy.items() if name not in left_out}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(where)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.startswith("['a', 'new', 'z'] ")
    assert "Evil" not in done.stdout
    assert done.stdout.endswith(" 2 ()\n")
    assert sang(canary) == ""
    assert handmade.listing(tmp_path / "decoy") == lured
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("written")] == []


def test_home(tmp_path: Path, canary: Path, where: Path, log: FactLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's own configuration runs no program and changes no answer."""
    before = answers(log)
    (tmp_path / ".gitconfig").write_text(
        f"[core]\n\tfsmonitor = {canary}\n\thooksPath = {tmp_path}\n\tattributesFile = {tmp_path}/attributes\n"
        f"[log]\n\tshowSignature = true\n\tshowRoot = false\n[gpg]\n\tprogram = {canary}\n[diff]\n\texternal = {canary}\n"
        "[init]\n\tdefaultBranch = other\n\tdefaultObjectFormat = sha256\n[commit]\n\tgpgSign = true\n"
    )
    (tmp_path / "reference-transaction").symlink_to(canary)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    used(where, before)
    assert sang(canary) == ""


# The repository's configuration


CONFIGURATIONS = {
    "core.fsmonitor": "{canary}",
    "core.hooksPath": "{folder}/hooks",
    "core.sshCommand": "{canary}",
    "core.gitProxy": "{canary}",
    "core.alternateRefsCommand": "{canary}",
    "core.pager": "{canary}",
    "pager.log": "{canary}",
    "core.editor": "{canary}",
    "core.askPass": "{canary}",
    "core.attributesFile": "{folder}/attributes",
    "core.excludesFile": "{folder}/attributes",
    "core.worktree": "{folder}",
    "core.logAllRefUpdates": "always",
    "core.quotePath": "true",
    "core.commitGraph": "false",
    "core.fsync": "none",
    "core.abbrev": "4",
    "core.ignoreCase": "true",
    "core.precomposeUnicode": "true",
    "core.bigFileThreshold": "1",
    "core.compression": "0",
    "core.warnAmbiguousRefs": "true",
    "gpg.program": "{canary}",
    "log.showSignature": "true",
    "log.showRoot": "false",
    "log.follow": "true",
    "log.mailmap": "true",
    "log.date": "relative",
    "log.decorate": "full",
    "log.diffMerges": "combined",
    "log.initialDecorationSet": "all",
    "log.abbrevCommit": "true",
    "format.pretty": "%H evil",
    "format.notes": "*",
    "notes.displayRef": "*",
    "diff.external": "{canary}",
    "diff.tool": "{canary}",
    "diff.json.textconv": "{canary}",
    "diff.json.command": "{canary}",
    "filter.json.clean": "{canary}",
    "filter.json.smudge": "{canary}",
    "filter.json.process": "{canary}",
    "diff.renames": "copies",
    "diff.orderFile": "{folder}/attributes",
    "diff.noprefix": "true",
    "diff.relative": "true",
    "diff.submodule": "log",
    "diff.ignoreSubmodules": "all",
    "color.ui": "always",
    "color.diff": "always",
    "alias.cat-file": "!{canary}",
    "alias.log": "!{canary}",
    "alias.fast-import": "!{canary}",
    "i18n.logOutputEncoding": "UTF-16",
    "i18n.commitEncoding": "ISO-8859-1",
    "fastimport.unpackLimit": "1000",
    "pack.packSizeLimit": "1",
    "pack.compression": "0",
    "gc.auto": "1",
    "gc.autoDetach": "false",
    "gc.pruneExpire": "now",
    "maintenance.auto": "true",
    "transfer.hideRefs": "refs/heads",
    "uploadpack.packObjectsHook": "{canary}",
    "remote.origin.url": "ext::{canary}",
    "remote.origin.promisor": "true",
    "remote.origin.uploadpack": "{canary}",
    "remote.origin.vcs": "{canary}",
    "protocol.allow": "always",
    "protocol.ext.allow": "always",
    "credential.helper": "{canary}",
    "trailer.sign.command": "{canary}",
    "trace2.eventTarget": "{folder}/sang",
    "trace2.normalTarget": "{folder}/sang",
    "mailmap.file": "{folder}/attributes",
    "safe.bareRepository": "explicit",
    "extensions.partialClone": "origin",
    "extensions.worktreeConfig": "true",
    "feature.manyFiles": "true",
    "repack.writeBitmaps": "true",
    "commitGraph.maxNewFilters": "0",
    "core.repositoryFormatVersion": "1",
}
REFUSED = {"extensions.partialClone", "extensions.worktreeConfig", "remote.origin.promisor"}
KEYS = [key for key in CONFIGURATIONS if key not in REFUSED]


def configure(where: Path, canary: Path, *keys: str) -> None:
    """Writes the keys, and everything around them that makes them work."""
    folder = canary.parent
    (folder / "hooks").mkdir(exist_ok=True)
    (where / "hooks").mkdir(exist_ok=True)
    for hook in ("reference-transaction", "post-index-change", "pre-auto-gc", "update", "pre-receive", "post-receive"):
        for hooks in (folder / "hooks", where / "hooks"):
            (hooks / hook).unlink(missing_ok=True)
            (hooks / hook).symlink_to(canary)
    (folder / "attributes").write_text("*.json diff=json filter=json\nclaims/** diff=json\n")
    (where / "info").mkdir(exist_ok=True)
    (where / "info" / "attributes").write_text("*.json diff=json filter=json text eol=crlf working-tree-encoding=UTF-16\n")
    for key in keys:
        git(where, "config", "--file", str(where / "config"), key, CONFIGURATIONS[key].format(canary=canary, folder=folder))


@pytest.mark.parametrize("keys", [KEYS[number::12] for number in range(12)], ids="+".join)
def test_configuration(where: Path, log: FactLog, canary: Path, keys: list[str]) -> None:
    """A few lines in the repository's configuration run no program and change no answer."""
    before = answers(log)
    configure(where, canary, *keys)
    used(where, before)
    assert sang(canary) == ""


def test_configurations(where: Path, log: FactLog, canary: Path) -> None:
    """All of them together, with attributes and hooks in place, run no program and change no answer."""
    push(
        where,
        {".gitattributes": b"*.json diff=json filter=json\n", ".mailmap": b"Evil <evil@example.org> <ann@example.org>\n"},
    )
    before = answers(log)
    configure(where, canary, *KEYS)
    used(where, before)
    assert sang(canary) == ""


def test_configurations_and_consolidation(where: Path, canary: Path) -> None:
    """Putting packs together runs no program of the repository's either."""
    configure(where, canary, *(key for key in KEYS if key != "pack.packSizeLimit"))
    with factlog.open(where) as log:
        for number in range(45):
            log.record([claim("new", str(number))], taken="2025-02-23")
    assert sang(canary) == ""
    assert len(list((where / "objects" / "pack").glob("*.pack"))) < 45


def test_configuration_and_what_is_missing(where: Path, canary: Path) -> None:
    """Something missing is not fetched from wherever the configuration says."""
    keys = [key for key in CONFIGURATIONS if key.startswith(("remote.", "protocol.", "core.sshCommand"))]
    push(where, {"claims/a.json": document("a", "missing")})
    handmade.loosen(where)
    with factlog.open(where) as log:
        configure(where, canary, *keys)
        handmade.loose(where, line(where, "rev-parse", "HEAD:claims/a.json")).unlink()
        with pytest.raises(CorruptError):
            log.latest()["a"]
        assert log.latest()["z"].value == "blue"
    assert sang(canary) == ""


@pytest.mark.parametrize("key", sorted(REFUSED))
def test_refused_configuration(where: Path, canary: Path, key: str) -> None:
    """A configuration that leads out of the repository is refused."""
    configure(where, canary, key)
    with pytest.raises(NotALogError, match=r"expected .* without"):
        factlog.open(where)
    assert sang(canary) == ""


@pytest.mark.parametrize("section", ["include", 'includeIf "gitdir:/"', "INCLUDE", 'includeif "onbranch:main"'])
def test_include(where: Path, tmp_path: Path, section: str) -> None:
    """A configuration that includes another file is refused, before a FIFO there is waited for."""
    os.mkfifo(tmp_path / "fifo")
    with (where / "config").open("a") as config:
        config.write(f"[{section}]\n\tpath = {tmp_path}/fifo\n")
    with pytest.raises(NotALogError, match="include"):
        factlog.open(where)


def test_configuration_that_is_a_fifo(where: Path) -> None:
    """A configuration that is no file is refused, and not waited for."""
    (where / "config").unlink()
    os.mkfifo(where / "config")
    with pytest.raises(NotALogError):
        factlog.open(where)


@pytest.mark.parametrize(
    "text", ["[core\n", "\0\0\0", "[core]\n\tbare = maybe\n", "[core]\n\trepositoryformatversion = 99\n"]
)
def test_configuration_that_is_none(where: Path, text: str) -> None:
    """A configuration that git does not understand is one error that names the repository."""
    (where / "config").write_text(text)
    with pytest.raises(StoreError, match=r"log\.git"), factlog.open(where) as log:
        log.record([claim("new")])


def test_fsck_that_is_told_to_look_away(where: Path) -> None:
    """The repository's configuration does not hide from a check what git finds wrong."""
    tip = line(where, "rev-parse", "HEAD")
    bad = handmade.commit(where, {}, [tip], author=b"Hand <hand@example.org> 01740000000 +0000")
    git(where, "update-ref", "refs/heads/main", bad)
    with factlog.open(where) as log:
        assert any("zeroPaddedDate" in str(problem) for problem in log.check())
    (where / "skipped").write_text(f"{bad}\n")
    git(where, "config", "--file", str(where / "config"), "fsck.zeroPaddedDate", "ignore")
    with factlog.open(where) as log:
        assert any("zeroPaddedDate" in str(problem) for problem in log.check())
    git(where, "config", "--file", str(where / "config"), "--unset", "fsck.zeroPaddedDate")
    git(where, "config", "--file", str(where / "config"), "fsck.skipList", str(where / "skipped"))
    with factlog.open(where) as log:
        assert any("zeroPaddedDate" in str(problem) for problem in log.check())


# What rewrites what is read


@pytest.mark.parametrize("file", ["objects/info/alternates", "objects/info/http-alternates", "shallow", "commondir"])
def test_borrowed(where: Path, tmp_path: Path, file: str) -> None:
    """A repository that borrows from another, or holds only a part, is refused."""
    (where / "objects" / "info").mkdir(exist_ok=True)
    (where / file).write_text(f"{tmp_path}\n")
    with pytest.raises(NotALogError, match="full clone"):
        factlog.open(where)


def test_shallow_clone(where: Path, tmp_path: Path) -> None:
    """A shallow clone, which would lie about the past, is refused."""
    git(tmp_path, "clone", "-q", "--bare", "--depth=1", f"file://{where}", "shallow.git")
    with pytest.raises(NotALogError, match="shallow"):
        factlog.open(tmp_path / "shallow.git")


def test_shared_clone(where: Path, tmp_path: Path) -> None:
    """A clone that borrows its objects is refused."""
    git(tmp_path, "clone", "-q", "--bare", "--shared", str(where), "shared.git")
    with pytest.raises(NotALogError, match="alternates"):
        factlog.open(tmp_path / "shared.git")


def test_grafts(where: Path, log: FactLog) -> None:
    """Grafted parents are not believed."""
    before = answers(log)
    tip, first = line(where, "rev-parse", "HEAD"), line(where, "rev-parse", "HEAD~2")
    (where / "info").mkdir(exist_ok=True)
    (where / "info" / "grafts").write_text(f"{tip} {first}\n")
    used(where, before)


def test_replaced(where: Path, log: FactLog) -> None:
    """Replaced objects are not believed."""
    before = answers(log)
    tip, old = line(where, "rev-parse", "HEAD"), line(where, "rev-parse", "HEAD~2:claims/a.json")
    other = handmade.blob(where, document("a", "replaced"))
    git(where, "update-ref", f"refs/replace/{line(where, 'rev-parse', 'HEAD:claims/a.json')}", other)
    git(where, "update-ref", f"refs/replace/{old}", other)
    git(where, "update-ref", f"refs/replace/{tip}", handmade.commit(where, {"factlog.json": b"replaced"}))
    used(where, before)


def test_notes(where: Path, log: FactLog) -> None:
    """Notes on commits change nothing."""
    before = answers(log)
    git(where, "notes", "add", "-m", ":100644 100644 0 0 M\n\nclaims/a.json", "HEAD")
    used(where, before)


def test_commit_graph_that_lies(where: Path, log: FactLog) -> None:
    """A damaged commit-graph is found by a check."""
    git(where, "commit-graph", "write", "--reachable", "--changed-paths")
    graph = where / "objects" / "info" / "commit-graph"
    assert log.check() == ()
    data = bytearray(graph.read_bytes())
    data[-100] ^= 0xFF
    graph.chmod(0o644)
    graph.write_bytes(data)
    assert log.check() != ()


# Names that look like something else


BAD_BRANCHES = [
    *(
        "",
        "-",
        "--help",
        "-x/y",
        "a/-x",
        "--upload-pack=touch x",
        "main\n",
        "\n",
        "main\ninfo HEAD",
        "main\0",
        "a b",
        "a..b",
        "@{-1}",
    ),
    *(
        "main^",
        "main~1",
        "main:claims",
        "a\\b",
        "a?b",
        "*",
        "[a]",
        "../main",
        "refs/../main",
        "./main",
        "/main",
        "main/",
        "a//b",
        ".a",
    ),
    *("a.lock", "a.", "x" * 300, "\x7f", "\ud800", "nothing", "HEAD", "refs/heads/main"),
]


@pytest.mark.parametrize("branch", BAD_BRANCHES, ids=lambda branch: ascii(branch[:30]))
def test_branch_that_is_none(where: Path, branch: str) -> None:
    """A name that names no branch, whatever it looks like, is refused in a sentence."""
    with pytest.raises(BranchError, match="expected"):
        factlog.open(where, branch)


@pytest.mark.parametrize("branch", ["other", "a/b", "会談", "a'b\"c", "$(touch)", "a;b", "%00", "@", "x" * 200])
def test_branch(where: Path, branch: str) -> None:
    """Any other branch can be read and recorded on, by itself."""
    git(where, "update-ref", f"refs/heads/{branch}", "HEAD~1")
    with factlog.open(where, branch) as other, factlog.open(where) as log:
        other.record([claim("new")], taken="2025-02-23")
        assert sorted(other.latest()) == ["a", "b/c", "new"]
        assert sorted(log.latest()) == ["a", "z"]


@pytest.mark.parametrize(
    "head",
    ["0" * 40, "ref: refs/tags/x", "ref: refs/heads/-x", "ref: ../../x", "ref: refs/heads/a b", "", "garbage", "ref: HEAD"],
)
def test_head_that_names_no_branch(where: Path, head: str) -> None:
    """A HEAD that names no branch is refused, unless a branch is given and git can live with it."""
    (where / "HEAD").write_text(f"{head}\n")
    with pytest.raises(StoreError, match="expected"):
        factlog.open(where)


def test_detached_head(where: Path) -> None:
    """Where HEAD names a commit, a branch has to be given, and can be."""
    (where / "HEAD").write_text(line(where, "rev-parse", "HEAD") + "\n")
    with pytest.raises(BranchError, match="give one"):
        factlog.open(where)
    with factlog.open(where, "main") as log:
        assert sorted(log.record([claim("new")])) == ["a", "new", "z"]


MOMENTS = [
    *(
        "",
        " ",
        "-",
        "--",
        "--help",
        "--output=x",
        "-p",
        "HEAD\n",
        "\n",
        "HEAD\ninfo HEAD",
        "HEAD\0",
        "HEAD^{tree}",
        "HEAD:claims",
    ),
    *(
        "nothing",
        "refs/heads/nothing",
        "HEAD~99",
        "HEAD^2",
        ":/nothing",
        "HEAD^{/nothing}",
        "@{1}",
        "HEAD@{yesterday}",
        "..",
        "HEAD..main",
    ),
    *(
        "^HEAD",
        "HEAD^@",
        "HEAD^!",
        "main...main",
        "\ud800",
        "x" * 100_000,
        "0" * 40,
        "0" * 64,
        "deadbeef",
        "`touch x`",
        "--all",
        "--glob=*",
    ),
]


@pytest.mark.parametrize("when", MOMENTS, ids=lambda when: ascii(when[:30]))
def test_moment_that_is_none(log: FactLog, when: str) -> None:
    """Text that is neither a date nor a revision, whatever it looks like, names no snapshot; the log answers on."""
    asked: list[Callable[[str], object]] = [log.at, log.known_at, lambda when: log.diff("HEAD", when)]
    for ask in asked:
        with pytest.raises((SnapshotNotFoundError, factlog.InvalidDateError)):
            ask(when)
        assert sorted(log.latest()) == ["a", "z"]


def test_path_with_variables(where: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path is taken as it is: no variable in it, no tilde, no option."""
    monkeypatch.setenv("WHERE", str(where))
    monkeypatch.chdir(tmp_path)
    for path in ("$WHERE", "${WHERE}", "~", "--help", "-h", "$(touch x)"):
        with pytest.raises(LogNotFoundError):
            factlog.open(path)
        with factlog.init(path) as log:
            log.record([claim("a")])
        assert (tmp_path / path / "HEAD").is_file()
        with factlog.open(path) as log:
            assert list(log.latest()) == ["a"]


def test_odd_paths(tmp_path: Path) -> None:
    """A log may lie anywhere that the system can name."""
    for name in (
        "with space",
        "会談.git",
        "a'b\"c",
        "new\nline",
        "a:b;c",
        "=x",
        b"\xff.git".decode(errors="surrogateescape"),
    ):
        with factlog.init(tmp_path / name) as log:
            log.record([claim("a")], taken="2025-02-20")
            log.record([claim("a", "red")], taken="2025-02-21")
            assert len(log.history("a")) == 2
            assert log.check() == ()


# What is not a log


def test_nothing_there(tmp_path: Path) -> None:
    """Nothing, an empty folder, a file and a folder of other things are no logs, and stay as they are."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "HEAD").write_text("ref: refs/heads/main\n")
    before = handmade.listing(tmp_path)
    for name in ("nothing", "empty", "file", "other", "file/x", "x\0y"):
        with pytest.raises(LogNotFoundError, match="expected"):
            factlog.open(tmp_path / name)
    assert handmade.listing(tmp_path) == before


def test_inside_a_repository(where: Path) -> None:
    """The folders above a path are not searched."""
    (where / "claims").mkdir()
    for folder in ("claims", "refs", "objects"):
        with pytest.raises(LogNotFoundError):
            factlog.open(where / folder)


def test_init_over_something(where: Path, tmp_path: Path) -> None:
    """A log is not made where there is something; an empty folder will do."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x").write_text("x")
    for path in (where, tmp_path / "file", tmp_path / "folder"):
        with pytest.raises(LogExistsError):
            factlog.init(path)
    with pytest.raises(StoreError):
        factlog.init(tmp_path / "file" / "below")
    (tmp_path / "empty").mkdir()
    factlog.init(tmp_path / "empty").close()


def test_foreign_repository(tmp_path: Path) -> None:
    """A repository of something else is not a log."""
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "foreign.git")
    push(tmp_path / "foreign.git", {"README": b"x", "claims/a.json": document("a")})
    with pytest.raises(NotALogError, match=r"factlog\.json"):
        factlog.open(tmp_path / "foreign.git")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b'{\n  "format": 2\n}\n', FormatError),
        (b'{"format": 99999999999999999999}', FormatError),
        (b"", CorruptError),
        (b"garbage", CorruptError),
        (b"{}", CorruptError),
        (b"[]", CorruptError),
        (b"1", CorruptError),
        (b"null", CorruptError),
        (b'{"format": "1"}', CorruptError),
        (b'{"format": true}', CorruptError),
        (b'{"format": 1.0}', CorruptError),
        (b'{"format": 0}', CorruptError),
        (b'{"format": -1}', CorruptError),
        (b'{"format": 1', CorruptError),
        (b'{"format": 1, "format": 1}', CorruptError),
        (b"\xff\xfe", CorruptError),
        (b"[" * 100_000, CorruptError),
    ],
    ids=lambda value: ascii(value[:30]) if isinstance(value, bytes) else "",
)
def test_format(where: Path, data: bytes, error: type[FactlogError]) -> None:
    """A log of a newer format, or whose format cannot be read, is refused, and stays as it is."""
    tip = push(where, {"factlog.json": data})
    with pytest.raises(error, match="format"):
        factlog.open(where)
    assert line(where, "rev-parse", "HEAD") == tip


@pytest.mark.parametrize(
    "body", [Entry("120000", b"/etc/passwd"), Entry("160000", b"1" * 40), None], ids=["symlink", "submodule", "folder"]
)
def test_format_that_is_no_file(where: Path, body: Entry | None) -> None:
    """A ``factlog.json`` that is no file makes no log."""
    push(where, {"factlog.json": body} if body else {"factlog.json": None, "factlog.json/x": b"1"})
    with pytest.raises(NotALogError):
        factlog.open(where)


def test_format_that_grew_while_open(where: Path, log: FactLog) -> None:
    """Where somebody pushes a newer format under an open log, it is not recorded over."""
    tip = push(where, {"factlog.json": b'{\n  "format": 2\n}\n'})
    with pytest.raises(FormatError):
        log.record([claim("new")])
    assert line(where, "rev-parse", "HEAD") == tip


# Files that somebody pushed by hand


BAD_FILES = [
    *(
        b"",
        b"garbage",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"{}",
        b"{" * 5000,
        b'{"id": "bad"}',
        b"x" * 3_000_000,
    ),
    document("other"),
    document("bad").replace(b'"id"', b'"id": "bad", "id"'),
    document("bad").replace(b"blue", b"\\ud800"),
    document("bad").replace(b"blue", b"\\u202e"),
    document("bad").replace(b'"blue"', b"NaN"),
    document("bad").replace(b'"sky"', b"1"),
    document("bad").replace(b'"subject"', b'"sujbect"'),
]


@pytest.mark.parametrize("data", BAD_FILES, ids=lambda data: ascii(data[:30]))
def test_claim_that_does_not_parse(where: Path, log: FactLog, data: bytes) -> None:
    """That claim raises an error which names its file; the others are read, and recorded, and it can be mended."""
    push(where, {"claims/bad.json": data})
    snapshot = log.latest()
    assert sorted(snapshot) == ["a", "bad", "z"]
    assert snapshot["a"].value == "red"
    assert snapshot["z"].value == "blue"
    with pytest.raises(CorruptError, match=r"claims/bad\.json") as caught:
        snapshot["bad"]
    assert caught.value.file == "claims/bad.json"
    assert [problem.file for problem in log.check()] == ["claims/bad.json"]
    assert log.history("a")[-1].claim == snapshot["a"]
    log.record([claim("new")], taken="2025-02-23")
    assert "new" in log.latest()
    mended = log.record([claim("bad")], taken="2025-02-24")
    assert {name: mended[name].value for name in mended} == {"a": "red", "bad": "blue", "new": "blue", "z": "blue"}
    assert log.check() == ()


def test_claim_that_does_not_parse_is_removed(where: Path, log: FactLog) -> None:
    """A claim whose file does not parse can be removed."""
    push(where, {"claims/bad.json": b"garbage"})
    assert sorted(log.record([], remove=["bad"], taken="2025-02-23")) == ["a", "z"]


@pytest.mark.parametrize(
    "data", [b"", b"garbage", b'{"id": "other", "title": "x"}', b'{"id": "sky", "unknown": {"a": NaN}}']
)
def test_source_that_does_not_parse(where: Path, log: FactLog, data: bytes) -> None:
    """Claims that cite a source whose file does not parse raise, naming that file; the others are read."""
    log.record([claim("cites", citations=[Citation("sky")])], taken="2025-02-23")
    push(where, {"sources/sky.json": data})
    with pytest.raises(CorruptError, match=r"sources/sky\.json") as caught:
        log.latest()["cites"]
    assert caught.value.file == "sources/sky.json"
    assert log.latest()["z"].value == "blue"
    assert "sources/sky.json" in [problem.file for problem in log.check()]
    log.record([SKY], taken="2025-02-24")
    assert log.latest()["cites"].citations[0].source == SKY


def test_huge_file(where: Path, log: FactLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file too large to read is not read; the others are."""
    monkeypatch.setattr(reader, "MAX_OBJECT", 100_000)
    push(where, {"claims/bad.json": b" " * 100_001, "captures/aa/bb": b"x" * 5_000_000})
    with pytest.raises(CorruptError, match=r"at most 100,000 bytes"):
        log.latest()["bad"]
    with pytest.raises(CorruptError) as caught:
        log.latest()["bad"]
    assert caught.value.file == "claims/bad.json"
    assert log.latest()["a"].value == "red"
    assert [problem.file for problem in log.check()] == ["claims/bad.json"]


def test_what_is_no_file(where: Path, log: FactLog) -> None:
    """A symlink, a submodule and a folder in the place of a claim's file are no claims; nothing follows them."""
    files: handmade.Files = {
        "claims/link.json": Entry("120000", b"/etc/passwd"),
        "claims/loop.json": Entry("120000", b"loop.json"),
        "claims/module.json": Entry("160000", line(where, "rev-parse", "HEAD").encode()),
        "claims/away.json": Entry("160000", b"1" * 40),
        "claims/folder.json/x": b"x",
    }
    push(where, files)
    snapshot = log.latest()
    assert sorted(snapshot) == ["a", "z"]
    for name in ("link", "loop", "module", "away", "folder"):
        assert name not in snapshot
        with pytest.raises(factlog.ClaimNotFoundError):
            snapshot[name]
    assert sorted(log.record([claim("link")], taken="2025-02-23")) == ["a", "link", "z"]


def test_checks_what_is_no_file(where: Path, log: FactLog) -> None:
    """A check tells of symlinks and submodules in the place of claims."""
    push(where, {"claims/link.json": Entry("120000", b"a.json"), "claims/module.json": Entry("160000", b"1" * 40)})
    assert {"claims/link.json", "claims/module.json"} <= {problem.file for problem in log.check()}


ODD_NAMES = [
    b"claims/new\nline.json",
    b"claims/x.json\ncontents HEAD",
    b"claims/\xff.json",
    "claims/会談.json".encode(),
    b"claims/Upper.json",
    b"claims/a",
    b"claims/-x.json",
    b"claims/a.json.json",
    b"claims/con.json",
    b"claims/a b.json",
    b"claims/a/b/c/d/e.json",
    b"claims/tab\t.json",
    b"claims/\x1b[31m.json",
    b"claims/:colon.json",
    b'claims/"quoted".json',
    b"claims/README",
]


@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_names_that_are_no_ids(where: Path, log: FactLog, name: bytes) -> None:
    """A file whose name is no id is no claim; it is in the way of no question, and a check tells of it."""
    push(where, {name: document("a")}, author=b"Hand <hand@example.org> 1740096000 +0000")
    assert sorted(log.latest()) == ["a", "z"]
    assert len(log.at("2025-02-21")) == 2
    assert [change.id for change in log.diff("2025-02-20", "2025-02-22")] == ["a", "b/c", "z"]
    assert [change.id for change in log.diff("2025-02-20", "2025-02-21")] == ["b/c", "z"]
    assert [change.id for change in log.diff("HEAD~1", "HEAD")] == []
    assert len(list(log.changes)) == 5
    problems = log.check()
    assert [problem.file for problem in problems] == [name.decode(errors="surrogateescape")]
    assert sorted(log.record([claim("new")], taken="2025-02-23")) == ["a", "new", "z"]
    push(where, {name: None})
    assert sorted(log.latest()) == ["a", "new", "z"]


def test_empty_tree(where: Path, log: FactLog) -> None:
    """Where somebody pushed the removal of everything, the branch is no log any more, and the past still is."""
    empty = line(where, "mktree")
    tip = line(where, "rev-parse", "HEAD")
    new = line(where, "commit-tree", empty, "-p", tip, "-m", "all gone")
    git(where, "update-ref", "refs/heads/main", new)
    with pytest.raises(NotALogError):
        factlog.open(where)
    assert sorted(log.at(tip)) == ["a", "z"]


# Commits made by hand


HEADERS = {
    "nobody": b" <> 1740000000 +0000",
    "no name": b"<a@example.org> 1740000000 +0000",
    "brackets": b"A <b> C <c@example.org> 1740000000 +0000",
    "quotes": b'"A" \\n %s <x> 1740000000 +0000',
    "latin-1": b"Andr\xe9 <andre@example.org> 1740000000 +0000",
    "script": "会談 <会談@例え>".encode() + b" 1740000000 +0000",
    "escapes": b"\x1b[31mA\x07 <x> 1740000000 +0000",
    "after 9999": b"A <a> 253402300800 +0000",
    "far after": b"A <a> 99999999999999 +0000",
    "zone of 99 hours": b"A <a> 1740000000 +9959",
    "long zone": b"A <a> 1740000000 +051800",
    "short zone": b"A <a> 1740000000 +1",
    "negative zone": b"A <a> 1740000000 -2359",
    "zone -0000": b"A <a> 1740000000 -0000",
    "zero-padded": b"A <a> 01740000000 +0000",
    "1970": b"A <a> 0 +0000",
}
BEYOND = {
    "before 1970": b"A <a> -1 +0000",
    "far before": b"A <a> -99999999999999 +0000",
    "beyond 64 bits": b"A <a> 99999999999999999999999 +0000",
    "no zone": b"A <a> 1740000000",
    "no date": b"A <a>",
    "no mail": b"A",
    "nothing": b"",
    "two dates": b"A <a> 1740000000 1740000000 +0000",
    "words": b"A <a> yesterday +0000",
}


@pytest.mark.parametrize("name", HEADERS)
def test_odd_headers(where: Path, log: FactLog, name: str) -> None:
    """Whatever git's own tools take for an author and a date is read, and recorded upon."""
    new = push(where, {"claims/hand.json": document("hand")}, author=HEADERS[name], committer=HEADERS[name])
    expected = int(line(where, "log", "-1", "--format=%at"))
    snapshot = log.latest()
    assert snapshot.commit == new
    assert snapshot.taken is not None
    if expected < 253402300800:
        assert int(snapshot.taken.timestamp()) == expected
    else:
        assert snapshot.taken.year == 9999
    assert snapshot.author
    assert snapshot.author.isprintable()
    assert sorted(snapshot) == ["a", "hand", "z"]
    assert [version.commit for version in log.history("hand")] == [new]
    assert log.at(new)["hand"] == claim("hand")
    assert log.at("2025-02-22")["a"].value == "red"
    assert "hand" in [change.id for change in log.changes]
    log.check()
    log.record([claim("new")])
    assert sorted(log.latest()) == ["a", "hand", "new", "z"]


@pytest.mark.parametrize("name", BEYOND)
def test_headers_beyond(where: Path, log: FactLog, name: str) -> None:
    """A commit without a usable author or date is damage that is told by its id, or is read; a check tells of it."""
    new = push(where, {"claims/hand.json": document("hand")}, author=BEYOND[name])
    asked: list[Callable[[], object]] = [
        lambda: log.latest().taken,
        lambda: log.at("2025-02-22"),
        lambda: log.known_at("2030"),
        lambda: log.history("hand"),
        lambda: list(log.changes),
        lambda: log.at(new),
    ]
    for ask in asked:
        try:
            ask()
        except CorruptError as problem:
            assert new in str(problem)  # noqa: PT017  # either is right
    assert log.check() != ()
    assert sorted(log.at("HEAD~1")) == ["a", "z"]


@pytest.mark.parametrize(
    ("message", "extra", "expected"),
    [
        (b"", b"", ""),
        (b"\n\n\n", b"", ""),
        (b"no newline", b"", "no newline"),
        (b"\xff\xfe latin \xe9\n", b"", "\ufffd\ufffd latin \ufffd"),
        (b"caf\xe9\n", b"encoding ISO-8859-1\n", "café"),
        ("会談\n".encode("euc-jp"), b"encoding EUC-JP\n", "会談"),
        (b"caf\xc3\xa9\n", b"encoding nothing\n", "café"),
        (
            b"signed\n",
            b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n author Evil <evil> 0 +0000\n -----END PGP SIGNATURE-----\n",
            "signed",
        ),
        (b"a\0b\n", b"", None),
        (b":100644 100644 0 0 M\n", b"", ":100644 100644 0 0 M"),
        (b"0" * 40 + b"\n", b"", "0" * 40),
        (b"author Evil <evil> 0 +0000\n\nparent 0\n", b"", "author Evil <evil> 0 +0000\n\nparent 0"),
        (b"x" * 1_000_000, b"", "x" * 1_000_000),
    ],
    ids=[
        "empty",
        "newlines",
        "no newline",
        "not UTF-8",
        "latin-1",
        "EUC-JP",
        "no such encoding",
        "signed",
        "NUL",
        "raw",
        "id",
        "header",
        "long",
    ],
)
def test_odd_messages(where: Path, log: FactLog, message: bytes, extra: bytes, expected: str | None) -> None:
    """Messages come as they were meant, whatever their bytes, and none is taken for something else."""
    new = push(where, {"claims/hand.json": document("hand")}, message=message, extra=extra)
    snapshot = log.latest()
    assert snapshot.commit == new
    assert expected is None or snapshot.message == expected
    assert snapshot.author == "Hand <hand@example.org>"
    assert [version.commit for version in log.history("hand")] == [new]
    assert [change.id for change in log.changes][-1] == "hand"
    assert log.at("2025-02-22")["a"].value == "red"


def test_merge_by_hand(where: Path, log: FactLog) -> None:
    """A merged branch enters the log with its merge, at the merge's date; what happened on it does not count."""
    tip = line(where, "rev-parse", "HEAD")
    late = b"Hand <hand@example.org> 1740400000 +0000"  # 2025-02-24
    side = handmade.commit(where, {"claims/side.json": document("side", "first")}, [tip])
    side = handmade.commit(where, {"claims/side.json": document("side", "second"), "claims/a.json": None}, [side])
    merge = handmade.commit(
        where, {"claims/side.json": document("side", "second"), "claims/a.json": None}, [tip, side], author=late
    )
    git(where, "update-ref", "refs/heads/main", merge)
    log.record([claim("new")], taken="2025-02-25")
    assert sorted(log.latest()) == ["new", "side", "z"]
    (version,) = log.history("side")
    assert version.commit == merge
    assert version.claim == claim("side", "second")
    assert log.history("a")[-1].claim is None
    assert sorted(log.at("2025-02-24")) == ["side", "z"]
    assert sorted(log.at("2025-02-23")) == ["a", "z"]
    assert {(change.id, *change.kinds) for change in log.diff("2025-02-23", "2025-02-24")} == {
        ("side", Kind.ADDED),
        ("a", Kind.REMOVED),
    }
    assert [change.id for change in log.changes][-3:] == ["a", "side", "new"]
    assert log.check() == ()


def test_merge_that_changed_nothing(where: Path, log: FactLog) -> None:
    """A merge with the same files, and an octopus of another history, change no answer about the claims."""
    before = dict(log.latest())
    tip = line(where, "rev-parse", "HEAD")
    other = handmade.commit(where, {"x": b"unrelated"})
    third = handmade.commit(where, {"y": b"unrelated"}, [other])
    merge = handmade.commit(where, {}, [tip, other, third])
    git(where, "update-ref", "refs/heads/main", merge)
    assert dict(log.latest()) == before
    assert len(log.history("a")) == 2
    assert len(list(log.changes)) == 5
    assert log.check() == ()


def test_rewritten(where: Path, log: FactLog) -> None:
    """Where somebody rewrote the branch under an open log, it answers as the branch now is."""
    assert len(log.history("a")) == 2
    assert len(log.at("2025-02-22")) == 2
    git(where, "update-ref", "refs/heads/main", "HEAD~2")
    assert dict(log.at("2025-02-22")) == dict(log.latest())
    assert len(log.history("a")) == 1
    assert sorted(log.record([claim("new")], taken="2025-02-20")) == ["a", "b/c", "new"]


def test_rewritten_and_pruned(where: Path, log: FactLog) -> None:
    """Where the commits that an open log has seen are gone for good, it answers as the branch now is."""
    assert len(log.at("2025-02-22")) == 2
    git(where, "update-ref", "refs/heads/main", "HEAD~2")
    git(where, "gc", "-q", "--prune=now")
    assert dict(log.at("2025-02-22")) == dict(log.latest())
    assert len(log.history("a")) == 1
    assert sorted(log.record([claim("new")])) == ["a", "b/c", "new"]


def test_branch_that_vanished(where: Path, log: FactLog) -> None:
    """Where somebody deleted the branch under an open log, the log is empty, and can be recorded on."""
    git(where, "update-ref", "-d", "refs/heads/main")
    assert len(log.latest()) == 0
    with pytest.raises(SnapshotNotFoundError):
        log.at("2025-02-22")
    log.record([claim("new")], taken="2025-02-20")
    with factlog.open(where) as again:
        assert list(again.latest()) == ["new"]


# Damage


@pytest.fixture
def loose(where: Path) -> Path:
    """The log with every object in a file of its own."""
    handmade.loosen(where)
    return where


def damages(where: Path, oid: str) -> dict[str, Callable[[], object]]:
    """Ways in which an object goes bad."""
    path = handmade.loose(where, oid)
    whole = path.read_bytes()
    return {
        "missing": path.unlink,
        "empty": lambda: path.write_bytes(b""),
        "truncated": lambda: path.write_bytes(whole[: len(whole) * 2 // 3]),
        "cut in its header": lambda: path.write_bytes(whole[:3]),
        "flipped": lambda: path.write_bytes(whole[:-6] + bytes([whole[-6] ^ 0x10]) + whole[-5:]),
        "garbage": lambda: path.write_bytes(b"garbage" * 20),
        "counterfeit": lambda: handmade.counterfeit(where, oid, line(where, "cat-file", "-t", oid), document("a", "forged")),
    }


DAMAGES = ["missing", "empty", "truncated", "cut in its header", "flipped", "garbage", "counterfeit"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_blob(loose: Path, damage: str) -> None:
    """A claim whose bytes are damaged raises; the rest is read, the damage checked, and the claim recorded anew."""
    damages(loose, line(loose, "rev-parse", "HEAD:claims/a.json"))[damage]()
    with factlog.open(loose) as log:
        with pytest.raises(CorruptError):
            log.latest()["a"]
        assert log.latest()["z"].value == "blue"
        assert sorted(log.latest()) == ["a", "z"]
        assert log.at("2025-02-20")["a"].value == "blue"
        assert log.check() != ()
        with pytest.raises(CorruptError):
            log.history("a")


@pytest.mark.parametrize("damage", ["missing", "empty", "truncated", "garbage", "counterfeit"])
@pytest.mark.parametrize("what", ["HEAD:claims", "HEAD^{tree}", "HEAD", "HEAD:sources"])
def test_damaged_tree(loose: Path, what: str, damage: str) -> None:
    """Where a tree or a commit is damaged, what needs it raises, and nothing is recorded on top of it."""
    tip = line(loose, "rev-parse", "HEAD")
    damages(loose, line(loose, "rev-parse", what))[damage]()
    asked: list[Callable[[FactLog], object]] = [
        lambda log: list(log.latest().claims),
        lambda log: list(log.latest().sources),
        lambda log: log.latest()["a"],
        lambda log: log.diff("HEAD~1", "HEAD"),
        lambda log: log.at("2025-02-22"),
        lambda log: log.history("a"),
        lambda log: list(log.changes),
    ]
    failed = 0

    def ask_everything() -> None:
        nonlocal failed
        with factlog.open(loose) as log:
            for ask in asked:
                try:
                    ask(log)
                except CorruptError:
                    failed += 1
            assert failed
            assert log.check() != ()
            log.record([claim("a", "new", citations=[Citation(Source("new", title="x"))])], taken="2025-02-23")

    with pytest.raises(CorruptError):
        ask_everything()
    assert (loose / "refs/heads/main").read_text().strip() == tip


def test_forged_tree(loose: Path) -> None:
    """A folder that is whole and well-formed, but not what its id says, is not believed."""
    forged = handmade.blob(loose, document("a", "forged"))
    oid = line(loose, "rev-parse", "HEAD:claims")
    rows = b"100644 a.json\0" + bytes.fromhex(forged)
    handmade.counterfeit(loose, oid, "tree", rows)
    with factlog.open(loose) as log:
        for ask in (lambda: log.latest()["a"], lambda: list(log.latest()), lambda: log.diff("HEAD~1", "HEAD")):
            with pytest.raises(CorruptError):
                ask()
        assert log.check() != ()


def test_damaged_history(loose: Path) -> None:
    """Where an old commit is missing, the latest is read, what needs the past raises, and a check tells of it."""
    handmade.loose(loose, line(loose, "rev-parse", "HEAD~1")).unlink()
    with factlog.open(loose) as log:
        assert sorted(log.latest()) == ["a", "z"]
        for ask in (lambda: log.history("a"), lambda: log.at("2025-02-22"), lambda: list(log.changes)):
            with pytest.raises(CorruptError):
                ask()
        assert log.check() != ()


_MEMORY = """
import contextlib, sys, factlog
from pathlib import Path
with factlog.open(sys.argv[1]) as log, contextlib.suppress(factlog.CorruptError):
    for claim in log.claims if sys.argv[2] == "all" else log.claims.where(subject="sky"):
        pass
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


def memory(where: Path, what: str) -> int:
    """The memory, in KiB, that it takes a process at most to go through all claims, or some."""
    done = subprocess.run([sys.executable, "-c", _MEMORY, where, what], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.parametrize("what", ["all", "some"])
def test_large_claims(where: Path, what: str) -> None:
    """However many large claims somebody has pushed, few of them are in memory at once."""
    texts = {f"en-{part}": f"{part}" * 99_000 for part in range(10)}
    push(where, {f"claims/large-{n}.json": encode(claim(f"large-{n}", text=texts, criteria=str(n))) for n in range(200)})
    assert memory(where, what) < 200 << 10  # as the claims take


def test_a_large_file_of_many_names(where: Path) -> None:
    """A file too large for a claim is not kept under each of its names, and is told of when somebody asks."""
    row = f"100644 blob {handmade.blob(where, b'x' * (20 << 20))}\t{{}}.json\n"
    held = line(where, "mktree", said="".join(row.format(n) for n in range(30)).encode())
    top = line(where, "ls-tree", "main").replace(line(where, "rev-parse", "main:claims"), held)
    new = line(where, "commit-tree", line(where, "mktree", said=f"{top}\n".encode()), "-p", "main", said=b"large\n")
    git(where, "update-ref", "refs/heads/main", new)
    assert memory(where, "some") < 200 << 10  # a third of what the names stand for
    with factlog.open(where) as log:
        assert log.claims.at("main~1").where(subject="sky").ids() == ("a", "z")
        with pytest.raises(CorruptError, match="claims/0"):
            log.claims.where(subject="sky").ids()


def test_damaged_pack(where: Path) -> None:
    """Whichever byte of a pack is flipped, what is read is right, or is refused."""
    with factlog.open(where) as log:
        right: dict[str, Claim] = {name: log.latest()[name] for name in log.latest()}
    git(where, "gc", "-q", "--prune=now")
    (pack,) = (where / "objects" / "pack").glob("*.pack")
    whole = pack.read_bytes()
    pack.chmod(0o644)
    refused = 0
    for place in range(12, len(whole) - 20, max(1, len(whole) // 40)):
        pack.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        for name in ("a", "z"):
            try:
                with factlog.open(where) as log:
                    assert log.latest()[name] == right[name]
            except CorruptError:
                refused += 1
    assert refused
    pack.write_bytes(whole[: len(whole) // 2])
    tip = line(where, "rev-parse", "HEAD")
    with pytest.raises(CorruptError), factlog.open(where) as log:
        log.record([claim("new")])
    assert line(where, "rev-parse", "HEAD") == tip


@pytest.mark.parametrize(
    "text", ["", "garbage\n", "\0" * 41, "1" * 40 + "\n", "ref: refs/heads/main\n", "ref: refs/heads/../x\n"]
)
def test_damaged_branch(where: Path, text: str) -> None:
    """A branch whose file is damaged is not taken for an empty log, and nothing is recorded on it."""
    ref = where / "refs" / "heads" / "main"
    ref.write_text(text)
    with pytest.raises(StoreError), factlog.open(where) as log:
        log.record([claim("new")])
    assert ref.read_text() == text


def test_branch_that_is_no_commit(where: Path) -> None:
    """A branch that names a blob is refused."""
    (where / "refs" / "heads" / "main").write_text(handmade.blob(where, b"x") + "\n")
    with pytest.raises(StoreError), factlog.open(where) as log:
        log.record([claim("new")])


def test_no_git(where: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is not to be found, the error says so."""
    monkeypatch.setenv("PATH", str(tmp_path))
    commands._git.cache_clear()
    try:
        with pytest.raises(factlog.GitError, match="git"):
            factlog.open(where)
    finally:
        monkeypatch.undo()
        commands._git.cache_clear()


@pytest.mark.parametrize("broken", [b"[user\nname=x", b"\x00\xff[[[", b"[include]\n\tpath = ~/.gitconfig\n"])
def test_a_broken_configuration_of_the_user(where: Path, tmp_path: Path, broken: bytes) -> None:
    """A configuration of the user's at which git itself stops is nothing to a log: it reads and records as ever."""
    (tmp_path / ".gitconfig").write_bytes(broken)
    code = f"import factlog; log = factlog.open({str(where)!r}); print(log.record([factlog.Source('x', title='t')]).commit)"
    environment = {**handmade.environment(), "HOME": str(tmp_path)}
    del environment["GIT_CONFIG_GLOBAL"]
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == handmade.line(where, "rev-parse", "main")


def test_a_git_that_does_not_work(where: Path, tmp_path: Path) -> None:
    """Where git is there and cannot be run, the error says so."""
    (tmp_path / "git").write_text("#!/bin/sh\nexit 127\n")
    (tmp_path / "git").chmod(0o755)
    code = f"import factlog\ntry: factlog.open({str(where)!r})\nexcept factlog.GitError as problem: print(problem)"
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "expected to be able to run git" in done.stdout


def bomb(repository: Path, levels: int) -> None:
    """A commit of a few objects that, each in twenty places, pretend to be twenty to the power of ``levels`` claims."""
    row = f"100644 blob {handmade.blob(repository, encode(claim('a')))}\tf{{:02}}.json\n"
    for _ in range(levels):
        tree = line(repository, "mktree", said="".join(map(row.format, range(20))).encode())
        row = f"040000 tree {tree}\td{{:02}}\n"
    root = git(repository, "ls-tree", "main").decode().splitlines()
    rows = [one for one in root if not one.endswith("\tclaims")] + [f"040000 tree {tree}\tclaims"]
    whole = line(repository, "mktree", said="\n".join(rows).encode())
    new = line(repository, "commit-tree", whole, "-p", "main", "-m", "!")
    git(repository, "update-ref", "refs/heads/main", new)


def test_a_few_objects_that_pretend_to_be_billions(where: Path) -> None:
    """A tree that holds itself again and again is a CorruptError, and a problem of the log, before it takes long."""
    bomb(where, 8)
    with factlog.open(where) as log:
        for ask in (lambda: len(log.latest()), lambda: list(log.claims), lambda: log.diff("HEAD~1", "HEAD")):
            with pytest.raises(CorruptError, match="again and again"):
                ask()
        assert any("again and again" in problem.message for problem in log.check())
        log.record([claim("new")])
        assert log.latest()["new"] == claim("new")


def test_many_files_of_one_content(where: Path) -> None:
    """Questions to the index end as well where a commit pretends to be more than it is."""
    bomb(where, 4)
    with factlog.open(where) as log, pytest.raises(CorruptError, match="again and again"):
        log.claims.by("Ann").count()


def test_billions_that_are_gone(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a later commit has taken such a tree away, its claims are read; looking through all of history ends, soon."""
    monkeypatch.setattr(commands, "_MOST_MEMORY", 200 << 20)
    bomb(where, 8)
    gone = line(where, "commit-tree", "main~1^{tree}", "-p", "main", "-m", "gone")
    git(where, "update-ref", "refs/heads/main", gone)
    with factlog.open(where) as log:
        assert sorted(log.latest()) == ["a", "z"]
        assert "memory" in log.check()[0].message
        with pytest.raises(StoreError, match="memory"):
            log.claims.where(subject="sky").count()
