"""What stands around every page's content: name, languages, menu, footer, and the page's policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace

from babel.core import Locale
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from openaccord.policy import SEARCH, policy
from openaccord.site import Site

_IN_FOOTER = (
    "accessibility-statement/index.md",
    "changes/index.md",
    "data/index.md",
    "pictures/index.md",
    "quality/index.md",
    "words/index.md",
)


@dataclass(frozen=True, slots=True)
class Chrome:
    """The chrome of a site whose menu and files MkDocs knows.

    `titles` are the menu's own, by source. Where it is not `searchable`, no index is built.
    """

    site: Site
    nav: Navigation
    files: Files
    titles: Mapping[str, object]
    searchable: bool

    def around(self, page: Page | None) -> SimpleNamespace:
        """What the theme's templates show around a page; with no page, around “not found”."""
        language = page.meta["language"] if page else self.site.default
        settings = self.site.partnership.settings
        prefix = self.site.prefix(language)
        section = page.meta.get("section", page.url.removeprefix(prefix)) if page else None
        return SimpleNamespace(
            language=language,
            locale=language.replace("-", "_") if "-" in language else f"{language}_GB",
            direction=Locale.parse(language, sep="-").text_direction,
            name=_text(settings["name"], language),
            home=prefix or ".",
            nav=list(self._entries([page.file for page in self.nav.pages], language, section)),
            footer=list(self._entries(self._footer(), language, section)),
            alternates=list(self._alternates(page)) if page else [],
            licence=settings.get("licence"),
            contact=settings.get("contact"),
            made=self.site.presses[language].words.day(self.site.today),
            records=self.site.addresses,
            policy=policy(section),
            find=f"{prefix}{SEARCH}",
            finding=section == SEARCH,
            searchable=self.searchable,
        )

    def _footer(self) -> list[File]:
        """The pages that the partners wrote and left out of the menu, and some of ours."""
        in_menu = {page.file.src_uri for page in self.nav.pages}
        return [
            file
            for file in self.files.documentation_pages()
            if file.src_uri not in in_menu
            and file.src_uri != "index.md"
            and self.site.language_of(file.src_uri) == self.site.default
            and (file.generated_by is None or file.src_uri in _IN_FOOTER)
        ]

    def _entries(self, files: list[File], language: str, section: str | None) -> Iterator[SimpleNamespace]:
        """Links to pages of the menu or footer in a language: each page's counterpart there."""
        words = self.site.presses[language].words
        prefix = self.site.prefix(language)
        for original in files:
            file = self.files.get_file_from_path(f"{prefix}{original.src_uri}")
            if file is None or file.page is None:
                continue
            named = self.titles.get(original.src_uri)
            title = (
                words.phrases.get(named, named if not prefix else None) if isinstance(named, str) else None
            )
            address = file.url.removeprefix(prefix)
            here = section is not None and section in (address, "" if address in (".", "./") else address)
            yield SimpleNamespace(
                url=file.url, title=title if isinstance(title, str) else file.page.title, here=here
            )

    def _alternates(self, page: Page) -> Iterator[SimpleNamespace]:
        """The same page in each language."""
        prefix = self.site.prefix(page.meta["language"])
        source = page.file.src_uri.removeprefix(prefix)
        if len(self.site.partnership.languages) == 1:
            return
        for language in self.site.partnership.languages:
            other = f"{self.site.prefix(language)}{source}"
            if "section" in page.meta or self.files.get_file_from_path(other) is not None:
                url = f"{self.site.prefix(language)}{page.url.removeprefix(prefix)}"
                name = Locale.parse(language, sep="-").get_display_name(language) or language
                yield SimpleNamespace(language=language, url=url or ".", name=name)


def _text(value: str | Mapping[str, str], language: str) -> str:
    return value if isinstance(value, str) else value.get(language, next(iter(value.values())))
