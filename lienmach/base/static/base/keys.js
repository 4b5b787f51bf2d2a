// Keys of a page: F1 shows them; data-key="Alt+PageDown" on a button or link is pressed by it.
// Never a bare letter or digit: Vietnamese keyboards rewrite those. Codes, not characters.
// Who turned keys off (data-keys) has F1 alone, which says what they were.
"use strict";
{
  const name = (event) =>
    [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift", event.code].filter(Boolean).join("+");

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.repeat) return;
    const keys = document.querySelector("#keys");
    if (event.code === "F1" && keys) {
      event.preventDefault();
      if (keys.open) keys.close();
      else keys.showModal();
      return;
    }
    if (document.documentElement.dataset.keys) return;
    if (!event.altKey && !event.ctrlKey && !/^F\d+$/.test(event.code)) return;
    const pressed = [...document.querySelectorAll("[data-key]")].findLast((e) => e.dataset.key === name(event));
    if (!pressed || pressed.getAttribute("aria-disabled") === "true") return;
    event.preventDefault();
    pressed.click();
  });
}
