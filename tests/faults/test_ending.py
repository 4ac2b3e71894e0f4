"""How the program ends, and in what surroundings it works: one plain line, never a traceback."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scenes import leftovers, smallest, tree

Run = Callable[..., Any]
PROGRAM = str(Path(sys.executable).with_name("openaccord"))


def run(*arguments: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    command = [PROGRAM, *map(str, arguments)]
    return subprocess.run(command, text=True, check=False, stderr=subprocess.PIPE, **more)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The smallest partnership, which has one problem."""
    root = smallest(tmp_path / "anyshire")
    (root / "protocols" / "other.yaml").write_text("id: other\ntitle: “Other”\n", "utf-8")
    return root


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_told_to_stop_says_so_in_one_line(number: signal.Signals, small: Path) -> None:
    work = small / ".site-building" / "new" / "assets"
    build = subprocess.Popen([PROGRAM, "build", small], stderr=subprocess.PIPE, text=True)
    while not work.is_dir() and build.poll() is None:
        pass
    build.send_signal(number)
    _, said = build.communicate()
    assert (build.returncode, said) == (128 + number, "openaccord: Stopped. There is no site yet.\n")
    assert leftovers(small / "site") == []
    assert not (small / "site").exists()


def test_a_signal_in_a_library_s_question_is_not_lost() -> None:
    """What is raised where a compiled library calls Python is printed and forgotten."""
    code = (
        "import ctypes, signal, sys, time, openaccord.cli.ending as ending\n"
        "ask = ctypes.CFUNCTYPE(None)(lambda: signal.raise_signal(signal.SIGINT))\n"
        "sys.exit(ending.ended(lambda: (ask(), time.sleep(60))))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (130, "openaccord: Stopped.\n")


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    """As under nohup."""
    code = (
        "import signal, openaccord.cli.ending as ending\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "print(ending.ended(lambda: signal.raise_signal(signal.SIGHUP)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (answer.stdout, answer.stderr) == ("0\n", "")


def test_a_reader_that_has_seen_enough_is_no_fault(small: Path) -> None:
    for command in (["check", str(small)], ["--help"], ["check", "--help"]):
        reading, writing = os.pipe()
        os.close(reading)
        answer = run(*command, stdout=writing)
        os.close(writing)
        assert (answer.returncode, answer.stderr) == (141, ""), command


def test_a_full_disk_behind_the_output_is_told(small: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        for command in (["check", str(small)], ["--help"]):
            answer = run(*command, stdout=full)
            assert answer.returncode == 2
            assert answer.stderr == "openaccord: The work could not go on: No space left on device.\n"


@pytest.mark.parametrize("streams", [(2,), (0, 1, 2)])
def test_closed_streams_are_no_fault(streams: tuple[int, ...], small: Path) -> None:
    def close() -> None:
        for stream in streams:
            os.close(stream)

    answer = run("build", small, preexec_fn=close)
    assert answer.returncode == 1
    assert answer.stderr == ""
    assert (small / "site" / "index.html").is_file()


def test_a_folder_that_was_deleted_under_one_s_feet_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    code = f"import os; os.mkdir({str(gone)!r}); os.chdir({str(gone)!r}); os.rmdir({str(gone)!r}); "
    code += f"os.execv({PROGRAM!r}, ['openaccord', 'check'])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert answer.stderr == (
        "openaccord: The folder that you are in was deleted. Go to another one and try again.\n"
    )


def test_a_fault_of_ours_is_one_line_that_says_what_to_do(
    small: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise KeyError("colour\nof\x1bnothing")

    monkeypatch.setattr("openaccord.cli.building.verify", fault)
    answer = openaccord("build", small)
    assert answer.status == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "did not expect: KeyError: 'colour" in answer.err
    assert "set OPENACCORD_DEBUG=1 and run the command again" in answer.err
    assert answer.err.endswith(" There is no site yet.\n")
    monkeypatch.setenv("OPENACCORD_DEBUG", "1")
    with pytest.raises(KeyError):
        openaccord("build", small)
    assert not (small / "site").exists()


def test_a_file_that_cannot_be_written_leaves_nothing_behind(
    small: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = tree(small)
    monkeypatch.setattr(Path, "replace", full)
    answer = openaccord("describe", small)
    assert answer.status == 2
    assert answer.err.endswith("datapackage.yaml could not be written: No space left on device.\n")
    assert tree(small) == before


# Surroundings. What is built is the same in all of them, to the byte.

CODE = {name: value for name, value in os.environ.items() if name == "PYTHONPATH"}
DAY = {"SOURCE_DATE_EPOCH": "1795305600", "PATH": "/usr/bin:/bin"} | CODE
"""The environment at its smallest: no HOME, no language, no zone."""
NO_UTF8 = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

STRANGE: dict[str, tuple[int, dict[str, str]]] = {
    "the line islands in Turkish": (
        0o077,
        {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"},
    ),
    "the far west without UTF-8": (
        0o000,
        {
            "TZ": "Etc/GMT+12",
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONHASHSEED": "2",
        },
    ),
    "a zone and a home that are none": (
        0o027,
        {"TZ": "Nowhere/Land", "HOME": "/nonexistent", "LANG": "xx_YY.ISO-8859-1", "PYTHONHASHSEED": "3"},
    ),
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes] | None:
    """The frozen partnership's site, made in the smallest surroundings."""
    folder = tmp_path_factory.mktemp("plain")
    site = folder / "site"
    shutil.copytree(FROZEN, folder / "partnership")  # of whose history nothing is known here either
    answer = run("build", folder / "partnership", "--site-dir", site, env=DAY, stdout=subprocess.PIPE)
    assert (answer.returncode, answer.stderr) == (0, "")
    return tree(site)


FROZEN = Path(__file__).parents[1] / "partnership"


@pytest.mark.parametrize("name", STRANGE)
def test_the_same_bytes_are_made_wherever_one_is(
    name: str, plain: dict[str, bytes], partnership: Path, tmp_path: Path
) -> None:
    umask, more = STRANGE[name]
    answer = run(
        *("build", ".", "--site-dir", tmp_path / "elsewhere" / "site"),
        env=DAY | more,
        cwd=partnership,
        umask=umask,
        stdout=subprocess.PIPE,
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert tree(tmp_path / "elsewhere" / "site") == plain


@pytest.mark.parametrize("form", ["text", "json"])
def test_problems_are_told_where_the_terminal_lacks_our_letters(form: str, small: Path) -> None:
    latin = DAY | {"PYTHONIOENCODING": "latin-1"}
    answer = run("check", small, "--format", form, env=latin, stdout=subprocess.PIPE, encoding="latin-1")
    assert (answer.returncode, answer.stderr) == (1, "")
    assert "\\u201csignatories\\u201d is missing" in answer.stdout
