/* The hand-over pages: each code that was scanned (scan.js) or typed ticks its line. */
(() => {
  const form = document.querySelector("[data-hand-over]");
  if (!form) return;
  const field = form.querySelector("#quet");
  const said = form.querySelector("#vua-quet");
  const outside = form.querySelector("#la");
  const boxes = () => [...form.querySelectorAll("[data-column] input[type=checkbox]")];
  const codeOf = (box) => box.dataset.code ?? box.value;
  function tell(text, good) {
    said.textContent = text;
    document.dispatchEvent(new CustomEvent("sounded", { detail: { good } }));
  }

  function count() {
    let total = 0;
    for (const column of form.querySelectorAll("[data-column]")) {
      const own = [...column.querySelectorAll("input[type=checkbox]")];
      const left = own.filter((box) => !box.checked);
      const ticked = own.length - left.length;
      total += ticked;
      const tails = left.map((box) => `…${codeOf(box).slice(-4)}`);
      const named = tails.length <= 5 ? `: ${tails.join(", ")}` : "";
      column.querySelector("[data-left]").textContent = !ticked ? "" :
        left.length ? `Còn thiếu ${left.length} hồ sơ chưa quét${named}` : "Đã quét đủ";
      const counter = column.querySelector("[data-count]");
      if (counter) counter.textContent = ticked ? `${ticked}/${own.length}` : own.length;
    }
    const sum = form.querySelector("[data-total]");
    if (sum) sum.textContent = total ? `Đã chọn ${total} hồ sơ` : "";
  }

  async function refuse(code) {
    if (!outside) return tell(`${code}: không có trong biên bản này`, false);
    tell(`${code}: không chờ bàn giao ở đây`, false);
    const known = [...outside.querySelectorAll("input")].some((box) => box.value === code);
    if (known) return;
    try {
      const answer = await fetch(`${form.dataset.check}?ma=${encodeURIComponent(code)}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      outside.insertAdjacentHTML("beforeend", await answer.text());
      form.querySelector("#ngoai").hidden = false;
      said.textContent = outside.lastElementChild.textContent.trim();
    } catch { /* the line is told again when the sheet is made */ }
  }

  function read(text) {
    const code = text.trim().toUpperCase();
    if (!code) return;
    if (code.startsWith("BG-") && form.dataset.check) {
      location.assign(`${form.getAttribute("action")}?quet=${encodeURIComponent(code)}`);
      return;
    }
    const link = text.match(/\/q\/([\w-]{8,40})\/?\s*$/);
    const box = boxes().find((one) => link
      ? one.dataset.tokens.split(" ").includes(link[1])
      : codeOf(one).toUpperCase() === code);
    if (!box) { refuse(link ? text.trim() : code); return; }
    const again = box.checked;
    box.checked = true;
    box.closest("li").scrollIntoView({ block: "nearest" });
    tell(again ? `${codeOf(box)}: đã quét rồi` : `${codeOf(box)}: đã đánh dấu`, !again);
    count();
  }

  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey) return;
    event.preventDefault();
    read(field.value);
    field.value = "";
  });
  form.addEventListener("change", count);
  form.addEventListener("submit", () => { field.value = ""; });
  form.querySelector("[data-all]")?.addEventListener("click", () => {
    const all = boxes();
    const every = all.every((box) => box.checked);
    for (const box of all) box.checked = !every;
    tell(every ? "Đã bỏ chọn tất cả" : `Đã chọn ${all.length} hồ sơ`, true);
    count();
  });

  document.addEventListener("scanned", (event) => read(event.detail.code));
  count();
})();
