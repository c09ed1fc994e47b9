"""The command line: what it prints, where, and with which status."""

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import factlog
from factlog import Claim
from factlog.articles.cli import article
from factlog.questions import commands

ROOT = Path(__file__).parent.parent
CLAIM = "trump/who-started-the-war"


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command, run as a user runs it."""
    command = [sys.executable, "-W", "error", "-m", "factlog.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def riyadh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of the Riyadh record, made by the command line."""
    log = tmp_path_factory.mktemp("cli") / "riyadh.git"
    done = run("replay", ROOT / "snapshots" / "riyadh-2025", log)
    assert (done.returncode, done.stderr) == (0, "")
    return log


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """An empty log, made by the command line."""
    assert run("init", tmp_path / "log.git").returncode == 0
    return tmp_path / "log.git"


def test_demo_tells_the_reversal(tmp_path: Path) -> None:
    """The demonstration makes a log and tells the reversal with sources and days, the deferral and the resolution."""
    done = run("demo", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    for expected in (
        f"{CLAIM}  reversed  Ukraine → Russia",
        "In reversal, Trump says Russia attacked Ukraine",
        "retrieved 2025-02-20",
        "retrieved 2025-02-22",
        "trump/end-the-war  deferred  due 2025-01-21 → 2025-04-30",
        "peskov/next-meeting  resolved",
        "riyadh.git",
    ):
        assert expected in done.stdout
    assert (tmp_path / "riyadh.git" / "HEAD").is_file()
    assert run("demo", cwd=tmp_path).returncode == 0
    assert (tmp_path / "riyadh-2.git" / "HEAD").is_file()


def test_demo_refuses_a_log_that_is_there(riyadh: Path) -> None:
    """The demonstration never writes into a log that is there already."""
    done = run("demo", riyadh)
    assert done.returncode == 1
    assert "expected nothing at" in done.stderr


def test_diff_as_json(riyadh: Path) -> None:
    """``diff --json`` is a list of id, kinds, axis, before, after and edits, and the status is 0."""
    done = run("diff", riyadh, "2025-02-21", "2025-02-22", CLAIM, "--json")
    (change,) = json.loads(done.stdout)
    assert done.returncode == 0
    assert list(change) == ["id", "kinds", "axis", "before", "after", "edits"]
    assert (change["id"], change["kinds"], change["axis"]) == (CLAIM, ["reversed"], "speaker")
    assert (change["before"]["values"], change["after"]["values"]) == (["Ukraine"], ["Russia"])
    assert {"operation": "changed", "path": ["values", 0], "before": "Ukraine", "after": "Russia"} in change["edits"]


def test_diff_of_nothing(riyadh: Path) -> None:
    """A diff without changes says so, in JSON with an empty list."""
    assert run("diff", riyadh, "2025-02-22", "2025-02-22").stdout == "nothing changed\n"
    assert json.loads(run("diff", riyadh, "2025-02-22", "2025-02-22", "--json").stdout) == []


def test_show(riyadh: Path) -> None:
    """``show`` tells a claim with its sources, as it stood, in words or as its document."""
    shown = run("show", riyadh, CLAIM, "--at", "2025-02-21")
    assert shown.stdout.startswith(f"{CLAIM}\n  subject ")
    assert "value       Ukraine" in shown.stdout
    assert json.loads(run("show", riyadh, CLAIM, "--json").stdout)["values"] == ["Russia"]


def test_history_and_blame(riyadh: Path) -> None:
    """``history`` lists versions or snapshots oldest first, ``blame`` tells where each field comes from."""
    versions = run("history", riyadh, CLAIM).stdout.splitlines()
    assert [line.split("  ")[:3] for line in versions] == [
        ["2025-02-20", CLAIM, "added"],
        ["2025-02-22", CLAIM, "reversed"],
    ]
    snapshots = run("history", riyadh).stdout.splitlines()
    assert [line[:10] for line in snapshots] == [
        f"2025-{day}" for day in ("02-19", "02-20", "02-21", "02-22", "02-23", "03-21")
    ]
    blamed = {line.split()[0]: line for line in run("blame", riyadh, CLAIM).stdout.splitlines()}
    assert "2025-02-22" in blamed["values"]
    assert "reuters-2025-02-21" in blamed["values"]
    assert "2025-02-20" in blamed["claimant"]


def test_record_remove_check_export(empty: Path, tmp_path: Path) -> None:
    """A document is recorded, its claim removed, the log checked and written out again."""
    document = tmp_path / "document.json"
    claim = {"id": "sky/colour", "subject": "sky", "predicate": "colour", "values": ["blue"]}
    document.write_text(json.dumps({"format": 1, "taken": "2025-01-01", "claims": [claim]}), encoding="utf-8")
    assert run("record", empty, document).returncode == 0
    assert run("record", empty, document, "--message", "again").returncode == 0
    assert run("remove", empty, "sky/colour", "--taken", "2025-01-02", "--message", "gone").returncode == 0
    checked = run("check", empty)
    assert (checked.returncode, checked.stdout) == (0, "")
    with factlog.open(empty) as log:
        assert [version.message for version in log.history("sky/colour")] == ["sky/colour  added  blue", "gone"]
    written = run("export", empty, tmp_path / "out")
    assert [Path(line).name for line in written.stdout.splitlines()] == ["2025-01-01.json", "2025-01-02.json"]
    one = run("export", empty, tmp_path / "one", "--at", "2025-01-01")
    assert [Path(line).name for line in one.stdout.splitlines()] == ["2025-01-01.json"]


def test_check_finds_problems(empty: Path, tmp_path: Path) -> None:
    """``check`` names what somebody pushed by hand and that cannot be read; the status is 1."""
    with factlog.open(empty) as log:
        log.record([Claim("a/b", subject="s", predicate="p")], taken="2025-01-01")
    clone = tmp_path / "clone"
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@b"]
    subprocess.run([*git, "clone", "-q", empty, clone], check=True)
    (clone / "claims" / "a" / "b.json").write_text('{"id": "a/b"}', encoding="utf-8")
    subprocess.run([*git, "-C", clone, "commit", "-qam", "by hand"], check=True)
    subprocess.run([*git, "-C", clone, "push", "-q"], check=True)
    checked = run("check", empty)
    assert checked.returncode == 1
    assert "claims/a/b.json" in checked.stdout
    assert "subject" in checked.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["zork"],
        ["show"],
        ["diff", "LOG", "2025"],
        ["show", "LOG", "no/such-claim"],
        ["show", "LOG", "Not An Id"],
        ["history", "LOG", "no/such-claim"],
        ["diff", "LOG", "2024", "2025"],
        ["diff", "LOG", "2025-02-30", "2025"],
        ["remove", "LOG"],
        ["remove", "LOG", "no/such-claim"],
        ["show", "nowhere.git", "a/b"],
        ["record", "LOG", "nowhere.json"],
        ["show", "LOG", CLAIM, "--at", ""],
        ["record", "LOG", str(ROOT / "snapshots" / "riyadh-2025" / "2025-03-21.json"), "--taken", ""],
    ],
    ids=" ".join,
)
def test_wrong_use(arguments: list[str], riyadh: Path, tmp_path: Path) -> None:
    """Wrong use has status 2 and one message, on the error stream, without a traceback."""
    done = run(*(riyadh if argument == "LOG" else argument for argument in arguments), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_all_problems_of_a_document(empty: Path, tmp_path: Path) -> None:
    """A bad document is refused with all of its problems and their paths; the status is 1."""
    document = tmp_path / "document.json"
    document.write_text('{"format": 1, "claims": [{"id": "a"}, {"id": 1, "subject": ""}], "zork": 1}', encoding="utf-8")
    done = run("record", empty, document)
    assert done.returncode == 1
    for expected in ("document.json", "claims[0].subject: expected a value", "claims[1].id", "zork"):
        assert expected in done.stderr


def test_help_is_quick() -> None:
    """``factlog --help`` imports neither git nor DeepDiff, cattrs or SQLite."""
    code = "import sys; from factlog.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    code += "print([name for name in ('git', 'deepdiff', 'cattrs', 'anyascii', 'sqlite3') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", ["claims", "changes", "sources", "timeline", "sql", "index", "article"])
def test_the_list_of_commands_says_what_they_do(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that are imported late have a line in the list of commands: the first one of their own documentation."""
    monkeypatch.setenv("COLUMNS", "300")
    (listed,) = (line.strip("│ ") for line in run("--help").stdout.splitlines() if line.startswith(f"│ {command} "))
    told = listed.removeprefix(command).strip()
    own = article.help if command == "article" else inspect.getdoc(getattr(commands, command))
    assert told == (own or "").splitlines()[0]


def test_a_reader_that_has_seen_enough(riyadh: Path) -> None:
    """A pipe that closes early ends the command quietly."""
    command = f"{sys.executable} -m factlog.cli history {riyadh} | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_plain_when_piped(riyadh: Path) -> None:
    """What is piped is plain and unwrapped, whatever the width of a terminal."""
    environment = {**os.environ, "COLUMNS": "20"}
    command = [sys.executable, "-m", "factlog.cli", "diff", str(riyadh), "2025-02-21", "2025-02-22", CLAIM]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=True)
    assert done.stdout.splitlines()[0] == f"{CLAIM}  reversed  Ukraine → Russia"
    assert "\x1b" not in done.stdout


def test_diff_of_one_claim(riyadh: Path) -> None:
    """``diff`` of one claim tells of that one, and of nothing else that changed."""
    done = run("diff", riyadh, "2025-02-21", "2025-02-22", CLAIM)
    assert done.stdout == f"{CLAIM}  reversed  Ukraine → Russia\n"
    assert run("diff", riyadh, "2025-02-21", "2025-02-22", "meeting/place").stdout == "nothing changed\n"


@pytest.mark.parametrize("asked", [["show", CLAIM], ["show", CLAIM, "--json"], ["claims", "--csv"], ["claims", "--json"]])
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_is_piped_is_utf_8(asked: list[str], encoding: str, riyadh: Path) -> None:
    """What goes to a pipe is UTF-8, whatever encoding the machine is set to."""
    command = [sys.executable, "-m", "factlog.cli", asked[0], str(riyadh), *asked[1:]]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().replace("\r\n", "\n") == run(asked[0], riyadh, *asked[1:]).stdout


def test_a_path_that_is_no_text(tmp_path: Path) -> None:
    """Paths whose bytes are no UTF-8 are printed as they are."""
    place = tmp_path / os.fsdecode(b"caf\xe9.git")
    try:
        place.mkdir()
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    command = [sys.executable, "-m", "factlog.cli", "index", str(place)]
    with factlog.init(place):
        done = subprocess.run(command, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False)
        strict = {**os.environ, "PYTHONIOENCODING": "utf-8:strict"}
        again = subprocess.run(command, capture_output=True, env=strict, check=False)
    assert done.stdout.startswith(os.fsencode(place))
    assert (again.returncode, again.stdout, again.stderr) == (0, done.stdout, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("asked", [["claims"], ["claims", "--csv"], ["history"], ["check"], ["sql", "SELECT 1"]])
def test_no_room_for_the_answer(asked: list[str], riyadh: Path) -> None:
    """Where the answer finds no room, one message says so; the status is 1, and never 0 where something was lost."""
    command = [sys.executable, "-m", "factlog.cli", asked[0], str(riyadh), *asked[1:]]
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    if asked == ["check"]:  # which finds nothing to tell
        assert (done.returncode, done.stderr) == (0, "")
    else:
        assert (done.returncode, done.stderr) == (1, "factlog: expected to be able to print: No space left on device\n")


@pytest.mark.parametrize("asked", [["claims"], ["claims", "--csv"], ["history"], ["check"]])
def test_closed_output(asked: list[str], riyadh: Path) -> None:
    """A command whose output is closed does what it does, and tells nothing."""
    command = f"{sys.executable} -m factlog.cli {asked[0]} {riyadh} {' '.join(asked[1:])} >&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_export_to_where_no_file_can_be(riyadh: Path, tmp_path: Path) -> None:
    """``export`` to what is no folder, or where a document cannot be written, says so; the status is 1."""
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "folder" / "2025-02-19.json").mkdir(parents=True)
    for target in ("file", "file/x", "folder"):
        done = run("export", riyadh, tmp_path / target)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"factlog: expected to write to {tmp_path / target}")


@pytest.mark.parametrize(
    "arguments",
    [
        *(["check", "LONG"], ["replay", "LONG", "log.git"], ["record", "LOG", "LONG"], ["article", "read", "LONG"]),
        *(["article", "import", "log.git", "LONG"], ["article", "record", "log.git", "w/1", "LONG"]),
    ],
    ids=" ".join,
)
def test_a_name_that_no_file_can_have(arguments: list[str], riyadh: Path, tmp_path: Path) -> None:
    """A name that is too long for any file is one of a file that is not there."""
    names = {"LONG": "x" * 5000, "LOG": str(riyadh)}
    done = run(*(names.get(argument, argument) for argument in arguments), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "xxx" in done.stderr
    assert not list(tmp_path.iterdir())
