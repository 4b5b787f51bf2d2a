// Panels that open: <details class="drop"> and <dialog>. Esc or a click elsewhere closes them.
"use strict";
{
  const closeAll = (except) => {
    for (const drop of document.querySelectorAll("details.drop[open]")) {
      if (!drop.contains(except)) drop.open = false;
    }
  };
  document.addEventListener("click", (event) => {
    closeAll(event.target);
    const opener = event.target.closest("[data-show]");
    if (opener) document.querySelector(opener.dataset.show)?.showModal();
  });
  document.addEventListener("keydown", (event) => {
    if (event.code !== "Escape" || event.isComposing) return;
    const drop = event.target.closest?.("details.drop[open]");
    if (drop) {
      drop.open = false;
      drop.querySelector("summary").focus();
    }
  });
  // A dialog that arrives with an answer opens by itself.
  document.addEventListener("htmx:afterSwap", (event) => {
    event.target.querySelector?.("dialog[data-open]:not([open])")?.showModal();
  });
  // How pages look: at once here, kept by the server for the next page.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-display]");
    if (!form) return;
    const { name, value } = event.target;
    if (value) document.documentElement.dataset[name] = value;
    else delete document.documentElement.dataset[name];
  });
}
