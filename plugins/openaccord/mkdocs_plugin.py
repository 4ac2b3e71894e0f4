"""openaccord for MkDocs: lists as ordinary pages, records through frames."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from importlib.resources import files as package_files
from itertools import chain
from pathlib import Path
from typing import Any, Literal, cast

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.config import base, config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import write_file
from mkdocs.utils.templates import TemplateContext

from openaccord.chrome import Chrome
from openaccord.clock import today_in
from openaccord.frame import Frame, make_frame
from openaccord.gate import TEXTS, leak, said
from openaccord.handwritten import require_all
from openaccord.history.reading import read_past
from openaccord.indexing import INDEX, available, indexed
from openaccord.keeping import kept_file
from openaccord.loading import load
from openaccord.memory import remembering
from openaccord.pages.page import Page, RecordPage
from openaccord.policy import breach
from openaccord.problems import Severity, Stop
from openaccord.reports.harmless import harmless
from openaccord.rules.assessing import assess
from openaccord.site import Site
from openaccord.tree import Folder

log = logging.getLogger("mkdocs.plugins.openaccord")

_STYLE = "assets/openaccord/openaccord.css"
_OF_THEME = ("assets/javascripts/", "assets/stylesheets/", "assets/images/")
_THEIR_STYLE = re.compile(r"assets/stylesheets/main\..*\.css")
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/")
_ALIGNED = re.compile(r'<(t[hd]) style="text-align: (left|right|center);">')

Progress = Callable[[Iterable[RecordPage], int], AbstractContextManager[Iterable[RecordPage]]]


_REWRITTEN = (
    "The history in git is not the one that was read here before: it was rewritten, or this is another "
    "branch. The pages of changes tell the one that is here now."
)


class OpenAccordConfig(base.Config):  # type: ignore[no-untyped-call] # MkDocs types no __init_subclass__
    """The plugin's options in mkdocs.yml."""

    partnership = config_options.Type(str, default=".")
    """The folder that holds registers/ and protocols/, relative to mkdocs.yml."""


