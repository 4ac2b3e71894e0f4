"""Whether a built site is sound: every page there, every internal link answered, the policy kept."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Mapping
from html import unescape
from itertools import chain
from pathlib import Path
from urllib.parse import unquote, urlsplit

from openaccord.policy import breach, policy
from openaccord.problems import Stop
from openaccord.site import Site

# What stands in quotes is passed over whole, so that words in a label are no link.
_LINK = re.compile(
    r"""<[a-z](?:[^>"']|"[^"]*"|'[^']*')*?\s(?:href|src|action|data|poster)="""
    r"""(?:"([^"]*)"|'([^']*)'|([^\s>]+))""",
    re.IGNORECASE,
)
_ID = re.compile(r"""\s(?:id|name)=(?:"([^"]+)"|'([^']+)'|([^\s>]+))""")

Target = tuple[str, str] | None
Link = tuple[str, str]
"""The page with a link, and the link."""

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_LOADING = re.compile(r"<(?:link|script|style|body)\b")
_PART = re.compile(r"(?:[a-z]{2}(?:-[A-Za-z]{2,4})?/)?+(?:reviews/|[^/]+/[^/]+/)[^/]+/|.*/page-[0-9]+/")
"""What begins the address of a part: below a record's page, or one of the pages of a long list."""


def verify(folder: Path, site: Site) -> None:
    """Raises Stop with the first thing that is missing, so that a broken site is never published.

    Every page is read once, and those that a link leads into the middle of a second time.
    """
    files = {_address(folder, path) for path in folder.rglob("*") if path.is_file()}
    expected = chain(site.addresses(), site.addresses_below())
    missing = [page for page in expected if f"{page}index.html" not in files]
    if missing:
        raise Stop(f"The new site lacks {len(missing)} pages, the first of them {missing[0]}.")
    known: dict[tuple[str, str], Target] = {}
    parts: dict[str, dict[str, Link]] = defaultdict(dict)
    for page in sorted(name for name in files if name.endswith(".html")):
        text = (folder / page).read_text(encoding="utf-8")
        _require_policy(page, text, site)
        if page == "404.html":  # its links are absolute, since nobody knows from where it is shown
            continue
        for link in dict.fromkeys("".join(found) for found in _LINK.findall(text)):
            target = _follow(page, unescape(link), known)
            if target is None:
                continue
            if target[0] not in files:
                raise Stop(f"The new site's page {page} links to {unescape(link)}, which is not there.")
            if target[1] and target[0].endswith(".html"):
                parts[target[0]].setdefault(target[1], (page, unescape(link)))
    for name, links in parts.items():
        _require_parts((folder / name).read_text(encoding="utf-8"), links)


def _require_parts(text: str, links: Mapping[str, Link]) -> None:
    """Raises Stop for a link to a part that a page does not have."""
    has = {unescape("".join(found)) for found in _ID.findall(text)}
    for part, (page, link) in links.items():
        if part not in has:
            raise Stop(f"The new site's page {page} links to {link}, a part of that page which is not there.")


def _require_policy(page: str, text: str, site: Site) -> None:
    """Raises Stop for a page without its policy, or with what that refuses."""
    prefix = site.prefix(site.language_of(page))
    section, slash, _ = page.removeprefix(prefix).rpartition("/")
    said = _POLICY.search(text)
    before = text[: said.start()] if said else text
    wanted = policy(section + slash)
    if said is None or unescape(said[1]) != wanted or _LOADING.search(before):
        raise Stop(
            f"The new site's page {page} does not begin with its policy. "
            f"Put into its <head>, before all else: "
            f'<meta http-equiv="Content-Security-Policy" content="{wanted}">'
        )
    refused = breach(f"The new site's page {page}", text)
    if refused:
        raise Stop(refused)


def keep(published: Path, new: Path) -> None:
    """Raises Stop when an address of the published site would no longer answer.

    Only parts of a page may go with what they tell of: a record's notice, the further pages of a long list.
    """
    gone = sorted(_pages(published) - _pages(new)) if published.is_dir() else []
    if gone:
        first = gone[0].removesuffix("index.html")
        more = f", and {len(gone) - 1} more that are published," if len(gone) > 1 else ""
        raise Stop(
            f"The page {first}{more} would be gone. If it is a record's, keep the record and set its status "
            "to ended or withdrawn; else list the page under “former_pages” in registers/partnership.yaml, "
            "with what came in its place."
        )


def _pages(folder: Path) -> set[str]:
    """The address of every page that has to go on answering."""
    return {address for page in folder.rglob("*.html") if not _PART.match(address := _address(folder, page))}


def _address(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _follow(page: str, link: str, known: dict[tuple[str, str], Target]) -> Target:
    """The file that a page's link leads to, and the part of it; None where it leads out of the site.

    Most links begin by going up to the site's root, from where they are alike on every page; those followed
    before are `known`.
    """
    if not link or link.startswith("#"):
        return page, unquote(link[1:])
    folder = page.rpartition("/")[0]
    while folder and link.startswith("../"):
        folder, link = folder.rpartition("/")[0], link[3:]
    key = folder, link
    if key not in known:
        known[key] = _from_folder(folder, link)
    return known[key]


def _from_folder(folder: str, link: str) -> Target:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    if path == "." or not parts.path or parts.path.endswith(("/", "/..")) or parts.path in (".", ".."):
        path = posixpath.normpath(posixpath.join(path, "index.html"))
    return path, unquote(parts.fragment)
