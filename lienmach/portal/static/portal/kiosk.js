// The kiosk forgets whoever has left: half a minute of nothing, ten seconds of warning.
const page = document.querySelector("[data-kiosk]");
const shown = document.querySelector("[data-idle]");
let idle = 0;

for (const touched of ["pointerdown", "keydown", "touchstart"]) {
  addEventListener(touched, () => { idle = 0; shown.hidden = true; }, { passive: true });
}
setInterval(() => {
  idle += 1;
  shown.hidden = idle < 30;
  shown.querySelector("b").textContent = String(40 - idle);
  if (idle >= 40) { location.replace(page.dataset.kiosk); }
}, 1000);
if (page.hasAttribute("data-print-ticket")) { print(); }
