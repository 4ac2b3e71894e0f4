"""Whether a built site is sound: every page there, every internal link answered, the policy kept."""

from __future__ import annotations

import posixpath
import re
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

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_LOADING = re.compile(r"<(?:link|script|style|body)\b")
_FURTHER = re.compile(r"/page-[0-9]+/index\.html$")


def verify(folder: Path, site: Site) -> None:
    """Raises Stop with the first thing that is missing, so that a broken site is never published."""
    ids = {_address(folder, page): _read_ids(page) for page in sorted(folder.rglob("*.html"))}
    missing = [
        page for page in chain(site.addresses(), site.addresses_below()) if f"{page}index.html" not in ids
    ]
    if missing:
        raise Stop(f"The new site lacks {len(missing)} pages, the first of them {missing[0]}.")
    others = {_address(folder, path) for path in folder.rglob("*") if path.is_file()}
    for page in ids:
        text = (folder / page).read_text(encoding="utf-8")
        _require_policy(page, text, site)
        if page == "404.html":  # its links are absolute, since nobody knows from where it is shown
            continue
        for link in dict.fromkeys(unescape("".join(found)) for found in _LINK.findall(text)):
            fault = _fault(page, link, ids, others)
            if fault:
                raise Stop(f"The new site's page {page} links to {link}, {fault}.")


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

    Only the further pages of a long list may go, for a list can grow shorter.
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
    return {
        address for page in folder.rglob("*.html") if not _FURTHER.search(address := _address(folder, page))
    }


def _fault(page: str, link: str, ids: dict[str, set[str]], files: set[str]) -> str:
    """What is wrong with a link; empty when it leads out of the site or to something that is there."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return ""
    path = (
        posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        if parts.path
        else page
    )
    if parts.path.endswith("/") or path == "." or parts.path in (".", "..") or parts.path.endswith("/.."):
        path = posixpath.normpath(posixpath.join(path, "index.html"))
    if path not in files:
        return "which is not there"
    if parts.fragment and path in ids and unquote(parts.fragment) not in ids[path]:
        return "a part of that page which is not there"
    return ""


def _address(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _read_ids(page: Path) -> set[str]:
    return {unescape("".join(found)) for found in _ID.findall(page.read_text(encoding="utf-8"))}
