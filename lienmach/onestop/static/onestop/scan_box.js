// A page with a box to scan into (data-scan): what was scanned is sent in its place.
"use strict";
{
  const sound = (good) => document.dispatchEvent(new CustomEvent("sounded", { detail: { good } }));
  document.addEventListener("scanned", (event) => {
    const box = document.querySelector("[data-scan]");
    if (!box) return;
    box.value = event.detail.code;
    box.form.dataset.scanned = "";
    sound(true);
    box.form.requestSubmit();
  });
  // A search for nothing would clear the page and what was typed on it: what to do is said instead.
  const heed = (box) => {
    const isEmpty = !box.value.trim(), told = box.form.querySelector("[data-if-empty]");
    told.textContent = isEmpty ? told.dataset.ifEmpty : "";
    return isEmpty;
  };
  document.addEventListener("submit", (event) => {
    const box = event.target.querySelector("[data-scan]");
    if (!box || !heed(box)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  document.addEventListener("input", ({ target }) => {
    if (target.matches("[data-scan]") && target.value.trim()) heed(target);
  });
  const failed = () => document.querySelector("[data-scan-failed]") && sound(false);
  document.addEventListener("htmx:afterSettle", failed);
  failed();
}
