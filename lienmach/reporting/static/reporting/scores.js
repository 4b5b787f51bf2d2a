"use strict";
// Enter goes to the answer below, Shift+Enter to the one above: a card is filled in
// without leaving the keys. Without this script Enter sends the form. The listener hangs
// on the document, for the form itself is put there anew with each answer.
document.addEventListener("keydown", (event) => {
  const field = event.target, form = field.closest?.("#phieu");
  if (!form || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const kind = ["o", "g"].find((name) => field.classList.contains(name));
  const isArrow = field.tagName === "INPUT" && (event.key === "ArrowDown" || event.key === "ArrowUp");
  if (!kind || (event.key !== "Enter" && !isArrow)) return;
  event.preventDefault();
  const same = [...form.querySelectorAll(`.${kind}`)];
  const isUp = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
  const next = same[same.indexOf(field) + (isUp ? -1 : 1)];
  next?.focus();
  next?.select?.();
});
