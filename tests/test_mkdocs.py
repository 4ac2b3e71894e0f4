"""MkDocs: frames write what MkDocs would have written, and whatever is wrong is said in a line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files, InclusionLevel

from openaccord.frame import make_frame
from openaccord.indexing import INDEX
from openaccord.mkdocs_plugin import OpenAccordPlugin
from openaccord.record_types import RECORD_TYPES

ROOT = Path(__file__).parents[1]
EPOCH = "1795305600"  # 22 November 2026


@pytest.fixture(autouse=True)
def _same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")


def made(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, but for the search index, of which Pagefind makes others."""
    files = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: p.read_bytes() for name, p in files.items() if not name.startswith(f"{INDEX}/")}


def run(tool: str, *arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name(tool)
    return subprocess.run(
        [program, *arguments], cwd=folder, env=os.environ, capture_output=True, text=True, check=False
    )


class AsPages:
    """A hook that makes an ordinary MkDocs page of every record, and keeps what MkDocs makes of it."""

    def __init__(self) -> None:
        self.rendered: dict[str, bytes] = {}

    def on_files(self, files: Files, *, config: Any) -> Files:
        plugin: Any = config.plugins["openaccord"]
        for record in plugin.site.record_pages():
            source = f"{record.page.address}index.md"
            plugin.pages[source] = record.page
            files.append(File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV))
        return files

    def on_post_page(self, output: str, *, page: Any, config: Any) -> str:
        self.rendered[page.file.dest_uri] = output.encode()
        return output


def build_site(root: Path, target: Path, hook: AsPages | None = None) -> dict[str, bytes]:
    config = load_config(config_file=str(root / "mkdocs.yml"), site_dir=str(target))
    if hook is not None:
        config.plugins["as-pages"] = hook  # type: ignore[assignment] # MkDocs asks a plugin for no more
        config.plugins._register_event("files", hook.on_files)
        config.plugins._register_event("post_page", hook.on_post_page)
    build(config)
    return made(target)


def test_a_frame_writes_what_mkdocs_writes(every_field: Path, tmp_path: Path) -> None:
    hook = AsPages()
    charter = every_field / "protocols" / "charter.yaml"
    replace(charter, "The Anyshire charter", "Anyshire's <b>charter</b> & more")
    replace(charter, "What partners promise when they share information.", "'Who''s & \"what\" <i>x</i>'")
    build_site(every_field, tmp_path / "pages", hook)
    framed = build_site(every_field, tmp_path / "frames")
    marked = {name for name in hook.rendered if "openaccordmark" in name}
    pages = set(hook.rendered) - marked
    deep = [name for name in pages if name.count("/") == 2 + name.startswith("cy/")]
    records = [name for name in deep if "publication-scheme/organisations/" not in name]
    told = {name.removeprefix("cy/").partition("/")[0] for name in records}
    assert told == {kind.address for kind in RECORD_TYPES}
    assert len(records) == 2 * (18 + 1)  # and an address that was given up
    for name in pages:
        assert hook.rendered[name].decode() == framed[name].decode(), name
    assert len(marked) == (len(RECORD_TYPES) + 1) * 2  # and the notices of agreements


def test_a_frame_s_marks_never_show(every_field: Path, tmp_path: Path) -> None:
    for name, content in build_site(every_field, tmp_path / "site").items():
        assert b"openaccordmark" not in content, name


def test_a_theme_that_hides_the_content_is_refused() -> None:
    with pytest.raises(ValueError, match="does not show the page's content"):
        make_frame(lambda _id, title, _description, _content: f"<title>{title}</title>")


def test_the_example_builds_without_a_warning_and_no_page_is_far_from_home(tmp_path: Path) -> None:
    answer = run("mkdocs", "build", "--strict", "--site-dir", tmp_path / "site", folder=ROOT)
    assert answer.returncode == 0, answer.stderr
    assert "WARNING" not in answer.stderr
    assert "ERROR" not in answer.stderr
    for prefix in ("", "cy/"):
        reached = steps_from_home(tmp_path / "site", prefix)
        assert len(reached) > 300
        far = {address for address, steps in reached.items() if steps is None or steps > 3}
        kept = {address for address in far if address.endswith("/notice/")}  # nothing is shared
        assert far - kept == set()
        assert not any("<svg" in (tmp_path / "site" / a[1:] / "index.html").read_text("utf-8") for a in kept)


