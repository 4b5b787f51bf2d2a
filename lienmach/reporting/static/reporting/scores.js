"use strict";
// Enter goes to the answer below, Shift+Enter to the one above: a card is filled in
// without leaving the keys. Without this script Enter sends the form.
(() => {
  const form = document.getElementById("phieu");
  if (!form) return;
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    const isAnswer = field.classList.contains("o"), isNote = field.classList.contains("g");
    if (!(isAnswer || isNote) || event.ctrlKey || event.altKey || event.metaKey) return;
    const isArrow = field.tagName === "INPUT" && (event.key === "ArrowDown" || event.key === "ArrowUp");
    if (event.key !== "Enter" && !isArrow) return;
    event.preventDefault();
    const same = [...form.querySelectorAll(isAnswer ? ".o" : ".g")];
    const isUp = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
    const next = same[same.indexOf(field) + (isUp ? -1 : 1)];
    if (!next) return;
    next.focus();
    if (next.select) next.select();
  });
})();
