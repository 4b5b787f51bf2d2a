// Ticks or unticks every unit of a round; without this they are ticked one by one.
"use strict";
(() => {
  const show = () => document.querySelectorAll("[data-ticks]").forEach((row) => { row.hidden = false; count(row); });
  const boxes = (row) => [...row.closest("fieldset").querySelectorAll("[name=don_vi_duoi]")];
  const count = (row) => {
    const all = boxes(row);
    row.querySelector("[role=status]").textContent = `Đã chọn ${all.filter((box) => box.checked).length}/${all.length} đơn vị`;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tick]");
    if (!button) return;
    const row = button.closest("[data-ticks]");
    for (const box of boxes(row)) box.checked = button.dataset.tick === "on";
    row.closest("form").dispatchEvent(new Event("input", { bubbles: true }));
    count(row);
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[name=don_vi_duoi]")) return;
    const row = event.target.closest("fieldset").querySelector("[data-ticks]");
    if (row) count(row);
  });
  show();
  document.addEventListener("htmx:afterSettle", show);
})();
