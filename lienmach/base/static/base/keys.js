// Keys of a page: F1 shows them; data-key="Alt+PageDown" on a button or link is pressed by it.
// Never a bare letter or digit: Vietnamese keyboards rewrite those. Codes, not characters.
// Who turned keys off (data-keys) has F1 alone, which says what they were.
"use strict";
{
  const name = (event) =>
    [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift", event.code].filter(Boolean).join("+");

  // What has a key on this page, before what every page has.
  const showOwn = () => {
    const own = document.querySelector("#keys-own"), told = new Map();
    for (const pressed of document.querySelectorAll("main [data-key]")) {
      const keys = [...pressed.querySelectorAll("kbd")].map((kbd) => kbd.textContent).join(" ");
      const words = [...pressed.childNodes].filter((n) => n.nodeName !== "KBD").map((n) => n.textContent).join(" ");
      if (keys && pressed.checkVisibility()) told.set(keys, words.trim());
    }
    own.replaceChildren(...[...told].flatMap(([keys, words]) => {
      const term = document.createElement("dt");
      term.append(Object.assign(document.createElement("kbd"), { textContent: keys }));
      return [term, Object.assign(document.createElement("dd"), { textContent: words })];
    }));
  };
  document.addEventListener("click", (event) => event.target.closest("[data-show='#keys']") && showOwn());

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.repeat) return;
    const keys = document.querySelector("#keys");
    if (event.code === "F1" && keys) {
      event.preventDefault();
      if (keys.open) keys.close();
      else {
        showOwn();
        keys.showModal();
      }
      return;
    }
    if (document.documentElement.dataset.keys) return;
    if (!event.altKey && !event.ctrlKey && !/^F\d+$/.test(event.code)) return;
    const pressed = [...document.querySelectorAll("[data-key]")].findLast((e) => e.dataset.key === name(event));
    if (!pressed || pressed.getAttribute("aria-disabled") === "true") return;
    event.preventDefault();
    pressed.click();
    const fold = pressed.matches("summary") && pressed.parentElement;
    if (fold?.open) fold.querySelector("textarea, input:not([type=hidden]), select")?.focus();
  });
}
