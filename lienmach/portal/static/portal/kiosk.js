// The kiosk forgets whoever has left: half a minute of nothing, its last ten seconds warned of.
const shown = document.querySelector("[data-idle]");
let idle = 0;

for (const touched of ["pointerdown", "keydown", "touchstart", "scroll"]) {
  addEventListener(touched, () => { idle = 0; shown.hidden = true; }, { passive: true });
}
setInterval(() => {
  idle += 1;
  shown.hidden = idle < 20;
  shown.querySelector("b").textContent = String(30 - idle);
  if (idle >= 30) { location.replace(shown.dataset.kiosk); }
}, 1000);
if (document.querySelector("[data-print-ticket]")) { print(); }
