// A page with a box to scan into (data-scan): what was scanned is sent in its place.
"use strict";
{
  const sound = (good) => document.dispatchEvent(new CustomEvent("sounded", { detail: { good } }));
  document.addEventListener("scanned", (event) => {
    const box = document.querySelector("[data-scan]");
    if (!box) return;
    box.value = event.detail.code;
    box.form.dataset.scanned = "";
    sound(true);
    box.form.requestSubmit();
  });
  const failed = () => document.querySelector("[data-scan-failed]") && sound(false);
  document.addEventListener("htmx:afterSettle", failed);
  failed();
}
