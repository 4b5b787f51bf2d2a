/* Scanning on the hand-over pages: each code read ticks its line, with a sound.
   A scanner is a fast typist: eight signs or more, less than 35 ms apart, then Enter;
   it is heard wherever the focus is, and what it typed there is taken back. */
(() => {
  const form = document.querySelector("[data-hand-over]");
  if (!form) return;
  const field = form.querySelector("#quet");
  const said = form.querySelector("#vua-quet");
  const outside = form.querySelector("#la");
  const boxes = () => [...form.querySelectorAll("[data-column] input[type=checkbox]")];
  const codeOf = (box) => box.dataset.code ?? box.value;
  let audio;

  function sound(good) {
    try {
      audio ??= new AudioContext();
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = good ? 1320 : 220;
      volume.gain.value = 0.08;
      tone.connect(volume).connect(audio.destination);
      tone.start();
      tone.stop(audio.currentTime + (good ? 0.08 : 0.25));
    } catch { /* a machine without sound still shows the tick */ }
  }

  function tell(text, good) {
    said.textContent = text;
    sound(good);
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
    event.stopPropagation();
    burst = [];
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

  let burst = [];
  let last = 0;
  let before = null;
  document.addEventListener("keydown", (event) => {
    const at = document.activeElement;
    if (at === field || event.isComposing) return;
    if (event.timeStamp - last >= 35) { burst = []; before = { at, value: at?.value }; }
    last = event.timeStamp;
    if (event.key.length === 1 && !event.ctrlKey && !event.altKey) {
      burst.push(event.key);
    } else if (event.key === "Enter" && burst.length >= 8) {
      event.preventDefault();
      event.stopPropagation();
      if (before?.at && "value" in before.at && before.at.type !== "checkbox") before.at.value = before.value;
      read(burst.join(""));
      burst = [];
    }
  }, true);
  count();
})();