def steps_from_home(site: Path, prefix: str) -> dict[str, int | None]:
    """By how many links a reader gets from home to each page of a language; None where by none at all."""
    pages = [page.parent.relative_to(site).as_posix() for page in site.rglob("index.html")]
    steps: dict[str, int | None] = dict.fromkeys(
        f"/{page}/"
        for page in pages
        if page != "." and (page == "cy" or page.startswith("cy/")) == bool(prefix)
    )
    reached, distance = {f"/{prefix}"}, 0
    while reached:
        for address in reached:
            steps[address] = distance
        linked = {
            urljoin(address, href).partition("#")[0]
            for address in reached
            for href in re.findall(
                r'<a [^>]*?href="([^"]*)"', (site / address[1:] / "index.html").read_text("utf-8")
            )
        }
        reached, distance = {address for address in linked if steps.get(address, 0) is None}, distance + 1
    return steps


BROKEN = """\
id: broken
kind: disclosure
title: Broken
status: asleep
parties: [{organisation: anyshire-council}]
"""


def test_a_broken_record_costs_its_own_page_only(
    partnership: Path, tmp_path: Path, openaccord: Callable[..., Any]
) -> None:
    sound = build_site(partnership, tmp_path / "sound")
    (partnership / "protocols" / "agreements" / "broken.yaml").write_text(BROKEN, "utf-8")
    plain = run("mkdocs", "build", "--site-dir", tmp_path / "broken", folder=partnership)
    assert plain.returncode == 0, plain.stderr
    broken = made(tmp_path / "broken")
    pages = {"agreements/broken/index.html", "cy/agreements/broken/index.html"}
    lists = {f"{prefix}{name}/index.html" for prefix in ("", "cy/") for name in ("agreements", "quality")}
    assert set(broken) == set(sound) | pages
    changed = {name for name in sound if sound[name] != broken[name]}
    assert changed - {"sitemap.xml", "sitemap.xml.gz"} == lists
    for name in pages:
        told = broken[name].decode()
        assert "“status” is “asleep”, which is not one of the values that it takes." in told
        assert "protocols/agreements/broken.yaml:4:9" in told
    for name in lists:
        assert 'agreements/broken/"' in broken[name].decode()

    strict = run("mkdocs", "build", "--strict", "--site-dir", tmp_path / "strict", folder=partnership)
    assert strict.returncode == 1
    assert "protocols/agreements/broken.yaml:4:9: “status” is “asleep”" in strict.stderr
    answer = openaccord("build", partnership, "--today", "2026-11-22")
    assert answer.status == 1
    assert "[not-in-list]" in answer.out
    assert {name: content for name, content in made(partnership / "site").items() if name in sound} == {
        name: content for name, content in broken.items() if name in sound
    }


def test_openaccord_builds_what_mkdocs_builds(
    partnership: Path, tmp_path: Path, openaccord: Callable[..., Any]
) -> None:
    plain = build_site(partnership, tmp_path / "plain")
    assert openaccord("build", partnership).status == 0
    assert made(partnership / "site") == plain


