// The grid of an annex: every cell is saved when it is left, in the order of typing. The page
// works as a plain form too; this only shortens. Nothing typed is lost: what could not be sent
// waits and is sent again.
"use strict";
{
  const form = document.querySelector("#luoi");
  const status = document.querySelector("#luu");
  const dialog = document.querySelector("#hop");
  const RETRY = 5000;
  const saved = new WeakMap(); // what the server has of a box
  const past = new WeakMap(); // what it had before, the last first
  const pending = new Map(); // code → { text, note, seen }: still to be sent
  let sending = null;
  let retry = 0;
  let current = null; // the box of a figure that was last in use

  const boxes = () => [...form.querySelectorAll(".o")];
  const boxOf = (code) => form.querySelector(`.o[data-code="${CSS.escape(code)}"]`);
  const noteOf = (box) => document.getElementById(`g${box.id.slice(1)}`);
  const hidden = (part, code) => form.elements.namedItem(`${part}.${code}`);
  const say = (text) => { status.textContent = text; };

  for (const box of form.querySelectorAll(".o, .g")) saved.set(box, box.value);
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
      box.value = saved.get(box);
      look(box);
    } else if (event.code === "KeyZ" && event.ctrlKey && !event.shiftKey && box.value === saved.get(box)) {
      const stack = past.get(box) ?? [];
      if (!stack.length) return;
      event.preventDefault();
      box.value = stack.shift();
      commit(box, { isUndo: true });
    }
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.matches(".o")) current = event.target;
    if (event.target.matches(".g")) current = document.getElementById(`o${event.target.id.slice(1)}`);
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches(".o")) look(event.target);
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches(".o, .g")) commit(event.target);
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  // A cell that is being typed in says so by its icon and its frame.
  function look(box) {
    const cell = box.closest(".cell");
    const isTyping = box.value !== saved.get(box);
    if (isTyping && !cell.dataset.was) {
      cell.dataset.was = cell.className;
      cell.className = "cell st-typing" + (cell.classList.contains("both") ? " both" : "");
      mark(cell, "pencil");
    } else if (!isTyping && cell.dataset.was) {
      cell.className = cell.dataset.was;
      delete cell.dataset.was;
      mark(cell, cell.dataset.icon ?? "");
    }
  }
  function mark(cell, name) {
    const svg = document.querySelector("#hinh").content.querySelector(`[data-icon="${name}"] svg`);
    cell.querySelector(".mark").replaceChildren(...(svg ? [svg.cloneNode(true)] : []));
  }

  // ---- saving
  function commit(box, { isUndo = false } = {}) {
    if (box.value === saved.get(box) && !isUndo) return;
    const code = box.dataset.code;
    const entry = pending.get(code) ?? { seen: hidden("n", code).value };
    entry[box.classList.contains("g") ? "note" : "text"] = box.value;
    if (!isUndo) past.set(box, [saved.get(box), ...(past.get(box) ?? [])].slice(0, 12));
    saved.set(box, box.value);
    pending.set(code, entry);
    send();
  }
  function token() {
    return form.elements.namedItem("csrfmiddlewaretoken").value;
  }
  function post(url, values) {
    let answer = null;
    const take = (event) => { answer = event.detail.xhr; };
    status.addEventListener("htmx:afterRequest", take, { once: true });
    return htmx
      .ajax("POST", url, { source: status, target: status, swap: "none", values: { csrfmiddlewaretoken: token(), ...values } })
      .catch(() => null)
      .then(() => answer);
  }
  async function send() {
    if (sending || !pending.size) return;
    clearTimeout(retry);
    const batch = new Map(pending);
    pending.clear();
    sending = batch;
    const values = {};
    for (const [code, entry] of batch) {
      if (entry.text !== undefined) values[`s.${code}`] = entry.text;
      if (entry.note !== undefined) values[`g.${code}`] = entry.note;
      values[`n.${code}`] = entry.seen;
    }
    say("Đang lưu…");
    const xhr = await post(form.dataset.cells, values);
    sending = null;
    if (xhr?.status === 200) {
      take(JSON.parse(xhr.responseText));
    } else {
      keep(batch, xhr?.status);
    }
    if (pending.size && xhr?.status === 200) send();
  }
  // What was not taken waits: with the next attempt it goes out again, unless newer words are there.
  function keep(batch, code) {
    for (const [row, entry] of batch) {
      pending.set(row, { ...entry, ...(pending.get(row) ?? {}), seen: entry.seen });
      const cell = boxOf(row)?.closest(".cell");
      if (!cell) continue;
      delete cell.dataset.was;
      cell.classList.remove("st-typing");
      cell.classList.add("st-wait");
      mark(cell, "wifi-off");
      cell.parentElement.querySelector(".src").textContent = "chờ gửi";
    }
    if (code === 422) {
      say(`Chưa lưu được ${batch.size} ô: xem lời nhắn đầu trang.`);
      return;
    }
    if (code === 401) {
      say(`Đăng nhập lại để lưu ${batch.size} ô đang chờ.`);
      return;
    }
    say(`Chưa gửi được ${batch.size} ô, nội dung vẫn còn. Đang thử lại…`);
    retry = setTimeout(send, RETRY);
  }
  addEventListener("online", send);
  document.addEventListener("signed-in", () => setTimeout(send));
  addEventListener("beforeunload", (event) => {
    if (pending.size || sending) event.preventDefault();
  });

  // ---- what the server says
  function take(told) {
    if (told.ask) {
      dialog.innerHTML = told.ask;
      dialog.showModal();
      say("Cần chọn cách hiểu vùng dán.");
      return;
    }
    const refused = new Map(told.written.filter((one) => !["saved", "same"].includes(one.outcome)).map((one) => [one.code, one]));
    for (const line of told.lines) {
      const row = document.getElementById(`d${line.at}`);
      if (!row || pending.has(line.code)) continue;
      put(row, line, refused.get(line.code));
    }
    document.querySelector("#can-xem").innerHTML = told.issues;
    document.querySelector("#do").textContent = told.meter;
    const button = document.querySelector("#nop");
    button.toggleAttribute("aria-disabled", Boolean(told.why));
    if (told.why) button.setAttribute("aria-disabled", "true");
    document.querySelector("#vsn").textContent = told.why ? `Chưa nộp được: ${told.why}` : "";
    const count = told.written.filter((one) => one.outcome === "saved").length;
    const left = refused.size;
    say([count ? `Đã lưu ${count} ô.` : left ? "" : "Không có gì đổi.", left ? `${left} ô chưa lưu.` : ""].join(" ").trim());
  }
  function put(row, line, refused) {
    const cell = row.querySelector(".cell");
    const box = cell.querySelector(".o");
    const isBusy = box && box === document.activeElement && box.value !== saved.get(box);
    cell.dataset.state = line.state;
    cell.dataset.icon = refused ? "octagon-alert" : line.icon;
    delete cell.dataset.was;
    const look = refused ? "st-bad" : line.css;
    cell.className = ["cell", look, cell.classList.contains("both") ? "both" : ""].filter(Boolean).join(" ");
    mark(cell, cell.dataset.icon);
    const sum = cell.querySelector(".sum");
    if (sum) sum.textContent = line.sum;
    const out = cell.querySelector(".out:not(.sum)");
    if (out) (out.querySelector("a") ?? out).textContent = line.said || "trống";
    row.querySelector(".src").textContent = line.source;
    const count = row.querySelector(".from .so");
    if (count) count.textContent = line.counted;
    if (line.counted && hidden("c", line.code)) hidden("c", line.code).value = line.counted;
    trouble(row, line, refused);
    if (!box) return;
    hidden("n", line.code).value = line.number;
    box.toggleAttribute("aria-invalid", false);
    if (refused || line.bad) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
    const said = refused ? `v${line.at}` : line.issue;
    if (said) box.setAttribute("aria-describedby", said);
    else box.removeAttribute("aria-describedby");
    const note = noteOf(box);
    if (note && note !== document.activeElement) { note.value = line.note; saved.set(note, line.note); }
    if (refused || isBusy) return;
    if (box.value !== line.typed) box.value = line.typed;
    saved.set(box, line.typed);
  }
  // Beside a cell that was not taken: why, and where somebody else has written, which one stays.
  function trouble(row, line, refused) {
    row.querySelector(".err")?.remove();
    if (!refused) return;
    const note = document.createElement("span");
    note.className = "err";
    note.id = `v${line.at}`;
    note.setAttribute("role", "alert");
    note.append(refused.outcome === "stale" ? refused.text.replace(/ Lưu lần nữa.*$/, "") : refused.text);
    row.querySelector(".from").append(note);
    const box = row.querySelector(".o");
    if (!box) return;
    // A wrong text stays in its box; its saved value is what the server has.
    if (refused.typed !== null && refused.typed !== undefined) box.value = refused.typed;
    saved.set(box, line.typed);
    if (refused.outcome !== "stale") return;
    const mine = box.value;
    const choose = (label, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm";
      button.textContent = label;
      button.addEventListener("click", () => { note.remove(); act(); box.focus(); });
      note.append(" ", button);
    };
    choose(`Giữ ${mine || "trống"}`, () => {
      box.value = mine;
      pending.set(line.code, { text: mine, seen: String(refused.number) });
      saved.set(box, mine);
      send();
    });
    choose(`Lấy ${refused.theirs}`, () => {
      box.value = line.typed;
      saved.set(box, line.typed);
      put(row, line, null);
    });
  }

  // ---- pasting a range
  form.addEventListener("paste", async (event) => {
    const box = event.target;
    if (!box.matches(".o")) return;
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    await settled();
    say("Đang dán…");
    const xhr = await post(form.dataset.paste, { tu: box.dataset.code, bang: text });
    if (xhr?.status === 200) take(JSON.parse(xhr.responseText));
    else if (!xhr || xhr.status === 0) say("Chưa dán được vì mất kết nối. Hãy dán lại khi có mạng.");
    else say("Chưa dán được: xem lời nhắn đầu trang.");
  });
  function settled() {
    return new Promise((done) => {
      const look = () => (sending ? setTimeout(look, 50) : done());
      look();
    });
  }

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

  // A form that is handed in waits until what was typed has been saved.
  document.querySelector("#nop").form.addEventListener("submit", (event) => {
    if (!pending.size && !sending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say("Còn ô đang chờ lưu: nộp lại sau giây lát.");
    send();
  }, true);
}
