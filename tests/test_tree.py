"""A folder and a commit are the same tree."""

from __future__ import annotations

import gc
import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openaccord.problems import Stop
from openaccord.tree import Commit, Entry, Folder, Tree

GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]


def git(folder: Path, *arguments: str) -> str:
    surroundings = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        [*GIT, "-C", str(folder), *arguments], env=surroundings, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def write(root: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def commit(root: Path) -> None:
    if not (root / ".git").exists():
        git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all", "--force")
    git(root, "commit", "--quiet", "--allow-empty", "--message=x")


FILES = {
    "protocols/charter.yaml": b"id: charter\n",
    "protocols/agreements/a/one.yaml": b"id: one\r\n",
    "protocols/agreements/two.yaml": b"",
    "protocols/agreements/caf\u00e9 \u2013 \u201cx\u201d.yaml": b"\xff\x00",
    "protocols-old/no.yaml": b"no",
    "registers/.hidden.yaml": b"no",
    "registers/.git-x/no.yaml": b"no",
    ".github/no.yaml": b"no",
    "-r/dash.yaml": b"-r",
    ":(top)/magic.yaml": b"magic",
}


@pytest.fixture(params=["folder", "commit", "folder below the root", "commit below the root"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Tree:
    """The same files however they are held."""
    root = tmp_path / "-sub" if "below" in request.param else tmp_path
    write(root, FILES)
    (root / "registers/link.yaml").symlink_to("/etc/passwd")
    (root / "registers/folder").symlink_to(root / "protocols")
    write(tmp_path, {"-sub.yaml": b"beside"} if root != tmp_path else {})
    commit(tmp_path)
    return Commit(root, "main") if request.param.startswith("commit") else Folder(root)


@pytest.mark.parametrize(
    ("folder", "paths"),
    [
        pytest.param(
            "protocols",
            [
                "protocols/agreements/a/one.yaml",
                "protocols/agreements/caf\u00e9 \u2013 \u201cx\u201d.yaml",
                "protocols/agreements/two.yaml",
                "protocols/charter.yaml",
            ],
            id="all below a folder, and not its namesake's",
        ),
        pytest.param("protocols/agreements/a/", ["protocols/agreements/a/one.yaml"], id="a slash at the end"),
        pytest.param("registers", ["registers/folder", "registers/link.yaml"], id="links, no hidden files"),
        pytest.param("registers/folder", ["registers/folder"], id="a folder that is a link is one entry"),
        pytest.param("registers/folder/agreements", [], id="nothing behind a link"),
        pytest.param("protocols/charter.yaml", ["protocols/charter.yaml"], id="a file is itself"),
        pytest.param("protocols/charter.yaml/x", [], id="nothing below a file"),
        pytest.param("schemas", [], id="no such folder"),
        pytest.param(".github", [], id="a hidden folder"),
        pytest.param("..", [], id="upwards"),
        pytest.param("/etc", [], id="absolute"),
        pytest.param("a\0b", [], id="a zero byte"),
        pytest.param("-r", ["-r/dash.yaml"], id="a name like an option"),
        pytest.param(":(top)", [":(top)/magic.yaml"], id="a name like a pathspec"),
    ],
)
def test_entries(tree: Tree, folder: str, paths: list[str]) -> None:
    assert [entry.path for entry in tree.entries(folder)] == paths


def test_all_entries_have_sizes_and_kinds(tree: Tree) -> None:
    entries = {entry.path: entry for entry in tree.entries("")}
    shown = {path for path in FILES if not any(part.startswith(".") for part in path.split("/"))}
    assert {path for path in entries if path != "-sub.yaml"} == shown | {
        "registers/folder",
        "registers/link.yaml",
    }
    assert all(entries[path] == Entry(path, len(FILES[path]), regular=True) for path in shown)
    assert not entries["registers/link.yaml"].regular
    assert not entries["registers/folder"].regular


def test_reads_every_regular_file(tree: Tree) -> None:
    for entry in tree.entries(""):
        if entry.regular:
            assert tree.read(entry.path) == FILES[entry.path]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("registers/link.yaml", id="a link"),
        pytest.param("registers/folder/charter.yaml", id="behind a link"),
        pytest.param("registers", id="a folder"),
        pytest.param("", id="the root"),
        pytest.param("protocols/none.yaml", id="no such file"),
        pytest.param("registers/.hidden.yaml", id="a hidden file"),
        pytest.param(".git/config", id="git's own"),
        pytest.param("protocols/../protocols/charter.yaml", id="up and down"),
        pytest.param("/etc/passwd", id="absolute"),
        pytest.param("a\0b", id="a zero byte"),
    ],
)
def test_does_not_read(tree: Tree, path: str) -> None:
    with pytest.raises(OSError, match=r"."):
        tree.read(path)


def test_labels(tmp_path: Path) -> None:
    write(tmp_path / "anyshire", {"x": b""})
    commit(tmp_path)
    assert Folder(tmp_path / "anyshire").label == "anyshire"
    assert Commit(tmp_path, "main~0").label == "main~0"


def test_a_device_is_no_regular_file_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert Folder(tmp_path).entries("") == [Entry("pipe.yaml", 0, regular=False)]
    with pytest.raises(OSError, match="not a regular file"):
        Folder(tmp_path).read("pipe.yaml")


def test_a_folder_that_may_not_be_opened_is_an_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a/x": b"", "b/y": b""})
    scan = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "a":
            raise PermissionError
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert Folder(tmp_path).entries("") == [Entry("a", 0, regular=False), Entry("b/y", 0, regular=True)]


def test_folders_nested_beyond_the_recursion_limit(tmp_path: Path) -> None:
    deepest = tmp_path
    try:
        for _ in range(1_500):
            deepest = deepest / "d"
            os.mkdir(deepest)  # noqa: PTH102 # Path.mkdir is the same at three times the cost
        (deepest / "x").write_bytes(b"1")
        assert Folder(tmp_path).entries("") == [Entry("d/" * 1_500 + "x", 1, regular=True)]
    finally:
        subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)


