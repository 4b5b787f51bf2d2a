// The grid of an annex under the keyboard, and the buttons above it; what becomes of a box
// is in grid.js.
"use strict";
{
  const { form, dialog, saved, boxes, noteOf, isHeld, commit, restore, undo, say } = annexGrid;
  let current = null; // the box of a figure that was last in use

  for (const button of document.querySelectorAll("[data-grid]")) button.hidden = false;

  // ---- moving
  function move(box, by) {
    const column = [...form.querySelectorAll(box.classList.contains("g") ? ".g" : ".o")];
    const next = column[column.indexOf(box) + by];
    if (!next) return;
    next.focus();
    if (next.select) next.select();
  }
  form.addEventListener("keydown", (event) => {
    const box = event.target;
    if (!box.matches(".o, .g") || event.isComposing) return;
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey;
    if (event.code === "Enter" && isPlain) {
      event.preventDefault();
      commit(box);
      move(box, event.shiftKey ? -1 : 1);
    } else if (isPlain && !event.shiftKey && box.tagName === "INPUT" && (event.code === "ArrowDown" || event.code === "ArrowUp")) {
      event.preventDefault();
      move(box, event.code === "ArrowDown" ? 1 : -1);
    } else if (event.code === "Escape" && box.value !== saved.get(box)) {
      event.preventDefault();
      restore(box);
    } else if (event.code === "KeyZ" && event.ctrlKey && !event.shiftKey && (box.value === saved.get(box) || isHeld(box))) {
      if (undo(box)) event.preventDefault();
    }
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.matches(".o")) current = event.target;
    if (event.target.matches(".g")) current = document.getElementById(`o${event.target.id.slice(1)}`);
  });

  // ---- the buttons above the grid, each also a key; they act on the cell last in use
  const acts = {
    note: (box) => noteOf(box)?.focus(),
    none: (box) => {
      const none = "không phát sinh";
      box.value = box.value === none ? "" : none;
      commit(box);
      box.focus();
    },
    history: async (box) => {
      const answer = await fetch(`${form.dataset.history}?dong=${encodeURIComponent(box.dataset.code)}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return say("Chưa mở được lịch sử ô. Hãy thử lại.");
      dialog.innerHTML = await answer.text();
      const close = document.createElement("button");
      close.type = "button";
      close.className = "btn";
      close.textContent = "Đóng";
      close.addEventListener("click", () => dialog.close());
      dialog.append(close);
      dialog.showModal();
    },
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-grid]");
    if (!button) return;
    const box = current ?? boxes()[0];
    if (box) acts[button.dataset.grid](box);
  });
  dialog.addEventListener("close", () => {
    dialog.replaceChildren();
    (current ?? boxes()[0])?.focus();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-to]");
    const box = link && document.getElementById(`o${link.dataset.to}`);
    if (!box) return;
    event.preventDefault();
    box.focus();
    if (box.select) box.select();
    box.scrollIntoView({ block: "center" });
  });
}
