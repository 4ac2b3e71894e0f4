"""Whatever happens to a build, what is published is the old site or the new one, whole."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from breaking import Commands, Fault, Setting
from scenes import NEW_DAY, OLD_DAY, leftovers, smallest, tree

from openaccord.cli.holding import hold

Run = Callable[..., Any]

PROGRAM = Path(sys.executable).with_name("openaccord")
STAYS, MADE, NONE = "The old site stays.", "The new site is in its place.", "There is no site yet."
MOVED = "/old; the next build puts it back."


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    """Commands that can be broken."""
    with Commands() as started:
        yield started


# A small site, published in the way of a build: every call to the file system, one after another.


def small_site(text: str) -> dict[str, bytes]:
    return {"assets/openaccord/words.js": text.encode(), "index.html": text.encode()}


def put(site: Path, text: str | None) -> None:
    """Have that small site there, and nothing else."""
    for path in site.parent.iterdir():
        shutil.rmtree(path)
    for name, content in small_site(text).items() if text else ():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(content)


KINDS = [
    Fault(kind="EIO"),
    Fault(kind="ENOSPC", lasting=True),
    Fault(kind="SIGTERM"),
    Fault(kind="SIGKILL"),
]


@pytest.mark.parametrize(
    ("old", "exchange"),
    [("old", True), ("old", False), (None, True)],
    ids=["swapped", "renamed twice", "none before"],
)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.kind}{' for good' * kind.lasting}")
def test_whichever_call_fails_the_site_is_whole(
    kind: Fault, old: str | None, exchange: bool, commands: Commands, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    for at in range(1, 1000):
        put(site, old)
        setting = Setting(Fault(at, kind.kind, kind.lasting), below=str(tmp_path), exchange=exchange)
        ended = commands.run("publish", site, "new", setting=setting)
        found = tree(site)
        assert "Traceback" not in ended.said
        if ended.calls < at:
            assert (ended.status, found) == (0, small_site("new"))
            assert at > 20
            return
        if found is None:  # nothing there yet, or killed between the two renames
            assert old is None or (not exchange and (kind.kind == "SIGKILL" or kind.lasting))
        else:
            assert found in (small_site("old"), small_site("new"))
        if ended.status == 0:
            assert found == small_site("new")
        elif ended.status > 0:
            nowhere = MOVED if leftovers(site) and old else NONE
            said = STAYS if found == small_site("old") else MADE if found else nowhere
            assert ended.said.count("\n") == 1
            told = [one for one in (STAYS, MADE, NONE, MOVED) if one in ended.said]
            assert told == [said] or (told == [] and at < 15), (at, ended.said)  # before anything was done
        if leftovers(site):
            again = commands.run("publish", site, "newer")
            assert (again.status, again.said, tree(site)) == (0, "", small_site("newer"))
            assert leftovers(site) == []
    raise AssertionError("it never ends")


def test_a_site_that_was_moved_away_by_a_killed_build_comes_back(commands: Commands, tmp_path: Path) -> None:
    """Where folders cannot be swapped in one step, there is a moment with no site."""
    site = tmp_path / "site"
    put(site, "old")
    calls = commands.run("publish", site, "new", setting=Setting(below=str(tmp_path), exchange=False)).calls
    gone = 0
    for at in range(1, calls + 1):
        put(site, "old")
        fault = Fault(at, "SIGKILL")
        commands.run("publish", site, "new", setting=Setting(fault, below=str(tmp_path), exchange=False))
        if not site.exists():
            gone += 1
            # The next build fails for a reason of its own, and all the same the old site is there again.
            (tmp_path / "site-building").mkdir()
            ended = commands.run("publish", site, "new", setting=Setting(largest_file=0))
            assert (ended.status, tree(site)) == (2, small_site("old"))
            assert STAYS in ended.said
    assert gone > 0


# A whole build, at some moments; “make reliability” tries all of them.


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, commands: Commands) -> Any:
    """A small partnership with the site of one day, and the trees of that site and the next day's."""
    root = smallest(tmp_path_factory.mktemp("scene") / "anyshire")
    trees = []
    for today in (NEW_DAY, OLD_DAY):
        assert commands.run("build", root, "--today", today).status == 0
        trees.append(without_hour(tree(root / "site")))
    assert trees[0] != trees[1]
    return root, trees[1], trees[0]


def without_hour(found: dict[str, bytes] | None) -> dict[str, bytes] | None:
    """A site without the one file whose header holds the time."""
    return None if found is None else {name: data for name, data in found.items() if name[-3:] != ".gz"}