def test_serve_watches_the_records(sensors: Path, tmp_path: Path) -> None:
    config = load_config(config_file=str(sensors / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    plugin = config.plugins["openaccord"]
    assert isinstance(plugin, OpenAccordPlugin)
    plugin.on_config(config)
    watched: list[str] = []
    server: Any = SimpleNamespace(watch=watched.append)
    assert plugin.on_serve(server, config=config, builder=None) is server
    assert watched == [str(sensors / folder) for folder in ("registers", "schemas")]


@pytest.fixture
def sensors(partnership: Path) -> Path:
    shutil.rmtree(partnership / "protocols")
    shutil.copytree(ROOT / "tests/valid/sensors", partnership, dirs_exist_ok=True)
    return partnership


@pytest.fixture
def in_subfolder(partnership: Path) -> Path:
    records = partnership / "records"
    records.mkdir()
    for folder in ("registers", "protocols"):
        (partnership / folder).rename(records / folder)
    return partnership


def test_the_records_may_lie_in_another_folder(in_subfolder: Path, tmp_path: Path) -> None:
    settings = in_subfolder / "mkdocs.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("- openaccord", "- openaccord: {partnership: records}"), "utf-8"
    )
    assert "agreements/early-help/index.html" in build_site(in_subfolder, tmp_path / "site")


def test_a_hand_written_page_wins(partnership: Path, tmp_path: Path) -> None:
    (partnership / "docs" / "reviews").mkdir()
    (partnership / "docs" / "reviews" / "index.md").write_text("# How we review\n", "utf-8")
    site = build_site(partnership, tmp_path / "site")
    assert b"How we review" in site["reviews/index.html"]
    assert b"How we review" not in site["cy/reviews/index.html"]


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


FAULTS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "theme": (
        lambda root: replace(root / "mkdocs.yml", "name: material", "name: mkdocs"),
        "theme “material”",
    ),
    "addresses": (
        lambda root: replace(root / "mkdocs.yml", "site_name:", "use_directory_urls: false\nsite_name:"),
        "use_directory_urls",
    ),
    "settings": (lambda root: (root / "registers/partnership.yaml").unlink(), "registers/partnership.yaml"),
    "broken settings": (
        lambda root: replace(root / "registers/partnership.yaml", "[en, cy]", "english"),
        "registers/partnership.yaml:2:12",
    ),
    "plugin": (
        lambda root: replace(root / "mkdocs.yml", "- openaccord", "- search"),
        "does not list the plugin",
    ),
    "option": (
        lambda root: replace(root / "mkdocs.yml", "- openaccord", "- openaccord: {partnership: 7}"),
        "partnership",
    ),
    "no folder": (
        lambda root: replace(root / "mkdocs.yml", "- openaccord", "- openaccord: {partnership: away}"),
        "There is no folder",
    ),
    "mkdocs.yml": (lambda root: (root / "mkdocs.yml").unlink(), "has no mkdocs.yml"),
    "mkdocs.yml that is none": (
        lambda root: (root / "mkdocs.yml").write_text("site_name: [\n"),
        "mkdocs.yml",
    ),
    "time zone": (
        lambda root: replace(root / "registers/partnership.yaml", "Europe/London", "Europe/Anyshire"),
        "not a time zone",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_stops_a_build_is_said_in_a_line(
    fault: str, partnership: Path, openaccord: Callable[..., Any]
) -> None:
    spoil, words = FAULTS[fault]
    spoil(partnership)
    answer = openaccord("build", partnership)
    assert answer.status == 2
    assert words in answer.err
    last = answer.err.rstrip("\n").rpartition("\n")[2]
    assert last.startswith("openaccord: ")
    assert "Traceback" not in answer.err
    assert not re.search(r"0x[0-9a-f]{6,}", answer.err)
    assert answer.err.count("\n") == 1, answer.err
    assert not (partnership / "site").exists()
    assert [path.name for path in partnership.iterdir() if path.name.startswith(".site")] == []


def test_a_page_waits_for_one_style(partnership: Path, tmp_path: Path) -> None:
    """The theme's and ours in one file, and nothing else of the theme's."""
    replace(partnership / "mkdocs.yml", "site_name:", "extra_css: [own.css]\nsite_name:")
    (partnership / "docs" / "assets" / "images").mkdir(parents=True)
    (partnership / "docs" / "assets" / "images" / "map.svg").write_text("<svg/>", "utf-8")
    (partnership / "docs" / "own.css").write_text("p { color: green }", "utf-8")
    site = build_site(partnership, tmp_path / "site")
    style = site["assets/openaccord/openaccord.css"].decode()
    ours = (ROOT / "plugins/openaccord/theme/assets/openaccord/openaccord.css").read_text("utf-8")
    assert style.endswith(ours)
    assert ".md-typeset" in style.removesuffix(ours)
    assert "sourceMappingURL" not in style
    ending = [name for name in site if name.startswith("assets/") and not name.endswith((".html", ".json"))]
    assert ending == [
        "assets/images/map.svg",
        *(f"assets/openaccord/{name}.js" for name in ("cy-find", "cy", "en-find", "en")),
        *(f"assets/openaccord/{name}" for name in ("icon.svg", "me.js", "openaccord.css")),
    ]
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]*)"', site["agreements/index.html"].decode())
    assert sheets == ["../assets/openaccord/openaccord.css", "../own.css"]
