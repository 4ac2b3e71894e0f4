// The search on /find/: boxes to narrow results by, results in words, and nothing kept but the page's own fragment.
// FIND stands above: phrases, facets and plural forms, from Python.
(() => {
  "use strict";
  const SHOWN = 20;
  const VALUES = 12;
  const EXCERPT = 30;
  const root = new URL("../../", document.currentScript.src);
  const place = document.getElementById("find");
  const lists = document.getElementById("find-lists");
  if (!place || !lists) return;

  // Everything that is shown goes through here as text, never as HTML.
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(key, "");
      else if (value !== false && value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  };
  const number = (n) => new Intl.NumberFormat("en-GB").format(n);
  const count = (forms, n) => {
    const form = new Intl.PluralRules(FIND.language).select(n);
    return (forms[form] ?? forms.other).replace("{n}", number(n));
  };

  // What was asked for: in the fragment only, which no browser sends to a server.
  const read = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    const chosen = new Map(FIND.facets.map(([facet]) => [facet, new Set(said.getAll(facet))]));
    return { q: said.get("q") ?? "", chosen, sort: said.get("sort") ?? "" };
  };
  const write = (asked) => {
    const said = new URLSearchParams();
    if (asked.q) said.append("q", asked.q);
    for (const [facet, values] of asked.chosen) for (const value of values) said.append(facet, value);
    if (asked.sort) said.append("sort", asked.sort);
    const fragment = said.toString();
    history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname);
  };
  const narrowed = (asked) => [...asked.chosen.values()].some((values) => values.size > 0);

  let asked = read();
  let engine;
  let turn = 0;

  const input = make("input", { id: "find-q", type: "search", autocomplete: "off", spellcheck: "false", class: "find__input" });
  const sort = make("select", { id: "find-sort" },
    ...["", "title", "review"].map((key) => make("option", { value: key }, FIND.sorts[key])));
  const status = make("p", { class: "find__status", role: "status" });
  const results = make("ol", { class: "records find__results" });
  const more = make("button", { type: "button", class: "button button--quiet", hidden: true }, FIND.more);
  const clear = make("button", { type: "button", class: "button button--quiet", hidden: true }, FIND.clear);
  const facets = make("div", { class: "find__facets" });
  const form = make("form", { role: "search", class: "find__form" },
    make("label", { for: "find-q" }, FIND.words),
    make("div", { class: "find__row" }, input, make("button", { type: "submit", class: "button" }, FIND.find)));

  // AND between facets, OR within one.
  const filtersOf = (without) => Object.fromEntries(
    [...asked.chosen].filter(([facet, values]) => values.size && facet !== without)
      .map(([facet, values]) => [facet, { any: [...values] }]));

  // Without a word Pagefind would fetch its whole index, so every record has one that all of them have.
  const term = () => asked.q.trim() || FIND.every;

  const find = async () => {
    const mine = ++turn;
    const options = { filters: filtersOf(), sort: asked.sort ? { [asked.sort]: "asc" } : {} };
    const found = await engine.search(term(), options);
    // A box says how many results it would add: counted without the choices of its own facet.
    const counts = { ...found.filters };
    for (const [facet, values] of asked.chosen) {
      if (values.size) counts[facet] = (await engine.search(term(), { filters: filtersOf(facet) })).filters[facet] ?? {};
    }
    if (mine !== turn) return;
    showFacets(counts);
    await showResults(found.results, mine);
  };

  // At ten thousand records a facet weighs as much as a page, so none is fetched before it is opened.
  const load = (facet) => engine.preload(term(), { filters: { [facet]: "" } });

  const showFacets = (counts) => {
    const wide = matchMedia("(min-width: 60rem)").matches;
    for (const [facet, label] of FIND.facets) {
      const chosen = asked.chosen.get(facet);
      const values = Object.entries(counts[facet] ?? {}).filter(([value, n]) => n > 0 || chosen.has(value));
      for (const value of chosen) if (!values.some(([name]) => name === value)) values.push([value, 0]);
      values.sort(([a, n], [b, m]) => Number(chosen.has(b)) - Number(chosen.has(a)) || m - n || a.localeCompare(b, FIND.language));
      let box = document.getElementById(`facet-${facet}`);
      if (!box) {
        box = make("details", { id: `facet-${facet}`, class: "facet", open: chosen.size > 0 || (wide && facet === "type") },
          make("summary"), make("fieldset", {}, make("legend", { class: "unseen" }, label)));
        box.addEventListener("toggle", () => box.open && !box.dataset.loaded && load(facet).then(find).catch(giveUp));
        facets.append(box);
      }
      if (counts[facet]) box.dataset.loaded = "true";
      box.hidden = box.dataset.loaded === "true" && values.length === 0;
      box.firstChild.replaceChildren(label, chosen.size ? make("span", { class: "facet__chosen" }, count(FIND.chosen, chosen.size)) : "");
      fillFacet(box.lastChild, facet, values, chosen);
    }
  };

  // The boxes are kept where they are, so that the keyboard does not lose its place.
  const fillFacet = (fieldset, facet, values, chosen) => {
    const focused = document.activeElement?.dataset?.value;
    const held = fieldset.contains(document.activeElement);
    const all = fieldset.dataset.all === "true";
    const boxes = values.slice(0, all ? values.length : Math.max(VALUES, chosen.size)).map(([value, n]) => {
      const box = make("input", { type: "checkbox", "data-value": value });
      box.checked = chosen.has(value);
      box.addEventListener("change", () => {
        if (box.checked) chosen.add(value);
        else chosen.delete(value);
        ask();
      });
      return make("label", { class: "facet__value" }, box, make("span", {}, value), make("span", { class: "facet__count" }, number(n)));
    });
    const rest = values.length - boxes.length;
    if (rest > 0) {
      const button = make("button", { type: "button", class: "facet__all" }, count(FIND.rest, rest));
      button.addEventListener("click", () => {
        fieldset.dataset.all = "true";
        fillFacet(fieldset, facet, values, chosen);
        fieldset.querySelectorAll("input")[boxes.length]?.focus();
      });
      boxes.push(button);
    }
    fieldset.replaceChildren(fieldset.firstChild, ...boxes);
    if (held && focused !== undefined) [...fieldset.querySelectorAll("input")].find((box) => box.dataset.value === focused)?.focus();
  };

  const showResults = async (found, mine) => {
    const idle = !asked.q.trim() && !narrowed(asked);
    lists.hidden = !idle;
    clear.hidden = !narrowed(asked);
    if (idle) {
      results.replaceChildren();
      more.hidden = true;
      status.textContent = FIND.all.replace("{records}", count(FIND.records, found.length));
      return;
    }
    const items = await Promise.all(found.slice(0, SHOWN).map(resultOf));
    if (mine !== turn) return;
    results.replaceChildren(...items);
    results.start = 1;
    status.textContent = found.length ? count(FIND.found, found.length) : FIND.none;
    tellAdded(items);
    let shown = items.length;
    more.hidden = shown >= found.length;
    more.onclick = async () => {
      const next = await Promise.all(found.slice(shown, shown + SHOWN).map(resultOf));
      if (mine !== turn) return;
      results.append(...next);
      shown += next.length;
      more.hidden = shown >= found.length;
      tellAdded(next);
      next[0]?.querySelector("a")?.focus();
    };
  };
  const tellAdded = (items) => items.forEach((item) => item.dispatchEvent(new Event("openaccord:added", { bubbles: true })));

  const inWords = (day) => {
    const [year, month, date] = day.split("-").map(Number);
    return `${date} ${FIND.months[month - 1]} ${year}`;
  };

  const resultOf = async (result) => {
    const data = await result.data();
    const { title, type, who, why, due, state } = data.meta;
    const item = make("li", {}, make("p", { class: "records__title" },
      make("a", { href: new URL(data.raw_url ?? data.url, root).href }, title), " ",
      make("span", { class: "gloss gloss--beside" }, type)));
    if (who) item.append(make("p", { class: "find__who" }, who));
    if (why) item.append(make("p", { class: "records__said" }, why));
    const said = asked.q.trim() ? excerpt(data.raw_content, data.locations) : null;
    if (said) item.append(make("p", { class: "find__excerpt" }, ...said));
    if (state || due) {
      const words = due ? FIND.due.replace("{due}", inWords(due)) : "";
      const tag = make("span", { class: state ? `tag tag--${state}` : "tag" }, FIND.states[state] ?? words);
      item.append(make("p", { class: "records__tags" }, make("span", { class: "review-tag", "data-due": due }, tag),
        words ? make("span", { class: "gloss gloss--beside" }, words) : ""));
    }
    return item;
  };

  // The stretch of the record with most of the words that were looked for, each of them marked.
  const excerpt = (content, locations) => {
    const words = content.split(/[\r\n\s]+/g);
    const marked = new Set(locations);
    let best = 0;
    let most = 0;
    for (const start of locations) {
      const within = locations.filter((one) => one >= start && one < start + EXCERPT).length;
      if (within > most) [best, most] = [start, within];
    }
    if (!most) return null;
    const from = Math.max(0, Math.min(best - 4, words.length - EXCERPT));
    const shown = words.slice(from, from + EXCERPT).flatMap((word, index) => [marked.has(from + index) ? make("mark", {}, word) : word, " "]);
    return [from > 0 ? "… " : "", ...shown, from + EXCERPT < words.length ? "…" : ""];
  };

  const ask = () => {
    write(asked);
    return find().catch(giveUp);
  };
  const giveUp = () => {
    place.replaceChildren(make("p", { class: "notice", role: "status" }, FIND.failed));
    lists.hidden = false;
  };

  const begin = async () => {
    place.hidden = false;
    if (location.protocol === "file:") {
      place.replaceChildren(make("p", { class: "notice" }, FIND.folder));
      return;
    }
    try {
      const pagefind = await import(new URL("pagefind/pagefind.js", root).href);
      engine = pagefind.createInstance({ noWorker: true }); // in the page itself its policy holds
      await engine.init();
      await load("type");
    } catch {
      giveUp();
      return;
    }
    place.replaceChildren(form, make("div", { class: "find__body" },
      make("div", { class: "find__narrow" }, make("h2", { class: "find__heading" }, FIND.narrow), facets, clear),
      make("div", {}, make("div", { class: "find__bar" }, status, make("label", { class: "find__sort" }, FIND.sort, " ", sort)), results, more)));
    show();
    await find().catch(giveUp);
  };
  const show = () => {
    input.value = asked.q;
    sort.value = asked.sort;
  };

  let wait;
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      asked.q = input.value;
      ask();
    }, 200);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(wait);
    asked.q = input.value;
    ask();
  });
  sort.addEventListener("change", () => {
    asked.sort = sort.value;
    ask();
  });
  clear.addEventListener("click", () => {
    for (const values of asked.chosen.values()) values.clear();
    input.focus();
    ask();
  });
  addEventListener("hashchange", () => {
    asked = read();
    show();
    if (engine) find().catch(giveUp);
  });
  begin();
})();
