"""Modules import only what lies below them, and foreign libraries only where they are at home."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "plugins" / "openaccord"

ROWS = (
    ("__main__",),
    ("cli",),
    ("mkdocs_plugin",),  # the command “build” runs MkDocs with it
    ("chrome", "indexing"),
    ("site", "clock"),  # so that only the shells can read the clock
    ("pages",),
    ("search",),
    (
        *("frame", "gate", "handwritten", "policy", "rendering"),
        *("exports", "reports", "importers", "fixing", "recording"),
    ),
    ("signoff", "approvals", "history"),
    ("rules", "views", "changes", "reviewing"),
    ("standing",),
    ("review", "sensitivity", "lifecycle"),
    ("loading", "formatting"),
    ("settings", "own_registers", "linking", "descriptor"),
    ("layout", "mending", "memory"),
    ("model", "exposure", "amended"),
    ("checking", "sources"),
    ("refusals", "silence"),
    ("slips", "references"),
    ("schemas",),
    ("record_types", "tree", "commits", "edits"),
    ("git", "keeping", "pagination"),
    ("problems", "guesses", "days"),
    ("guard",),
)
"""From the shells down to what everything is made of. A package stands for all of its modules."""

EVERYWHERE = {""}
"""Parts that any may import: `__init__` holds only the version."""

HOMES: Mapping[str, set[str]] = {
    "babel": {"rendering.wording", "chrome"},
    "click": {"cli"},
    "frictionless": {"sources.table"},
    "isodate": {"review"},
    "jinja2": {"rendering", "mkdocs_plugin"},
    "jsonschema": {"checking"},
    "jsonschema_rs": {"checking"},
    "markdown_it": {"rendering.prose"},
    "markupsafe": {"rendering", "frame", "mkdocs_plugin"},
    "mkdocs": {"mkdocs_plugin", "chrome", "cli.building"},
    "nh3": {"rendering.prose"},
    "python_calamine": {"importers.sheets"},
    "referencing": {"checking"},
    "rich": {"cli"},
    "pagefind_bin": {"indexing"},
    "subprocess": {"git", "indexing"},
    "watchdog": {"cli.watching"},
    "yaml": {"sources"},
}
"""The modules, or packages, that may import a library. Of the standard library only `subprocess` has one."""


def modules() -> dict[str, Path]:
    """Every module by its name within the package; a package's own is its `__init__`."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        found[name.removesuffix("__init__").rstrip(".") if name.endswith("__init__") else name] = path
    return found


MODULES = modules()
NAMES = {f"openaccord.{name}" for name in MODULES}


def imported(source: str) -> Iterator[str]:
    """The name of everything that a module imports, wherever in it, and by import_module("a literal") too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and node.value in NAMES:
            yield str(node.value)


def own_arrows() -> dict[str, set[str]]:
    """For each module the modules of the package that it imports."""
    arrows: dict[str, set[str]] = {}
    for name, path in MODULES.items():
        found = set()
        for target in imported(path.read_text(encoding="utf-8")):
            if target == "openaccord" or target.startswith("openaccord."):
                inner = target.removeprefix("openaccord").lstrip(".")
                while inner not in MODULES:  # what is imported may be a name in a module
                    inner = inner.rpartition(".")[0]
                found.add(inner)
        arrows[name] = found - {name} - EVERYWHERE
    return arrows


def part(module: str) -> str:
    return module.partition(".")[0]


def row(module: str) -> int:
    return next(number for number, names in enumerate(ROWS) if part(module) in names)


def test_every_module_is_in_one_row() -> None:
    known = [name for names in ROWS for name in names]
    assert len(known) == len(set(known))
    assert {part(module) for module in MODULES} - EVERYWHERE <= set(known)


def test_arrows_point_down() -> None:
    wrong = [
        f"{module} imports {target}"
        for module, targets in own_arrows().items()
        for target in sorted(targets)
        if module not in EVERYWHERE and part(module) != part(target) and row(target) <= row(module)
    ]
    assert wrong == []


def test_there_is_no_circle() -> None:
    arrows = own_arrows()
    done: set[str] = set()

    def walk(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join((*way[way.index(module) :], module))
        if module not in done:
            for target in sorted(arrows[module]):
                walk(target, (*way, module))
            done.add(module)

    for module in arrows:
        walk(module, ())


def at_home(module: str, homes: set[str]) -> bool:
    return any(module == home or module.startswith(f"{home}.") for home in homes)


def test_libraries_are_imported_where_they_are_at_home() -> None:
    wrong = []
    for module, path in MODULES.items():
        for target in imported(path.read_text(encoding="utf-8")):
            library = target.partition(".")[0]
            if library == "openaccord" or (library in sys.stdlib_module_names and library not in HOMES):
                continue
            if not at_home(module, HOMES.get(library, set())):
                wrong.append(f"{module} imports {library}")
    assert sorted(set(wrong)) == []


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_library_that_has_a_home_lives_there(library: str) -> None:
    users = {
        module
        for module, path in MODULES.items()
        if any(target.partition(".")[0] == library for target in imported(path.read_text(encoding="utf-8")))
    }
    for home in HOMES[library]:
        assert any(at_home(module, {home}) for module in users), f"{home} does not use {library}"


CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}


def test_the_clock_is_read_in_one_place() -> None:
    readers = {
        module
        for module, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.attr in CLOCKS
        and node.func.value.id in ("datetime", "date", "time")
    }
    assert readers == {"clock"}


SLOW = ("mkdocs", "frictionless", "jsonschema", "referencing", "babel", "rich")


@pytest.mark.parametrize("module", ["openaccord.cli", "openaccord.loading"])
def test_what_is_slow_is_imported_where_it_is_used(module: str) -> None:
    """The help needs no slow library, and neither does a check that finds nothing."""
    said = subprocess.run(
        [sys.executable, "-c", f"import sys, {module}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert {name.partition(".")[0] for name in said.stdout.split()}.isdisjoint(SLOW)
