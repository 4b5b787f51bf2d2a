/* A page that was opened to be printed prints itself, once, when its font is there.
   Where it was opened in a window of its own it closes that window afterwards. */
(() => {
  const page = document.querySelector("[data-print]");
  if (!page) return;
  const mark = `printed-${page.dataset.print}`;
  if (sessionStorage.getItem(mark)) return;  // reloaded: the printer has it already
  sessionStorage.setItem(mark, "1");
  addEventListener("afterprint", () => { if (history.length === 1) window.close(); }, { once: true });
  document.fonts.ready.then(() => window.print());
})();
document.querySelector("[data-print-now]")?.addEventListener("click", () => window.print());