class OpenAccordPlugin(BasePlugin[OpenAccordConfig]):  # type: ignore[no-untyped-call] # the same
    """Reads the partnership when MkDocs reads its settings, and writes its pages into MkDocs' site."""

    today: date | None = None
    """The day to build for; set by the command, else the clock's."""

    progress: Progress = staticmethod(lambda pages, _length: nullcontext(pages))
    """Wraps the pages while they are written; the command shows a bar."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the records and put openaccord's templates before the theme's."""
        if config.theme.name != "material":
            raise PluginError(
                "openaccord needs the theme “material”. Set “theme: {name: material}” in mkdocs.yml."
            )
        if not config.use_directory_urls:
            raise PluginError(
                "openaccord needs “use_directory_urls: true” in mkdocs.yml, so that addresses never move."
            )
        self.root = Path(config.config_file_path or ".").parent / self.config.partnership
        try:
            with remembering(self.root) as memory:
                loaded = load(Folder(self.root), memory=memory)
            today = self.today or today_in(loaded.partnership.settings)
            loaded = assess(loaded, today)
            past = read_past(self.root, loaded.partnership)
            self.site = Site(loaded, today, address=config.site_url, past=past)
        except Stop as error:
            raise PluginError(str(error)) from None
        if past.rewritten:
            log.info("%s", _REWRITTEN)
        for problem in loaded.problems:
            level = logging.WARNING if problem.severity is Severity.ERROR else logging.INFO
            place = problem.place
            told = f"{place.file}:{place.line}:{place.column}: {problem.message} {problem.hint}"
            log.log(level, "%s", harmless(told))
        own = config.theme.dirs.index(config.theme.custom_dir) + 1 if config.theme.custom_dir else 0
        config.theme.dirs.insert(own, str(package_files("openaccord") / "theme"))
        config.theme["language"] = self.site.default
        config.theme["font"] = False
        return config

    @event_priority(50)  # Early, so that other plugins see these pages as they see hand-written ones.
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages that MkDocs renders and the one style; leave out what else the theme brings."""
        try:
            require_all(Path(config.docs_dir), files.src_uris)
        except Stop as error:
            raise PluginError(str(error)) from None
        _join_styles(files, config)
        for language in self.site.presses:
            if files.get_file_from_path(f"{self.site.prefix(language)}index.md") is None:
                raise PluginError(
                    f"There is no home page in the language “{language}”. "
                    f"Write {config.docs_dir}/{self.site.prefix(language)}index.md."
                )
        self.pages: dict[str, Page] = {}
        for page in self.site.pages():
            source = f"{page.address}index.md"
            if files.get_file_from_path(source) is None:  # a hand-written page of that name wins
                self.pages[source] = page
                files.append(File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV))
        for file in files.documentation_pages():
            if self.site.language_of(file.src_uri) != self.site.default:
                file.inclusion = InclusionLevel.NOT_IN_NAV
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep what the chrome and the frames need, the menu's own titles among it."""
        self.nav, self.files = nav, files
        self.menu_titles = {page.file.src_uri: page.title for page in nav.pages}
        return nav

    @event_priority(100)  # First, so that other plugins find title and language in the page's meta.
    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Give a page its language, title and section."""
        page.meta["language"] = self.site.language_of(page.file.src_uri)
        made = self.pages.get(page.file.src_uri)
        if made is not None:
            _describe(page, made)
        return markdown

    @event_priority(100)  # First, so that other plugins see the content.
    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Put the content in: of a generated page, or around the home page's introduction."""
        made = self.pages.get(page.file.src_uri)
        if made is not None:
            return made.html
        language = self.site.language_of(page.file.src_uri)
        if page.file.src_uri == f"{self.site.prefix(language)}index.md":
            return self.site.home(language, Markup(_aligned(html)))  # noqa: S704 - the owner's own page
        return _aligned(html)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Escape what templates print, as MkDocs does not, and render the frames' environment."""
        env.autoescape = True
        self.chrome = Chrome(self.site, self.nav, files, self.menu_titles, available())
        env.globals |= {
            "accord": self.chrome.around(None),
            "_": self.site.presses[self.site.default].words.say,
        }
        self.env = env
        return env

    @event_priority(-100)  # Last: what other plugins made of the content is marked as HTML, not as text.
    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Tell the chrome where it stands."""
        page.content = Markup(page.content or "")  # noqa: S704 - rendered by templates that escape
        words = self.site.presses[page.meta["language"]].words
        more = cast("dict[str, Any]", context)  # MkDocs' type lists its own keys only
        more.update(accord=self.chrome.around(page), _=words.say)
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write every record's page through its frame, and the data, while the search index is made."""
        target = Path(config.site_dir)
        kept = kept_file(self.root, "-index")
        searched = indexed(self.site.entries(), target / INDEX, kept) if available() else nullcontext()
        try:
            with searched:
                self._write_records(target, config)
                for path, text in self.site.files():
                    if self.files.get_file_from_path(path) is None:  # a hand-written file of that name wins
                        write_file(text.encode(), str(target / path))
        except Stop as error:
            raise PluginError(str(error)) from None
        self._look_through(config)

    def _write_records(self, target: Path, config: MkDocsConfig) -> None:
        frames: dict[tuple[str, str, str], Frame] = {}
        number = sum(1 for _ in chain(self.site.addresses(), self.site.addresses_below()))
        with self.progress(self.site.record_pages(), number) as pages:
            for made in pages:
                key = (made.page.section, made.page.language, made.below)
                if key not in frames:
                    frames[key] = self._frame(made, config)
                html = frames[key].fill(made.id, made.page.title, made.page.description, made.page.html)
                write_file(html.encode(), str(target / made.page.address / "index.html"))

    def _look_through(self, config: MkDocsConfig) -> None:
        """Take away what was written by hand and must not be published, and stop. Records were checked."""
        for file in self.files:
            made = Path(config.site_dir) / file.dest_uri
            if file.src_uri in self.pages or file.src_dir != config.docs_dir or made.suffix not in TEXTS:
                continue
            text = made.read_text(encoding="utf-8", errors="replace")
            source = f"{Path(config.docs_dir).name}/{file.src_uri}"
            refused = made.suffix == ".html" and breach(source, text)
            if refused:
                log.warning("%s", harmless(refused))
            found = leak(said(text) if made.suffix == ".html" else text, self.site.partnership.settings)
            if found:
                made.unlink()
                raise PluginError(
                    f"{source} holds {found}. Take it out; "
                    "what is no person's goes into “not_personal” in registers/partnership.yaml."
                )

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Build anew when a record changes."""
        for folder in ("registers", "protocols", "schemas"):
            if (self.root / folder).is_dir():
                server.watch(str(self.root / folder))
        return server

    def _frame(self, like: RecordPage, config: MkDocsConfig) -> Frame:
        """The chrome of all records' pages of a section and language, or of all pages so far below them."""
        page = like.page

        def render(record_id: str, title: str, description: str, content: Markup) -> str:
            address = f"{self.site.prefix(page.language)}{page.section}{record_id}/{like.below}"
            marked = Page(address, page.language, page.section, title, description, content)
            return render_page(marked, config, self.nav, self.files, self.env)

        return make_frame(render)


def _aligned(html: str) -> str:
    """Columns of Markdown's tables by classes, because the policy lets no style stand in a page."""
    return _ALIGNED.sub(r'<\1 class="align-\2">', html)


def _join_styles(files: Files, config: MkDocsConfig) -> None:
    """Put the theme's style before ours in one file, for pages wait for it; leave out its other files."""
    theirs = {
        file.src_uri: file
        for file in files
        if file.src_uri.startswith(_OF_THEME) and file.src_dir != config.docs_dir
    }
    style = next(file for address, file in theirs.items() if _THEIR_STYLE.fullmatch(address))
    ours = files.src_uris[_STYLE]
    joined = _SOURCE_MAP.sub("", style.content_string) + ours.content_string
    for file in (*theirs.values(), ours):
        files.remove(file)
    files.append(File.generated(config, _STYLE, content=joined))


def _describe(page: MkDocsPage, made: Page) -> None:
    page.title = made.title
    page.meta.update(
        title=made.title, description=made.description, language=made.language, section=made.section
    )


def render_page(made: Page, config: MkDocsConfig, nav: Navigation, files: Files, env: Environment) -> str:
    """A page exactly as MkDocs would render it, without reading Markdown or writing a file."""
    source: Literal[""] | str = f"{made.address}index.md"
    file = File.generated(config, source, content="")
    page = MkDocsPage(None, file, config)
    page.meta = {}
    _describe(page, made)
    page.content = made.html
    context = get_context(nav, files, config, page)
    template = env.get_template("main.html")
    context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)
    output: str = template.render(context)
    return config.plugins.on_post_page(output, page=page, config=config)
