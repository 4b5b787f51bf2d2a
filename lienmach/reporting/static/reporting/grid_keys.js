// The grid of an annex under the keyboard, and the buttons above it; what becomes of a box
// is in grid.js.
"use strict";
{
  const { form, dialog, saved, held, boxes, boxOf, noteOf, iconOf, isHeld, isWaiting, commit, restore, undo, send, say } = annexGrid;
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
    if (event.code === "Enter" && event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      if (!event.repeat) finish(box);
    } else if (event.code === "Enter" && isPlain) {
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
      event.preventDefault(); // the browser's own would change a box that the script has written since
      if (!undo(box)) say("Ô này chưa đổi gì để hoàn tác.");
    }
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.matches(".o")) current = event.target;
    if (event.target.matches(".g")) current = document.getElementById(`o${event.target.id.slice(1)}`);
  });

  // ---- what was not taken, and handing in
  // What was not taken stands first of what has to be looked at again.
  form.addEventListener("held", () => {
    const list = document.querySelector("#can-xem .issues");
    list.querySelectorAll("[data-held]").forEach((one) => one.remove());
    const lines = [...held].map(([code, { told }]) => {
      const at = boxOf(code).id.slice(1);
      const line = document.createElement("li");
      line.dataset.held = "";
      line.innerHTML = `<span class="bad"></span><a href="#d${at}" data-to="${at}"><b></b></a><span></span>`;
      line.firstChild.append(iconOf("octagon-alert") ?? "");
      line.querySelector("b").textContent = `Chưa lưu · dòng ${document.getElementById(`d${at}-n`).textContent.trim()}`;
      line.lastChild.textContent = told.text.replace(/ Lưu lần nữa.*$/, "");
      return line;
    });
    list.prepend(...lines);
    if (lines.length) document.querySelector("#can-xem .cardhead .muted").textContent = "bấm để đến ô";
  });

  // A form that is handed in, or whose blanks are filled, waits until what was typed has been saved:
  // a number that was not taken is blank for the server, and nobody said that nothing happened there.
  const isAllSent = async () => {
    for (let tries = 0; isWaiting() && tries < 100; tries += 1) await new Promise((done) => { setTimeout(done, 50); });
    return !isWaiting();
  };
  const onceSaved = (sending, isInTheWay) => sending.addEventListener("submit", async (event) => {
    const left = [...held].filter(([, one]) => isInTheWay(one)).map(([code]) => code);
    if (!isWaiting() && !left.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isWaiting()) {
      send();
      if (await isAllSent()) sending.requestSubmit(event.submitter);
      else say("Còn ô đang chờ lưu: bấm lại sau giây lát.");
      return;
    }
    say(`Còn ${left.length} ô chưa lưu: sửa hoặc bỏ (Esc) rồi bấm lại.`);
    boxOf(left[0]).focus();
  }, true);
  onceSaved(document.querySelector("#nop").form, () => true);
  onceSaved(document.querySelector("#dien"), (one) => one.text !== undefined);
  // Ctrl+Enter: what is being typed is saved; then the form is handed in, if it could be before.
  async function finish(box) {
    const button = document.querySelector("#nop");
    const isOff = button.getAttribute("aria-disabled") === "true";
    if (!isHeld(box)) commit(box);
    if (isOff) {
      if (!isWaiting()) say(document.querySelector("#vsn").textContent);
      return;
    }
    await isAllSent();
    button.click();
  }

  // ---- the buttons above the grid, each also a key; they act on the cell last in use
  const acts = {
    blank: () => {
      const all = boxes(), from = all.indexOf(current) + 1;
      const next = [...all.slice(from), ...all.slice(0, from)].find((one) => !one.value);
      if (next) next.focus();
      else say("Không còn ô trống.");
    },
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
