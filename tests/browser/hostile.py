"""A partnership whose every text is hostile, and a browser that tells when one of them runs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from openaccord.loading import load
from openaccord.model import Record
from openaccord.schemas import Field
from openaccord.tree import Folder

from .payloads import payloads

TESTS = Path(__file__).parents[1]
LINKS = (
    "https://www.a.example/?q=%22%3E%3Cscript%3Etrip(1)%3C/script%3E",
    "https://www.a.example/'onmouseover='trip(2)",
    "https://www.a.example/#javascript:trip(3)",
    "https://www.a.example/?next=javascript:trip(4)",
    "https://www.a.example/&quot;onmouseover=trip(5)",
    "https://www.a.example/$%7Btrip(6)%7D",
    "https://www.a.example/;trip(7)//",
    "https://www.a.example/?a=1&lt;script&gt;trip(8)",
)
"""Web addresses that the checks accept."""

RESTRICTED = ("countries", "hosting_country", "identifier")
"""Fields whose texts have a form of their own, so that no payload gets in."""

_WIRE = """
    window.trip = (what) => window.tripwire?.(String(what));
    for (const name of ["alert", "confirm", "prompt", "print", "open"])
        window[name] = () => window.tripwire(name);
    const tell = (event) => window.tripwire(`policy: ${event.violatedDirective}`);
    addEventListener("securitypolicyviolation", tell);
"""
_PROVOKE = """
    const provoke = () => {
        const calm = /^(https?|mailto|tel):/;
        const found = [];
        for (const one of document.querySelectorAll("*")) {
            const handlers = [...one.attributes].filter(({ name }) => name.startsWith("on"));
            for (const { name } of handlers) one.dispatchEvent(new Event(name.slice(2), { bubbles: true }));
            const leads = [one.href?.baseVal ?? one.href, one.action, one.formAction];
            const strange = leads.find((to) => typeof to === "string" && to !== "" && !calm.test(to));
            if (handlers.length || strange) found.push(one.outerHTML.slice(0, 200));
            if (strange) one.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
        }
        return found;
    };
"""
_RAW = """async (payloads) => {
    const frame = document.createElement("iframe");
    document.querySelector("main").append(frame);
    const inside = frame.contentWindow;
    const within = frame.contentDocument;
    window.ran ??= [];
    inside.trip = (what) => window.ran.push(String(what));
    for (const payload of payloads) {
        const place = within.createElement("div");
        within.body.append(place);
        place.append(within.createRange().createContextualFragment(payload));
    }
    await new Promise((done) => setTimeout(done, 100));
    inside.eval(PROVOKE);
}""".replace("PROVOKE", json.dumps(_PROVOKE + "provoke();"))
_LOOK = f"""async () => {{
    {_PROVOKE}
    const found = provoke();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)));
    return found;
}}"""


def write_partnership(root: Path, copies: int, in_a_text: int) -> None:
    """Every field of every type and of a register of the partnership's own, with payloads in each text.

    Each copy begins one text later, so that every field has held every payload after `copies_for` copies.
    """
    shutil.copytree(TESTS / "partnership", root, dirs_exist_ok=True)
    for folder in ("registers", "protocols"):
        shutil.rmtree(root / folder)
    every_field = load(Folder(TESTS / "valid" / "every-field")).partnership
    texts, links = _texts(in_a_text), cycle(LINKS)
    files: dict[str, Any] = {"registers/partnership.yaml": _settings(every_field.settings, texts)}
    for copy in range(copies):
        hostile = _texts(in_a_text, start=copy)
        for record in every_field.all():
            fields = {field.name: field for field in every_field.schemas[record.type.name].fields}
            _put(files, record, copy, _spoiler(fields, copy, hostile, links))
    _own_register(root, files, texts)
    for path, value in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(json.dumps(value, ensure_ascii=False), "utf-8")


def copies_for(in_a_text: int) -> int:
    """How many copies it takes until every field has held every payload."""
    return -(-len(payloads()) // in_a_text)


def _texts(in_a_text: int, start: int = 0) -> Iterator[str]:
    every = islice(cycle(payloads()), start * in_a_text, None)
    while True:
        yield "\n\n".join(islice(every, in_a_text))


def _settings(settings: dict[str, Any], texts: Iterator[str]) -> dict[str, Any]:
    spoilt = {name: next(texts) for name in ("name", "description", "area")}
    groups = {name: {**settings[name], "name": next(texts)} for name in ("licence", "regulator")}
    return {**settings, **spoilt, **groups, "severities": {}}


def _spoiler(
    fields: dict[str, Field], copy: int, texts: Iterator[str], links: Iterator[str]
) -> Callable[[str, Any], Any]:
    """What makes a field's value hostile in each of its texts; a copy refers to records of the same copy."""

    def spoil(field: Field, value: Any, name: str) -> Any:
        if field.internal or name in RESTRICTED:
            return value
        if field.form == "object":
            parts = {part.name: part for part in field.parts}
            return {inner: spoil(parts[inner], one, inner) for inner, one in value.items()}
        if field.form == "list":
            return [spoil(field.parts[0], one, name) for one in value]
        if field.form == "text":
            return {one: next(texts) for one in value} if isinstance(value, dict) else next(texts)
        if field.references and copy:
            return f"{value}-{copy}"
        return next(links) if field.form == "url" else value

    return lambda name, value: spoil(fields[name.removesuffix("_cy")], value, name)


