// A toast goes after ten seconds, but not while it is pointed at or holds the focus.
"use strict";
{
  const LIFE = 10_000;
  const watch = (toast) => {
    if (toast.dataset.toast === "watched") return;
    toast.dataset.toast = "watched";
    let timer = setTimeout(() => toast.remove(), LIFE);
    const hold = () => clearTimeout(timer);
    const go = () => {
      clearTimeout(timer);
      timer = setTimeout(() => toast.remove(), LIFE);
    };
    for (const kind of ["pointerenter", "focusin"]) toast.addEventListener(kind, hold);
    for (const kind of ["pointerleave", "focusout"]) toast.addEventListener(kind, go);
    toast.querySelector("[data-dismiss]").addEventListener("click", () => {
      const had = toast.contains(document.activeElement);
      toast.remove();
      if (had) document.querySelector("#noidung").focus({ preventScroll: true });
    });
  };
  const all = () => document.querySelectorAll("[data-toast]").forEach(watch);
  document.addEventListener("htmx:oobAfterSwap", all);
  document.addEventListener("htmx:afterSettle", all);
  all();
}