@pytest.mark.parametrize("share", [0.06, 0.4, 0.8, 0.97])
@pytest.mark.parametrize("kind", [Fault(kind="ENOSPC", lasting=True), Fault(kind="SIGKILL")])
def test_a_build_that_is_stopped_leaves_the_old_site(
    kind: Fault, share: float, scene: Any, commands: Commands
) -> None:
    root, old, _ = scene
    fault = Fault(round(share * 500), kind.kind, kind.lasting)
    setting = Setting(fault, below=str(root))
    ended = commands.run("build", root, "--today", NEW_DAY, setting=setting)
    assert ended.status in (2, -signal.SIGKILL)
    assert without_hour(tree(root / "site")) == old
    assert "Traceback" not in ended.said
    assert ended.status < 0 or ended.said.endswith(f"{STAYS}\n")


@pytest.mark.parametrize("size", [0, 300, 10_000])
def test_a_file_that_cannot_be_written_whole_leaves_the_old_site(
    size: int, scene: Any, commands: Commands
) -> None:
    root, old, _ = scene
    ended = commands.run("build", root, "--today", NEW_DAY, setting=Setting(largest_file=size))
    assert (ended.status, without_hour(tree(root / "site"))) == (2, old)
    assert "File too large" in ended.said
    assert leftovers(root / "site") == []


def test_the_order_in_which_folders_tell_their_files_does_not_matter(scene: Any, commands: Commands) -> None:
    root, old, _ = scene
    for seed in (1, 2):
        assert commands.run("build", root, "--today", OLD_DAY, setting=Setting(shuffle=seed)).status == 0
        assert without_hour(tree(root / "site")) == old


def test_a_folder_of_pages_that_cannot_be_listed_is_not_left_out(scene: Any, commands: Commands) -> None:
    """MkDocs passes over such a folder, and the site would lack its pages."""
    root, old, _ = scene
    for at in (1, 2, 3):  # listed by MkDocs, listed by us, read
        setting = Setting(Fault(at, "EACCES"), below=str(root / "docs" / "more"))
        ended = commands.run("build", root, "--today", OLD_DAY, setting=setting)
        assert (ended.status, without_hour(tree(root / "site"))) == (2, old), at
        assert "docs/more" in ended.said
        assert "read" in ended.said


def test_a_folder_of_records_that_cannot_be_listed_is_not_left_out(scene: Any, commands: Commands) -> None:
    """Whether what is there cannot be told or the folder not opened: its records would all be gone."""
    root, old, _ = scene
    said = set()
    for at in (1, 2):
        setting = Setting(Fault(at, "EIO"), below=str(root / "protocols"))
        ended = commands.run("build", root, "--today", OLD_DAY, setting=setting)
        assert (ended.status, without_hour(tree(root / "site"))) == (2, old), at
        said.add(ended.said)
    assert said == {
        f"openaccord: The folder {root}/protocols could not be opened. "
        f"Check that you may open it, then build again. {STAYS}\n"
    }


# Two at once.


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    root = smallest(tmp_path / "anyshire")
    with hold(root / ".site-building"):
        second = subprocess.Popen([PROGRAM, "build", root], stderr=subprocess.PIPE, text=True)
        assert second.stderr is not None
        said = second.stderr.readline()
        assert "Another build of this site is at work" in said
        assert not (root / "site").exists()
        assert (root / ".site-building").is_dir()
    assert (second.wait(), second.stderr.read()) == (0, "")
    second.stderr.close()
    assert (root / "site" / "index.html").is_file()
    assert leftovers(root / "site") == []


def test_many_at_once_all_end_and_one_of_them_wins(tmp_path: Path) -> None:
    site = tmp_path / "site"
    builders = [Commands() for _ in range(3)]
    texts = [f"site {number}" * 1000 for number in range(len(builders))]
    for exchange in [True, False] * 5:
        for text, builder in zip(texts, builders, strict=True):
            builder.begin("publish", site, text, setting=Setting(exchange=exchange))
        assert [builder.end().status for builder in builders] == [0] * len(builders)
        assert tree(site) in [small_site(text) for text in texts]
        assert leftovers(site) == []
    for builder in builders:
        builder.__exit__()


