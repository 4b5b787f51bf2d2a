// The grid of an annex: every cell is saved when it is left, in the order of typing. The page
// works as a plain form too; this only shortens. Nothing typed is lost: what could not be sent
// waits and is sent again. Keys and buttons are in grid_keys.js, which is loaded after this.
"use strict";
{
  const form = document.querySelector("#luoi");
  const status = document.querySelector("#luu");
  const dialog = document.querySelector("#hop");
  const RETRY = 5000;
  const LARGEST = 2_000_000; // bytes of a paste on its way; the server takes a little more
  const REFUSED = [400, 413, 422]; // the same again would be refused again
  const saved = new WeakMap(); // what the server has of a box, or is being sent
  const past = new WeakMap(); // steps that Ctrl+Z takes back, the last first
  const pending = new Map(); // code → { text, note, steps }: still to be sent
  const held = new Map(); // code → { text, note, told }: not taken, still in its boxes
  let queue = []; // batches and pasted ranges to be sent before what is pending, in this order
  let isBusy = false; // one request at a time, so none overtakes another
  let retry = 0;

  const boxes = () => [...form.querySelectorAll(".o")];
  const boxOf = (code) => form.querySelector(`.o[data-code="${CSS.escape(code)}"]`);
  const noteOf = (box) => document.getElementById(`g${box.id.slice(1)}`);
  const hidden = (part, code) => form.elements.namedItem(`${part}.${code}`);
  const say = (text) => { status.textContent = text; };
  const isWaiting = () => pending.size || queue.length || isBusy;
  const review = () => form.dispatchEvent(new Event("held")); // grid_keys.js lists what was not taken

  for (const box of form.querySelectorAll(".o, .g")) saved.set(box, box.value);

  // ---- what is typed
  form.addEventListener("input", (event) => {
    if (event.target.matches(".o")) look(event.target);
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches(".o, .g") && !isHeld(event.target)) commit(event.target);
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
  const iconOf = (name) => document.querySelector("#hinh").content.querySelector(`[data-icon="${name}"] svg`)?.cloneNode(true);
  function mark(cell, name) {
    cell.querySelector(".mark").replaceChildren(iconOf(name) ?? "");
  }

  // ---- taking back
  // A step holds what each of its boxes said before; a paste is one step of many boxes.
  function remember(step) {
    for (const box of step.keys()) past.set(box, [step, ...(past.get(box) ?? [])].slice(0, 12));
  }
  function forget(step) {
    for (const box of step.keys()) past.set(box, (past.get(box) ?? []).filter((one) => one !== step));
  }
  // What was not taken is nothing to go back to.
  function forgetOf(entry, parts) {
    for (const step of entry.steps) if ([...step.keys()].some((box) => parts.includes(partOf(box)))) forget(step);
  }
  function undo(box) {
    const step = past.get(box)?.[0];
    if (!step || (step.size === 1 && isHeld(box))) {
      if (!isHeld(box)) return false;
      restore(box);
      return true;
    }
    for (const [one, { before, after }] of [...step]) {
      if (past.get(one)?.[0] !== step) continue; // something was typed there later: it stays
      past.get(one).shift();
      step.delete(one);
      if (isHeld(one)) restore(one);
      if (before === one.value || (after !== undefined && one.value !== after)) continue;
      one.value = before;
      later(one);
    }
    send();
    return true;
  }
  // Back to what the server has.
  function restore(box) {
    const words = held.get(box.dataset.code);
    if (words?.take && words.told.parts[0] === partOf(box)) return words.take();
    box.value = saved.get(box);
    drop(box);
    if (box.matches(".o")) look(box);
  }

  // ---- saving
  const partOf = (box) => (box.classList.contains("g") ? "note" : "text");
  const isHeld = (box) => held.get(box.dataset.code)?.[partOf(box)] === box.value;
  // What was not taken is no longer at issue in this box.
  function drop(box) {
    const words = held.get(box.dataset.code);
    if (words?.[partOf(box)] === undefined) return;
    delete words[partOf(box)];
    box.removeAttribute("aria-invalid");
    if (words.told.parts.some((part) => words[part] !== undefined)) return;
    held.delete(box.dataset.code);
    review();
    box.closest("tr").querySelector(".err")?.remove();
    const cell = box.closest("tr").querySelector(".cell");
    if (words.css !== undefined) {
      delete cell.dataset.was;
      cell.className = words.css;
      cell.dataset.icon = words.icon;
      mark(cell, words.icon);
    }
  }
  function commit(box) {
    if (box.value === saved.get(box)) {
      if (held.get(box.dataset.code)?.[partOf(box)] !== undefined) restore(box);
      return;
    }
    const step = new Map([[box, { before: saved.get(box) }]]);
    remember(step);
    later(box, step);
    send();
  }
  function later(box, step) {
    const code = box.dataset.code;
    const entry = pending.get(code) ?? { steps: [], was: {} };
    const asked = held.get(code);
    if (asked?.told.outcome === "stale") { // written once more is chosen: with all that was typed
      for (const part of ["text", "note"]) if (asked[part] !== undefined) entry[part] ??= asked[part];
      held.delete(code);
    }
    entry[partOf(box)] = box.value;
    entry.was[partOf(box)] ??= saved.get(box);
    if (step) entry.steps.push(step);
    drop(box);
    saved.set(box, box.value);
    pending.set(code, entry);
  }
  function token() {
    return form.elements.namedItem("csrfmiddlewaretoken").value;
  }
  async function post(url, values) {
    let answer = null;
    const hear = (event) => { answer = event.detail.xhr; };
    status.addEventListener("htmx:afterRequest", hear);
    await htmx
      .ajax("POST", url, { source: status, target: status, swap: "none", values: { csrfmiddlewaretoken: token(), ...values } })
      .catch(() => null);
    status.removeEventListener("htmx:afterRequest", hear);
    return answer;
  }
  const waiting = () => new Set([...pending.keys(), ...queue.flatMap((batch) => (batch instanceof Map ? [...batch.keys()] : []))]);
  async function send() {
    clearTimeout(retry);
    if (isBusy || (!pending.size && !queue.length)) return;
    if (!queue.length) {
      queue.push(new Map(pending));
      pending.clear();
    }
    const batch = queue[0];
    if (!(batch instanceof Map)) return sendRange(batch);
    const values = {};
    for (const [code, entry] of batch) {
      if (entry.text !== undefined) values[`s.${code}`] = entry.text;
      if (entry.note !== undefined) values[`g.${code}`] = entry.note;
      values[`n.${code}`] = hidden("n", code).value; // as the answer before has left it
    }
    isBusy = true;
    say("Đang lưu…");
    const xhr = await post(form.dataset.cells, values);
    isBusy = false;
    if (xhr?.status === 200) {
      queue.shift();
      take(JSON.parse(xhr.responseText), batch);
    } else if (REFUSED.includes(xhr?.status)) {
      queue.shift();
      part(batch, xhr);
    } else {
      return keep(xhr?.status);
    }
    send();
  }
  // A batch that was refused goes out again in halves, until what is wrong stands alone.
  function part(batch, xhr) {
    const all = [...batch];
    if (all.length > 1) {
      const middle = all.length >> 1;
      queue.unshift(new Map(all.slice(0, middle)), new Map(all.slice(middle)));
      return;
    }
    const [[code, entry]] = all;
    if (entry.text !== undefined && entry.note !== undefined) {
      const { text, note, ...rest } = entry;
      queue.unshift(new Map([[code, { ...rest, text }]]), new Map([[code, { ...rest, note }]]));
      return;
    }
    const box = boxOf(code);
    const row = box?.closest("tr");
    if (!row || pending.has(code)) return; // newer words are on their way
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    const why = page.querySelector(".note-bad span")?.textContent.trim() || "Máy chủ không nhận nội dung này.";
    const parts = [entry.text === undefined ? "note" : "text"];
    saved.set(parts[0] === "text" ? box : noteOf(box), entry.was[parts[0]] ?? "");
    forgetOf(entry, parts);
    const cell = row.querySelector(".cell");
    trouble(row, { at: box.id.slice(1), code }, { code, outcome: "refused", text: why, parts, typed: entry.text ?? null, note: entry.note ?? null });
    delete cell.dataset.was;
    cell.classList.remove("st-typing", "st-wait", "st-saved", "st-warn", "st-none");
    cell.classList.add("st-bad");
    mark(cell, "octagon-alert");
    review();
    say(`${held.size} ô chưa lưu.`);
  }
  // What was not taken waits and goes out again as it was, before newer words.
  function keep(code) {
    for (const row of waiting()) {
      const cell = boxOf(row)?.closest(".cell");
      if (!cell) continue;
      delete cell.dataset.was;
      cell.classList.remove("st-typing");
      cell.classList.add("st-wait");
      mark(cell, "wifi-off");
      cell.parentElement.querySelector(".src").textContent = "chờ gửi";
    }
    if (code === 401) {
      say(`Đăng nhập lại để lưu ${waiting().size} ô đang chờ.`);
      return;
    }
    say(`Chưa gửi được ${waiting().size} ô, nội dung vẫn còn. Đang thử lại…`);
    retry = setTimeout(send, RETRY);
  }
  addEventListener("online", send);
  document.addEventListener("signed-in", () => setTimeout(send));
  // What waits, what was not taken and what is being typed is asked about before it is lost.
  const isTyped = () => [...form.querySelectorAll(".o, .g")].some((box) => box.value !== saved.get(box));
  addEventListener("beforeunload", (event) => { if (isWaiting() || isTyped()) event.preventDefault(); });

  // ---- what the server says
  function take(told, batch = new Map(), pasted = null) {
    if (told.ask) {
      dialog.innerHTML = told.ask;
      dialog.showModal();
      say("Cần chọn cách hiểu vùng dán.");
      return;
    }
    const answers = new Map(told.written.map((one) => [one.code, one]));
    const refused = new Map(told.written.filter((one) => !["saved", "same"].includes(one.outcome)).map((one) => [one.code, one]));
    for (const one of told.written) {
      const entry = batch.get(one.code);
      if (!entry || one.outcome === "saved") continue;
      const newer = pending.get(one.code);
      if (one.outcome === "stale" && newer) {
        // Asked about once, with the newest words.
        pending.set(one.code, { ...said(one), ...newer, was: { ...newer.was, ...entry.was } });
        forgetOf(entry, ["text", "note"]);
        continue;
      }
      const isWhole = ["same", "closed"].includes(one.outcome) || (one.outcome === "stale" && one.parts.includes("text"));
      forgetOf(entry, isWhole ? ["text", "note"] : one.parts);
      if (isWhole) continue;
      // What is not at issue goes on alone.
      for (const part of ["text", "note"]) {
        const words = said(one)[part];
        if (one.parts.includes(part) || words === undefined) continue;
        pending.set(one.code, { steps: [], was: entry.was, [part]: words, ...pending.get(one.code) });
        one[part === "text" ? "typed" : "note"] = null;
      }
    }
    for (const line of told.lines) {
      const row = document.getElementById(`d${line.at}`);
      if (!row) continue;
      const one = answers.get(line.code);
      const box = row.querySelector(".o");
      const isOurs = one?.outcome === "saved" || (one?.outcome === "same" && one.mine);
      const number = box && hidden("n", line.code);
      if (pending.has(line.code) || (box && !one && isOpen(row) && number.value !== String(line.number))) {
        // Newer words are there. Only our own change is what they were typed upon.
        if (isOurs) number.value = line.number;
        const no = refused.get(line.code);
        if (no && no.outcome !== "stale") settle(row, line, no, batch.get(line.code));
        continue;
      }
      put(row, line, refused.get(line.code), isOurs);
    }
    if (pasted) stepOf(pasted, told);
    document.querySelector("#can-xem").innerHTML = told.issues;
    document.querySelectorAll("#messages .note-bad").forEach((one) => one.remove()); // it was about what came before
    review();
    const tab = document.querySelector(".tabs [aria-current=page]");
    tab.querySelector(".num")?.remove();
    if (told.errors) {
      tab.insertAdjacentHTML("beforeend", ' <span class="num hot"><b></b><span class="vh"> lỗi</span></span>');
      tab.querySelector("b").textContent = told.errors;
    }
    document.querySelector("#do").textContent = told.meter;
    const button = document.querySelector("#nop");
    if (told.why) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
    document.querySelector("#vsn").textContent = told.why ? `Chưa nộp được: ${told.why}` : "";
    const count = told.written.filter((one) => one.outcome === "saved").length;
    const left = new Set([...held.keys(), ...refused.keys()].filter((code) => !pending.has(code))).size;
    say([count ? `Đã lưu ${count} ô.` : left ? "" : "Không có gì đổi.", left ? `${left} ô chưa lưu.` : ""].join(" ").trim());
  }
  // The words of an answer, by part.
  function said({ typed, note }) {
    return Object.fromEntries([["text", typed], ["note", note]].filter(([, words]) => words !== null && words !== undefined));
  }
  // A part was refused while newer words for the row were there.
  function settle(row, line, refused, entry) {
    const newer = pending.get(line.code);
    const box = row.querySelector(".o");
    for (const part of refused.parts) {
      const one = part === "text" ? box : noteOf(box);
      const stands = part === "text" ? line.typed : line.note;
      if (newer?.[part] === undefined) { saved.set(one, stands); continue; }
      newer.was[part] = stands;
      for (const step of newer.steps) if (step.has(one) && step.get(one).before === entry?.[part]) step.get(one).before = stands;
    }
    if (refused.parts.some((part) => newer?.[part] === undefined)) trouble(row, line, refused);
  }
  // Whether somebody is typing in a row: what was typed and not yet left.
  function isOpen(row) {
    const box = document.activeElement;
    return row.contains(box) && box.matches(".o, .g") && box.value !== saved.get(box);
  }
  function put(row, line, refused, isOurs = false) {
    const cell = row.querySelector(".cell");
    const box = cell.querySelector(".o");
    const words = held.get(line.code);
    const isKept = !refused && words?.told.parts.some((part) => words[part] !== undefined);
    if (isKept) refused = { ...words.told, typed: words.text ?? null, note: words.note ?? null };
    const isText = refused?.parts.includes("text");
    cell.dataset.state = line.state;
    cell.dataset.icon = isText ? "octagon-alert" : line.icon;
    delete cell.dataset.was;
    const both = cell.classList.contains("both") ? "both" : "";
    const classes = (look) => ["cell", look, both].filter(Boolean).join(" ");
    cell.className = classes(isText ? "st-bad" : line.css);
    mark(cell, cell.dataset.icon);
    const sum = cell.querySelector(".sum");
    if (sum) sum.textContent = line.sum;
    const out = cell.querySelector(".out:not(.sum)");
    if (out) (out.querySelector("a") ?? out).textContent = line.said || "trống";
    row.querySelector(".src").textContent = line.source;
    const count = row.querySelector(".from .so");
    if (count) count.textContent = line.counted;
    if (line.counted && hidden("c", line.code)) hidden("c", line.code).value = line.counted;
    if (!box) {
      trouble(row, line, refused);
      return;
    }
    // A question that still stands was asked about the number of then.
    if (!isKept || isOurs) hidden("n", line.code).value = line.number;
    if (line.bad) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
    if (line.issue) box.setAttribute("aria-describedby", line.issue);
    else box.removeAttribute("aria-describedby");
    const note = noteOf(box);
    note?.removeAttribute("aria-invalid");
    note?.removeAttribute("aria-describedby");
    // What is being typed and what was not taken stays; the rest is what the server has.
    const stays = (one, said) => said !== undefined && said !== null || (one === document.activeElement && one.value !== saved.get(one));
    const now = refused ? { text: refused.typed, note: refused.note } : {};
    if (!stays(box, now.text) && box.value !== line.typed) box.value = line.typed;
    saved.set(box, line.typed);
    if (note) {
      if (!stays(note, now.note) && note.value !== line.note) note.value = line.note;
      saved.set(note, line.note);
    }
    const usual = { css: classes(line.css), icon: line.icon };
    if (isKept) {
      Object.assign(words, usual);
      accuse(box, words.told, `v${line.at}`);
    } else {
      trouble(row, line, refused, usual);
    }
    if (!refused) look(box);
  }
  function accuse(box, { parts }, id) {
    for (const one of parts.map((part) => (part === "text" ? box : noteOf(box)))) {
      one?.setAttribute("aria-invalid", "true");
      one?.setAttribute("aria-describedby", id);
    }
  }
  // Beside a cell that was not taken: why, and where somebody else has written, which one stays.
  function trouble(row, line, refused, usual = {}) {
    row.querySelector(".err")?.remove();
    held.delete(line.code);
    if (!refused) return;
    const note = document.createElement("span");
    note.className = "err";
    note.id = `v${line.at}`;
    note.setAttribute("role", "alert");
    note.append(refused.outcome === "stale" ? refused.text.replace(/ Lưu lần nữa.*$/, "") : refused.text);
    row.querySelector(".from").append(note);
    const box = row.querySelector(".o");
    if (!box) return;
    // Wrong words stay in their box; its saved value is what the server has.
    const words = { told: refused, ...usual };
    const memo = noteOf(box);
    for (const [part, one, said] of [["text", box, refused.typed], ["note", memo, refused.note]]) {
      if (!one || said === null || said === undefined || pending.get(line.code)?.[part] !== undefined) continue;
      words[part] = said;
      if (one !== document.activeElement || one.value === saved.get(one)) one.value = said;
    }
    accuse(box, refused, note.id);
    held.set(line.code, words);
    if (refused.outcome !== "stale") return;
    const isText = refused.parts.includes("text");
    const choose = (label, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm";
      button.textContent = label;
      button.addEventListener("click", () => { act(); (isText ? box : memo).focus(); });
      note.append(" ", button);
    };
    choose(isText ? `Giữ ${box.value || "trống"}` : "Giữ ghi chú của bạn", () => {
      hidden("n", line.code).value = refused.number;
      for (const [part, one] of [["text", box], ["note", memo]]) if (words[part] !== undefined) later(one);
      note.remove();
      send();
    });
    words.take = () => {
      const mine = isText ? words.note : undefined;
      held.delete(line.code);
      if (isText) box.value = saved.get(box);
      else memo.value = saved.get(memo);
      if (isText && mine !== undefined && refused.parts.includes("note")) {
        // Their number, and still two notes: one of them has to be chosen as well.
        put(row, line, { ...refused, typed: null, parts: ["note"], text: "Ghi chú của bạn chưa lưu." });
        return;
      }
      const typed = mine === undefined ? null : memo.value;
      put(row, line, null);
      if (typed === null) return;
      memo.value = typed;
      later(memo);
      send();
    };
    choose(isText ? `Lấy ${refused.theirs}` : "Lấy ghi chú của họ", words.take);
  }

  // ---- pasting a range
  form.addEventListener("paste", (event) => {
    const box = event.target;
    if (!box.matches(".o")) return;
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    const values = { tu: box.dataset.code, bang: text };
    if (new URLSearchParams(values).toString().length > LARGEST) {
      say("Chưa dán: vùng đã chép quá lớn. Hãy chỉ chép các dòng của biểu.");
      return;
    }
    if (pending.size) { // typed before it: it goes first
      queue.push(new Map(pending));
      pending.clear();
    }
    queue.push({ values, box });
    send();
  });
  // A range that was pasted goes out in its turn; one that found no connection is sent again.
  async function sendRange({ values, box }) {
    isBusy = true;
    say("Đang dán…");
    const before = new Map([...form.querySelectorAll(".o")].map((one) => [one, saved.get(one)]));
    const xhr = await post(form.dataset.paste, values);
    isBusy = false;
    const isLost = !xhr?.status || xhr.status > 500;
    if (isLost || xhr.status === 401) {
      say(isLost ? "Chưa dán được vì mất kết nối, vùng đã chép vẫn giữ. Đang thử lại…" : "Đăng nhập lại để dán vùng đang chờ.");
      if (isLost) retry = setTimeout(send, RETRY);
      return;
    }
    queue.shift();
    if (xhr.status === 200) take(JSON.parse(xhr.responseText), new Map(), { box, before });
    else say("Chưa dán được: xem lời nhắn đầu trang.");
    send();
  }
  // A paste is one step, also for the box in which it began.
  function stepOf({ box, before }, told) {
    const step = new Map();
    for (const one of told.written) {
      const to = boxOf(one.code);
      if (!to || one.outcome === "same" || one.outcome === "closed") continue;
      step.set(to, { before: before.get(to), after: one.outcome === "saved" ? to.value : undefined });
    }
    if (!step.size) return;
    if (!step.has(box)) step.set(box, { before: saved.get(box), after: saved.get(box) });
    remember(step);
  }
  // What keys and buttons do with a box (grid_keys.js).
  globalThis.annexGrid = { form, dialog, saved, held, boxes, boxOf, noteOf, iconOf, isHeld, isWaiting, commit, restore, undo, send, say };
}
