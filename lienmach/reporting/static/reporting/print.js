// A button with data-print opens the browser's own dialog; it is hidden where no script runs.
"use strict";
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