def test_without_locks_a_second_build_is_refused(
    tmp_path: Path, scene: Any, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, old, _ = scene
    monkeypatch.setattr("openaccord.cli.holding._lock", lambda _descriptor, _folder: False)
    (root / ".site-building").mkdir(exist_ok=True)
    answer = openaccord("build", root)
    assert answer.status == 2
    assert f"delete {root / '.site-building'} and build again" in answer.err
    (root / ".site-building").rmdir()
    assert openaccord("build", root, "--today", OLD_DAY).status == 0
    assert without_hour(tree(root / "site")) == old


# Where the site goes.


def test_a_link_stays_and_what_it_leads_to_is_replaced(commands: Commands, tmp_path: Path) -> None:
    real, link = tmp_path / "disk" / "real", tmp_path / "www"
    real.mkdir(parents=True)
    link.symlink_to("disk/real")
    for text in ("one", "two"):
        assert commands.run("publish", link, text).status == 0
        assert link.readlink() == Path("disk/real")
        assert tree(real) == small_site(text)
    assert sorted(path.name for path in (*tmp_path.iterdir(), *real.parent.iterdir())) == [
        "disk",
        "real",
        "www",
    ]


@pytest.mark.parametrize("leads_to", ["nowhere", "www"])
def test_a_link_that_leads_nowhere_is_told(leads_to: str, commands: Commands, tmp_path: Path) -> None:
    (tmp_path / "www").symlink_to(leads_to)
    ended = commands.run("publish", tmp_path / "www", "new")
    assert ended.status == 2
    assert f"is a link to {leads_to}, which is not there." in ended.said
    assert [path.name for path in tmp_path.iterdir()] == ["www"]


def test_a_mount_point_is_told_what_to_name_instead(commands: Commands) -> None:
    ended = commands.run("publish", "/proc", "new")
    assert ended.status == 2
    assert ended.said.endswith("Name a folder inside it: --site-dir /proc/site\n")


def test_a_mount_point_that_nobody_can_tell_is_told_when_it_is_busy(
    scene: Any, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_new: Path, place: Path, _old: Path) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(place))

    root, old, _ = scene
    monkeypatch.setattr("openaccord.cli.publishing._swap", busy)
    answer = openaccord("build", root)
    assert answer.status == 2
    assert f"cannot be replaced: name a folder inside it with --site-dir. {STAYS}" in answer.err
    assert without_hour(tree(root / "site")) == old


def test_the_site_may_be_on_another_disk_than_the_records(
    scene: Any, commands: Commands, tmp_path: Path
) -> None:
    root, old, _ = scene
    setting = Setting(borders=(str(tmp_path),))
    for _ in range(2):
        ended = commands.run(
            "build", root, "--site-dir", tmp_path / "site", "--today", OLD_DAY, setting=setting
        )
        assert (ended.status, without_hour(tree(tmp_path / "site"))) == (0, old)


def as_anybody() -> None:
    """Give up root's right to write everywhere, if this is root; what is run next has lost it."""
    drop_from_bounding_set = 24
    for right in (1, 2):  # to write and to read whatever the modes say
        ctypes.CDLL(None).prctl(drop_from_bounding_set, right, 0, 0, 0)


@pytest.mark.parametrize("which", ["the site", "its parent"])
def test_a_folder_that_may_not_be_written_keeps_its_site(which: str, tmp_path: Path) -> None:
    root = smallest(tmp_path / "anyshire")
    site = tmp_path / "www" / "site"
    site.parent.mkdir()
    put(site, "old")
    locked = site if which == "the site" else site.parent
    locked.chmod(0o555)
    answer = subprocess.run(
        [PROGRAM, "build", root, "--site-dir", site],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=as_anybody,
    )
    locked.chmod(0o755)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert f"{site} could not be written: Permission denied" in answer.stderr
    assert "Build as a user who may write there, or name another folder with --site-dir." in answer.stderr
    assert tree(site) == small_site("old")
    assert leftovers(site) == []


@pytest.mark.parametrize("umask", [0o077, 0o000, 0o022])
def test_a_web_server_can_read_every_file_and_write_none(
    umask: int, commands: Commands, tmp_path: Path
) -> None:
    site = tmp_path / "deep" / "er" / "site"
    for text in ("first", "again"):
        assert commands.run("publish", site, text, setting=Setting(umask=umask)).status == 0
    for path in (site.parent.parent, site.parent, site, *site.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path


def test_nobody_can_look_into_a_site_that_is_being_made(tmp_path: Path) -> None:
    with hold(tmp_path / ".site-building"):
        assert stat.S_IMODE((tmp_path / ".site-building").stat().st_mode) == 0o700


def test_the_workshop_is_never_entered_through_a_link(commands: Commands, tmp_path: Path) -> None:
    (tmp_path / "precious" / "new").mkdir(parents=True)
    (tmp_path / "precious" / "new" / "letter.txt").write_text("keep me", "utf-8")
    (tmp_path / ".site-building").symlink_to("precious")
    assert commands.run("publish", tmp_path / "site", "new").status == 2
    assert (tmp_path / "precious" / "new" / "letter.txt").is_file()