def test_a_submodule_is_no_regular_file(tmp_path: Path) -> None:
    write(tmp_path, {"a": b""})
    commit(tmp_path)
    git(tmp_path, "update-index", "--add", "--cacheinfo", "160000", git(tmp_path, "rev-parse", "HEAD"), "sub")
    git(tmp_path, "commit", "--quiet", "--message=x")
    assert Commit(tmp_path, "HEAD").entries("sub") == [Entry("sub", 0, regular=False)]


def test_an_older_commit_is_not_the_working_tree(tmp_path: Path) -> None:
    write(tmp_path, {"a": b"old"})
    commit(tmp_path)
    write(tmp_path, {"a": b"new", "registers/b": b""})
    commit(tmp_path)
    write(tmp_path, {"a": b"not committed"})
    old = Commit(tmp_path, "main~1")
    assert old.read("a") == b"old"
    assert old.id == git(tmp_path, "rev-parse", "main~1")
    assert Commit(tmp_path / "registers", "main~1").entries("") == [], "the folder did not exist yet"
    assert Commit(tmp_path, "main").read("a") == b"new"


@pytest.mark.parametrize("name", ["-r", ":(top)", "a b", "caf\u00e9", "[x]*", "x\ny", '"x"'])
def test_a_root_of_any_name(tmp_path: Path, name: str) -> None:
    write(tmp_path, {f"{name}/a": b"1", "other/a": b"2", "a": b"3"})
    commit(tmp_path)
    tree = Commit(tmp_path / name, "HEAD")
    assert [entry.path for entry in tree.entries("")] == ["a"]
    assert tree.read("a") == b"1"


def test_a_thousand_files_start_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"registers/{number}.yaml": b"x" * number * 50 for number in range(1_000)}
    write(tmp_path, files)
    commit(tmp_path)
    started: list[str] = []
    popen = subprocess.Popen.__init__

    def count(self: object, command: list[str], *rest: object, **options: object) -> None:
        started.append(command[-1])
        popen(self, command, *rest, **options)  # type: ignore[call-overload] # the same arguments

    monkeypatch.setattr(subprocess.Popen, "__init__", count)
    tree = Commit(tmp_path, "HEAD")
    assert {entry.path: tree.read(entry.path) for entry in tree.entries("")} == files
    assert len(started) <= 4


def test_the_process_ends_with_the_tree(tmp_path: Path) -> None:
    write(tmp_path, {"a": b""})
    commit(tmp_path)
    tree = Commit(tmp_path, "HEAD")
    tree.read("a")
    process = tree._objects._batch
    del tree
    gc.collect()
    assert process is not None
    assert process.returncode == 0


