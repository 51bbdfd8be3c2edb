"use strict";
(() => {
  const cards = [...document.querySelectorAll(".card")];
  const form = document.getElementById("filters");
  const field = (name) => document.getElementById("by-" + name);
  const shown = document.getElementById("shown");
  const nothing = document.getElementById("nothing");
  const texts = new Map();
  const textOf = (card) => {
    if (!texts.has(card)) texts.set(card, card.textContent.toLowerCase());
    return texts.get(card);
  };
  const apply = () => {
    const org = field("org").value, rule = field("rule").value, severity = field("severity").value;
    const certainty = field("certainty").value, words = field("text").value.trim().toLowerCase();
    let number = 0;
    for (const card of cards) {
      const data = card.dataset;
      const fits = (!org || data.orgs.includes(" " + org + " ")) && (!rule || data.rule === rule) &&
        (!severity || data.severity === severity) && (!certainty || data.certainty === certainty) &&
        (!words || textOf(card).includes(words));
      card.hidden = !fits;
      number += fits;
    }
    shown.textContent = number + " of " + cards.length + " findings are shown.";
    nothing.hidden = number > 0 || cards.length === 0;
  };
  const reveal = () => {
    const card = document.getElementById(location.hash.slice(1));
    if (card && card.hidden) { form.reset(); apply(); card.scrollIntoView(); }
  };
  if (cards.length) {
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    addEventListener("hashchange", reveal);
    addEventListener("beforeprint", () => {
      for (const each of document.querySelectorAll("details")) each.open = true;
    });
    apply();
    reveal();
  }
})();
