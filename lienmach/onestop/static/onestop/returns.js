// What is ticked to be given back: how many results, and what they owe together.
"use strict";
{
  const words = new Intl.NumberFormat("vi-VN");
  const tell = (form) => {
    const ticked = [...form.querySelectorAll("input[name=chon]:checked")];
    const owed = ticked.reduce((sum, box) => sum + Number(box.dataset.owed), 0);
    form.querySelector("[data-count]").textContent = ticked.length;
    for (const place of form.querySelectorAll("[data-sum]")) place.textContent = words.format(owed);
    for (const part of form.querySelectorAll("[data-if-owed]")) part.hidden = !owed;
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-handing]");
    if (form) tell(form);
  });
  const all = () => document.querySelectorAll("[data-handing]").forEach(tell);
  document.addEventListener("htmx:afterSettle", all);
  all();

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print-now]")) window.print();
  });
}
