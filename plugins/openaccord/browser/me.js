// Is information about me shared? Two questions, answered from what the page holds. Nothing is kept or sent.
(() => {
  "use strict";
  const form = document.getElementById("ask");
  const answer = document.getElementById("answer");
  const agreements = [...document.getElementById("agreements").content.firstElementChild.children];
  const chosen = (name) => new Set(new FormData(form).getAll(name));
  const any = (words, among) => words.split(" ").some((word) => among.has(word));

  // How sure it is that an agreement is about whoever answered: "most", "may", "less" or "".
  const sureness = ({ people, situations, organisations }, answers) => {
    const belongs = any(people, answers.people);
    const deals = any(situations, answers.situations) || any(organisations, answers.organisations);
    if (belongs && deals) return "most";
    if (belongs) return "may";
    if (!deals) return "";
    return people && answers.people.size ? "less" : "may";
  };

  const show = () => {
    const answers = { people: chosen("people"), situations: chosen("situations"), organisations: chosen("organisations") };
    const found = { most: [], may: [], less: [] };
    for (const agreement of agreements) found[sureness(agreement.dataset, answers)]?.push(agreement.cloneNode(true));
    for (const part of answer.querySelectorAll("[data-sure]")) {
      const list = found[part.dataset.sure];
      part.querySelector("ul").replaceChildren(...list);
      part.hidden = list.length === 0;
    }
    answer.querySelector(".ask__none").hidden = Object.values(found).some((list) => list.length > 0);
    answer.hidden = false;
    answer.querySelector("h2").focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  form.addEventListener("reset", () => {
    answer.hidden = true;
    for (const list of answer.querySelectorAll("ul")) list.replaceChildren();
  });
  form.hidden = false;
})();
