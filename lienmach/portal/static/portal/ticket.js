// A number follows itself: it is asked for again, and the telephone shakes when it is called.
// A browser shakes only for whoever touched the page, so that is asked by a button.
const shown = document.querySelector("[data-turn]");
const button = document.querySelector("[data-shake]");
let shakes = false;

const show = (next, title) => {
  if (!next || next.textContent === shown.textContent) { return; }
  const isCalled = next.dataset.turn === "called" && shown.dataset.turn !== "called";
  Object.assign(shown.dataset, next.dataset);
  shown.replaceChildren(...next.childNodes);
  button.hidden = button.hidden || next.dataset.turn !== "waiting";
  document.title = title;
  if (isCalled && shakes) { navigator.vibrate([400, 200, 400, 200, 400]); }
};
const look = async () => {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    show(page.querySelector("[data-turn]"), page.title);
  } catch { /* no connection: asked again */ }
  wait();
};
const wait = () => { if (Number(shown.dataset.refresh)) { setTimeout(look, shown.dataset.refresh * 1000); } };

button.hidden = !("vibrate" in navigator) || shown.dataset.turn !== "waiting";
button.addEventListener("click", () => {
  shakes = navigator.vibrate(200);
  button.disabled = true;
  button.textContent = "Sẽ rung khi đến lượt";
});
wait();
