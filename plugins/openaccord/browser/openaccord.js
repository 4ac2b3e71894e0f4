// Counts the days that a page made earlier cannot know: reviews that come due, and the page's own age.
// OPENACCORD stands above: the table of states that Python writes pages by.
(() => {
  "use strict";
  const DAY = 86400000;

  // Today as a calendar date in the partnership's zone; never before the page was made, so a slow clock cannot turn time back.
  const today = () => {
    const format = new Intl.DateTimeFormat("en-GB", { timeZone: OPENACCORD.zone, year: "numeric", month: "2-digit", day: "2-digit" });
    const parts = Object.fromEntries(format.formatToParts(new Date()).map((part) => [part.type, part.value]));
    const day = `${parts.year}-${parts.month}-${parts.day}`;
    return day > OPENACCORD.made ? day : OPENACCORD.made;
  };
  const daysBetween = (from, to) => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
  const inWords = (days) => {
    const form = new Intl.PluralRules(OPENACCORD.language).select(days);
    const number = new Intl.NumberFormat("en-GB").format(days);
    return (OPENACCORD.days[form] ?? OPENACCORD.days.other).replace("{n}", number);
  };
  const stateOf = (left) => OPENACCORD.ladder.find(([, least]) => least === null || left >= least)[0];

  const tagFor = (name, element) => {
    const tag = document.createElement(element);
    tag.className = `tag tag--${name}`;
    tag.textContent = OPENACCORD.states[name].tag;
    return tag;
  };

  const showBox = (box, name, left) => {
    const words = OPENACCORD.states[name].words
      .replace("{due}", box.dataset.dueWords)
      .replace("{days}", inWords(Math.abs(left)));
    const live = box.querySelector(".review__live");
    live.replaceChildren(tagFor(name, "strong"), ` ${words}`);
    live.hidden = false;
    const note = box.querySelector(".review__note");
    if (note.hidden) note.classList.add("review__note--live"); // paper says only what was built
    note.hidden = name !== "overdue";
    box.className = `review review--${name} review--counted`;
  };

  const countReviews = (now, within) => {
    for (const element of within.querySelectorAll("[data-due]")) {
      const left = daysBetween(now, element.dataset.due);
      const name = stateOf(left);
      if (element.classList.contains("review")) showBox(element, name, left);
      else {
        const built = element.firstElementChild;
        built.classList.add("review-tag__built");
        if (!built.classList.contains(`tag--${name}`)) element.append(tagFor(name, "span"));
        else built.classList.remove("review-tag__built");
      }
    }
  };

  const tellAge = (now) => {
    const days = daysBetween(OPENACCORD.made, now);
    const note = document.getElementById("page-age");
    if (!note || days <= OPENACCORD.staleAfter) return;
    note.textContent = OPENACCORD.stale.replace("{days}", inWords(days));
    note.hidden = false;
  };

  // Without this script the menu simply stays open.
  const setUpMenu = () => {
    const button = document.getElementById("menu-button");
    const menu = document.getElementById("menu");
    if (!button || !menu) return;
    const set = (open) => {
      button.setAttribute("aria-expanded", String(open));
      menu.classList.toggle("menu--open", open);
    };
    document.documentElement.classList.add("js");
    set(false);
    button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
      set(false);
      button.focus();
    });
  };

  // Buttons that do nothing without this script stay hidden without it.
  const DOES = {
    print: () => window.print(),
    copy: (button) => navigator.clipboard.writeText(button.previousElementSibling.textContent),
  };
  const setUpButtons = () => {
    for (const button of document.querySelectorAll("[data-does]")) {
      if (button.dataset.does === "copy" && !navigator.clipboard) continue;
      button.hidden = false;
      const row = button.closest(".fact[hidden]");
      if (row) row.hidden = false;
      button.addEventListener("click", () => DOES[button.dataset.does](button));
    }
  };

  // Words to look for go into the fragment, which no server sees. Without this script the form leads to the lists.
  const setUpFind = () => {
    for (const form of document.querySelectorAll("form[data-find]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        location.assign(`${form.action}#q=${encodeURIComponent(form.querySelector("input").value)}`);
      });
    }
  };

  const start = () => {
    setUpMenu();
    setUpButtons();
    setUpFind();
    const now = today();
    countReviews(now, document);
    document.addEventListener("openaccord:added", (event) => countReviews(today(), event.target));
    tellAge(now);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