def _put(files: dict[str, Any], record: Record, copy: int, spoil: Callable[[str, Any], Any]) -> None:
    """A hostile copy of a record into its file: a document of its own, or a row."""
    made = {name: spoil(name, value) for name, value in record.data.items()}
    made["id"] = f"{record.id}-{copy}" if copy else record.id
    if not record.type.register:
        files[str(Path(record.file).with_name(f"{made['id']}.yaml"))] = made
    else:
        files.setdefault(record.file, []).append(made)


def _own_register(root: Path, files: dict[str, Any], texts: Iterator[str]) -> None:
    """A register that no test but this names, hostile in what its schema says as well."""
    schema = json.loads((TESTS / "valid" / "sensors" / "schemas" / "sensors.table.json").read_text("utf-8"))
    schema["description"] = next(texts)
    for field in schema["fields"]:
        field.update(title=next(texts), description=next(texts))
    files["schemas/sensors.table.json"] = schema
    texts_of_row = {name: next(texts) for name in ("title", "title_cy", "description")}
    row = {"id": "ring-road", "operator": "anyshire-council", "measures": ["health"], "kind": "camera"}
    files["registers/sensors.yaml"] = [{**row, **texts_of_row}]


class Tripwire:
    """A tab in which every run, dialog, request to elsewhere and breach of the policy is noted."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.tripped: list[str] = []
        self.outside: list[str] = []
        self._origin = origin
        context.expose_binding("tripwire", lambda _source, what: self.tripped.append(what))
        context.add_init_script(_WIRE)
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._note)
        self.page.on("websocket", lambda socket: self.outside.append(socket.url))
        self.page.on("dialog", lambda dialog: (self.tripped.append("dialog"), dialog.dismiss()))

    def _note(self, request: Any) -> None:
        if not request.url.startswith((f"{self._origin}/", "data:", "about:", "blob:")):
            self.outside.append(request.url)

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def open(self, address: str) -> list[str]:
        """Open a page and provoke it; what on it could run is returned."""
        self.page.goto(f"{self._origin}/{address}", wait_until="load")
        found: list[str] = self.page.evaluate(_LOOK)
        return found


def run_raw(page: Page) -> set[str]:
    """Put every payload into a page as it is, provoke it, and tell the numbers of those that ran.

    Thirty share a frame: one that leads its frame away takes only those with it.
    """
    every = payloads()
    page.set_content("<main></main>")
    for start in range(0, len(every), 30):
        page.evaluate(_RAW, every[start : start + 30])
    page.wait_for_timeout(500)
    ran: list[str] = page.evaluate("() => window.ran")
    return set(ran)