def test_a_file_that_git_has_lost_is_an_error_of_that_file(tmp_path: Path) -> None:
    write(tmp_path, {"a": b"aa", "b": b"bb"})
    commit(tmp_path)
    tree = Commit(tmp_path, "HEAD")
    name = git(tmp_path, "rev-parse", "HEAD:a")
    (tmp_path / ".git/objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(OSError, match="git cannot read"):
        tree.read("a")


@pytest.mark.parametrize(
    "name",
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_PREFIX"],
)
def test_a_hook_s_surroundings_do_not_lead_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    write(tmp_path, {"a": b"here"})
    commit(tmp_path)
    monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    assert Commit(tmp_path, "HEAD").read("a") == b"here"


def test_git_is_asked_in_plain_english_and_never_waits_for_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, str]] = []

    def answer(_: list[str], *, env: dict[str, str], **__: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(env)
        return subprocess.CompletedProcess([], 0, stdout=b"false\n\n", stderr=b"")

    monkeypatch.setenv("LC_ALL", "cy_GB.UTF-8")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "0")
    monkeypatch.setattr(subprocess, "run", answer)
    assert Commit(tmp_path, "HEAD").entries("") == []
    assert len(asked) == 3
    for surroundings in asked:
        assert surroundings["LC_ALL"] == "C"
        assert surroundings["GIT_TERMINAL_PROMPT"] == "0"
        assert surroundings["GIT_NO_LAZY_FETCH"] == "1"
        assert surroundings["GIT_CONFIG_COUNT"] == "0", "a person's own configuration is kept"


def test_a_replaced_object_is_not_shown(tmp_path: Path) -> None:
    write(tmp_path, {"a": b"true", "b": b"false"})
    commit(tmp_path)
    git(tmp_path, "replace", git(tmp_path, "rev-parse", "HEAD:a"), git(tmp_path, "rev-parse", "HEAD:b"))
    assert Commit(tmp_path, "HEAD").read("a") == b"true"


@pytest.mark.parametrize(
    "revision",
    [
        pytest.param("main~99", id="before the first"),
        pytest.param("no-such-branch", id="no such branch"),
        pytest.param("", id="nothing"),
        pytest.param("--all", id="like an option"),
        pytest.param("HEAD:a", id="a file"),
        pytest.param("HEAD\0", id="a zero byte"),
        pytest.param("HEAD\nHEAD", id="two lines"),
        pytest.param("\x1b[31m", id="a terminal's escape"),
    ],
)
def test_an_unknown_revision_stops_in_one_plain_line(tmp_path: Path, revision: str) -> None:
    write(tmp_path, {"a": b""})
    commit(tmp_path)
    with pytest.raises(Stop, match="knows no commit") as stop:
        Commit(tmp_path, revision)
    assert str(stop.value).isprintable()
    assert "git log" in str(stop.value)


def test_a_shallow_clone_is_said_to_be_one(tmp_path: Path) -> None:
    for number in range(2):
        write(tmp_path / "full", {"a": b"%d" % number})
        commit(tmp_path / "full")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}/full", "shallow")
    with pytest.raises(Stop, match="git fetch --unshallow"):
        Commit(tmp_path / "shallow", "HEAD~1")


def test_a_folder_outside_git_stops(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="is not in a git repository: run"):
        Commit(tmp_path, "HEAD")


@pytest.mark.parametrize("kind", [Folder, lambda root: Commit(root, "HEAD")], ids=["folder", "commit"])
def test_no_such_folder_stops(tmp_path: Path, kind: type[Folder]) -> None:
    with pytest.raises(Stop, match="There is no folder"):
        kind(tmp_path / "none")


def test_no_git_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Stop, match="Git is not installed: install it"):
        Commit(tmp_path, "HEAD")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("fatal: detected dubious ownership in repository at '/x'\nmore", "safe.directory"),
        ("fatal: bad object HEAD\nmore", "Git cannot read .*: bad object HEAD.$"),
        ("", "it gives no reason"),
    ],
    ids=["another user's folder", "something else", "nothing"],
)
def test_what_git_says_becomes_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, message: str
) -> None:
    answer = subprocess.CompletedProcess([], 128, stdout=b"", stderr=said.encode())
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)
    with pytest.raises(Stop, match=message) as stop:
        Commit(tmp_path, "HEAD")
    assert "\n" not in str(stop.value)


def usable(name: str) -> bool:
    return name not in {".", ".."} and name.casefold() != ".git" and len(name.encode()) < 100


names = st.text(
    st.characters(codec="utf-8", exclude_characters="/\0", exclude_categories=["Cn"]), min_size=1, max_size=8
).filter(usable)
paths = st.lists(names, min_size=1, max_size=3).map("/".join)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(paths, st.binary(max_size=200), max_size=6))
def test_folder_and_commit_are_alike(files: dict[str, bytes]) -> None:
    apart = {p: data for p, data in files.items() if not any(q.startswith(f"{p}/") for q in files)}
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        write(root, apart)
        commit(root)
        trees: list[Tree] = [Folder(root), Commit(root, "HEAD")]
        listed = [tree.entries("") for tree in trees]
        assert listed[0] == listed[1]
        for entry in listed[0]:
            assert trees[0].read(entry.path) == trees[1].read(entry.path) == apart[entry.path]
        folders = {path.rpartition("/")[0] for path in apart}
        for folder in folders:
            assert trees[0].entries(folder) == trees[1].entries(folder)
