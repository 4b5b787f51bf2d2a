/* The button that prints; without a script the browser's own way stays. */
document.querySelector("[data-print-now]")?.addEventListener("click", () => window.print());
