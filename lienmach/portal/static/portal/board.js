// New calls ring and are spoken where the browser can; a board that hears nothing says so.
const stale = document.querySelector("[data-stale]");
const button = document.querySelector("[data-sound]");
let heard = Date.now(), known = new Set(), audio = null;

const calls = () => [...document.querySelectorAll("[data-call]")];
const ring = () => {
  if (!audio) { return; }
  [0, 0.25].forEach((at, n) => {
    const tone = audio.createOscillator();
    tone.frequency.value = n ? 660 : 880;
    tone.connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.2);
  });
};
const speak = (call) => {
  const voice = window.speechSynthesis?.getVoices().find((v) => v.lang.startsWith("vi"));
  if (!audio || !voice) { return; }
  const words = new SpeechSynthesisUtterance(
    `Mời số ${[...call.dataset.number].join(" ")} đến quầy ${call.dataset.window}`);
  words.voice = voice;
  words.lang = "vi-VN";
  window.speechSynthesis.speak(words);
};
const look = () => {
  const fresh = calls().filter((call) => !known.has(call.dataset.call));
  known = new Set(calls().map((call) => call.dataset.call));
  fresh.forEach((call) => { call.classList.add("is-new"); speak(call); });
  if (fresh.length) { ring(); }
};

known = new Set(calls().map((call) => call.dataset.call));
document.addEventListener("htmx:afterSettle", () => { heard = Date.now(); look(); });
setInterval(() => { stale.hidden = Date.now() - heard < 15000; }, 1000);
button.addEventListener("click", () => { audio = new AudioContext(); button.hidden = true; ring(); });
