"""Text that partners wrote leads only where a reader can see, and where a name stands behind it."""

from __future__ import annotations

import pytest

from openaccord.rendering.prose import prose


def test_a_link_says_where_it_leads() -> None:
    said = prose("See [the guidance](https://www.gov.uk/a?b=1&c=2).")
    link = '<a href="https://www.gov.uk/a?b=1&amp;c=2" rel="noopener noreferrer">the guidance</a>'
    assert said == f"<p>See {link} (www.gov.uk).</p>"


@pytest.mark.parametrize(
    "text", ["<https://www.gov.uk/a>", "[www.GOV.uk](https://www.gov.uk/)", "[ring](tel:+441632960000)"]
)
def test_a_link_that_says_so_itself_says_it_once(text: str) -> None:
    assert str(prose(text)).endswith("</a></p>")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "https://user@host.example/",
        "https://user:password@host.example/",
        "https://good.example%2f@bad.example/",
        "//host.example/",
        "/agreements/",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
    ],
)
def test_an_address_without_a_plain_host_is_no_link(address: str) -> None:
    assert "<a" not in prose(f"[here]({address})")
    assert address.rsplit("/", maxsplit=1)[-1] in prose(f"[here]({address})")
