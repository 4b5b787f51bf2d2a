// A list under the keyboard, and a bulk bar that says which actions all chosen rows allow.
"use strict";
{
  const boxOf = (row) => row.querySelector("input[type=checkbox][name=chon]");
  const rowsOf = (table) => [...table.querySelectorAll("tbody tr:has(a.rl)")];

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const row = event.target.closest(".list tbody tr");
    if (!row || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    const rows = rowsOf(row.closest("table"));
    // No letters: an input method rewrites what one types, wherever the focus is.
    const bare = !event.ctrlKey && !event.metaKey && event.target.matches("a.rl");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (step) {
      const next = rows[rows.indexOf(row) + step];
      if (!next) return;
      event.preventDefault();
      if (event.shiftKey) for (const chosen of [row, next]) choose(boxOf(chosen), true);
      next.querySelector("a.rl").focus();
    } else if (event.code === "Space" && bare && event.target.dataset.peek && !event.shiftKey) {
      event.preventDefault();
      look(event.target);
    } else if (event.code === "Space" && bare) {
      const box = boxOf(row);
      if (!box) return;
      event.preventDefault();
      choose(box, !box.checked);
    } else if (event.code === "KeyA" && event.ctrlKey && boxOf(row)) {
      event.preventDefault();
      for (const each of rows) choose(boxOf(each), true);
    }
  });

  // The way in before the page leads to the first row.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-first]") && document.querySelector(".list a.rl");
    if (!row) return;
    event.preventDefault();
    row.focus();
  });

  function choose(box, checked) {
    if (!box || box.checked === checked) return;
    box.checked = checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("change", (event) => {
    const list = event.target.closest(".listbox");
    if (!list) return;
    const boxes = [...list.querySelectorAll("input[name=chon]")];
    if (event.target.matches("[data-all]")) for (const box of boxes) box.checked = event.target.checked;
    const chosen = boxes.filter((box) => box.checked);
    const all = list.querySelector("[data-all]");
    if (all) {
      all.checked = chosen.length > 0 && chosen.length === boxes.length;
      all.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
    }
    weigh(list, chosen);
    uncover(event.target.closest("tr"), list.querySelector(".bulk"));
  });

  // The bar comes up over the end of the list: on a phone over the very row that was ticked.
  function uncover(row, bulk) {
    if (!row || !bulk) return;
    const over = row.getBoundingClientRect().bottom - bulk.getBoundingClientRect().top;
    if (bulk.offsetHeight && over > 0) scrollBy({ top: over + 8 });
  }

  // «Cả N» asks what each action says of all that fit the filters: why not, or to how many.
  async function weigh(list, chosen) {
    const whole = list.querySelector("[data-whole]");
    const isWhole = Boolean(whole?.checked);
    const weighed = isWhole ? await answers(whole) : {};
    if (isWhole !== Boolean(whole?.checked)) return; // unticked while it was asked
    for (const button of list.querySelectorAll("[data-action]")) {
      const { no, told } = weighed[button.dataset.action] ?? {};
      if (isWhole) bar(list, button, no, told);
      else allow(list, button, chosen);
    }
  }

  // Where there is no answer, nothing is forbidden here: each row is looked at when it is done.
  async function answers(whole) {
    try {
      const answer = await fetch(whole.dataset.whole, { headers: { Accept: "application/json" } });
      return answer.ok ? await answer.json() : {};
    } catch {
      return {};
    }
  }

  function bar(list, button, reason, told) {
    const why = list.querySelector(`[data-why="${button.dataset.action}"]`);
    button.setAttribute("aria-disabled", reason ? "true" : "false");
    why.hidden = !(reason || told);
    why.querySelector("button").hidden = true;
    if (!why.hidden) why.querySelector("span").textContent = `${button.textContent.trim()}: ${reason || told}.`;
    return why;
  }

  // data-no on a box: the actions its row does not allow, each with its reason; data-alike: in
  // what rows must be the same to be done together.
  function allow(list, button, chosen) {
    const action = button.dataset.action;
    const reasonOf = (box) => JSON.parse(box.dataset.no || "{}")[action];
    const kindOf = (box) => JSON.parse(box.dataset.alike || "{}")[action];
    let against = chosen.filter(reasonOf);
    let reason = "";
    if (against.length) {
      const [first] = against;
      const others = against.length > 1 ? ` (và ${against.length - 1} mục khác)` : "";
      reason = `${first.dataset.name} ${reasonOf(first)}${others}`;
    } else if (button.dataset.unlike && chosen.length) {
      against = chosen.filter((box) => kindOf(box) !== kindOf(chosen[0]));
      if (against.length) reason = button.dataset.unlike;
    }
    const why = bar(list, button, reason);
    if (!reason) return;
    const fitting = chosen.length - against.length;
    const keep = why.querySelector("button");
    keep.hidden = !fitting;
    keep.textContent = `Chỉ chọn ${fitting} mục phù hợp`;
    keep.onclick = () => {
      for (const box of against) choose(box, false);
      button.focus();
    };
  }

  // The tab that is open is in sight, wherever the row of tabs is longer than the page.
  function showTab() {
    for (const tab of document.querySelectorAll(".tabs > [aria-current]")) {
      const row = tab.parentElement, at = tab.getBoundingClientRect(), box = row.getBoundingClientRect();
      if (at.left < box.left || at.right > box.right) row.scrollLeft += at.left - box.left - 24;
    }
  }
  showTab();
  document.addEventListener("htmx:afterSettle", showTab);

  document.addEventListener("click", (event) => {
    const clear = event.target.closest("[data-clear]");
    if (!clear) return;
    const list = clear.closest(".listbox");
    for (const box of list.querySelectorAll("input[name=chon], [data-whole]")) choose(box, false);
    list.querySelector("a.rl")?.focus();
  });

  // A glance at a row, over its list: the same keys go on to its neighbours. What can be
  // turned over has links marked data-turn, to the glance at another page.
  let looked = null;
  let asked = 0;
  async function look(link, query = "") {
    const dialog = document.querySelector("#peek");
    if (!dialog) return;
    looked = link;
    const mine = ++asked;
    const answer = await fetch(link.dataset.peek + query, { headers: { "HX-Request": "true" } });
    if (mine !== asked) return; // something else was asked for since, or it was closed
    if (!answer.ok) return location.assign(link.href);
    const part = dialog.querySelector("div");
    const way = document.activeElement?.dataset.turn;
    part.innerHTML = await answer.text();
    if (!dialog.open) dialog.showModal();
    (part.querySelector(`[data-turn="${way}"]`) ?? part).focus();
    if (!query) dialog.scrollTop = 0;
  }

  function turn(link) {
    if (link) look(looked, link.getAttribute("href"));
    return Boolean(link);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#peek [data-turn]");
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (link && looked && isPlain && turn(link)) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    const dialog = event.target.closest("#peek");
    if (!dialog || !looked || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = looked.closest("tr"), rows = rowsOf(row.closest("table"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (step) {
      event.preventDefault();
      const next = rows[rows.indexOf(row) + step]?.querySelector("a.rl[data-peek]");
      if (next) look(next);
    } else if (event.code === "ArrowLeft" || event.code === "ArrowRight") {
      const way = event.code === "ArrowLeft" ? "before" : "after";
      if (turn(dialog.querySelector(`[data-turn="${way}"]`))) event.preventDefault();
    } else if (event.code === "Space" && event.shiftKey && boxOf(row)) {
      event.preventDefault();
      choose(boxOf(row), !boxOf(row).checked);
    } else if (event.code === "Enter" && !event.target.matches("a, button")) {
      looked.click();
    } else if (event.code === "Space" && !event.target.matches("a, button")) {
      event.preventDefault();
      dialog.close();
    }
  });
  document.querySelector("#peek")?.addEventListener("close", () => {
    asked += 1;
    looked?.focus();
  });
}
