// Ctrl+K: find and do. The server finds what can be opened; what can be done here is on the page.
// It is prepared anew when a form was answered with a page: that brings its own.
"use strict";
{
  const prepare = () => {
    const dialog = document.querySelector("#palette");
    if (!dialog || dialog.dataset.ready) return;
    dialog.dataset.ready = "yes";
    const box = dialog.querySelector("input"), list = dialog.querySelector("#pal-list"), none = dialog.querySelector("#pal-none");
    let shownFor = null, wantsFirst = false;

    const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
    const options = () => [...list.querySelectorAll("[role=option]")];
    const selected = () => list.querySelector("[aria-selected=true]");
    const select = (option) => {
      selected()?.setAttribute("aria-selected", "false");
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) box.setAttribute("aria-activedescendant", option.id);
      else box.removeAttribute("aria-activedescendant");
    };

    // What has a key or is the main thing of the page, as long as it can be pressed now; with
    // words typed any button, and what opens a part of the page.
    const KEYED = "main [data-key], main [data-primary]";
    const commands = () => {
      const wanted = fold(box.value.trim()).split(/\s+/), found = new Map();
      for (const pressed of document.querySelectorAll(wanted[0] ? `${KEYED}, main .btn` : KEYED)) {
        const keys = [...pressed.querySelectorAll("kbd")].map((kbd) => kbd.textContent).join(" ");
        const label = [...pressed.childNodes].filter((n) => n.nodeName !== "KBD").map((n) => n.textContent).join(" ").trim();
        if (!label || !pressed.checkVisibility() || pressed.disabled || pressed.getAttribute("aria-disabled") === "true") continue;
        const words = fold(label).split(/[^\p{L}\p{N}]+/u);
        words.push(words.map((word) => word[0] ?? "").join(""));
        if (wanted.every((one) => words.some((word) => word.startsWith(one)))) found.set(label, { pressed, keys });
      }
      return found;
    };
    const showCommands = () => {
      const found = commands();
      if (!found.size) return;
      const group = document.createElement("div"), head = document.createElement("p");
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", "pal-do");
      Object.assign(head, { id: "pal-do", className: "lab", textContent: "Lệnh ở màn hình này" });
      head.setAttribute("role", "presentation");
      group.append(head);
      for (const [label, { pressed, keys }] of found) {
        const option = document.createElement("div"), text = document.createElement("span");
        option.id = `pal-do-${group.childElementCount}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        text.textContent = label;
        option.append(dialog.querySelector("#pal-icon").content.cloneNode(true), text);
        if (keys) option.append(Object.assign(document.createElement("kbd"), { textContent: keys }));
        option.addEventListener("click", () => {
          dialog.close();
          if (pressed.matches("summary")) pressed.focus();
          pressed.click();
        });
        group.append(option);
      }
      list.append(group);
    };

    dialog.addEventListener("ask", () => {
      if (dialog.open) return;
      box.value = "";
      shownFor = null;
      wantsFirst = false;
      list.replaceChildren();
      dialog.showModal();
      htmx.trigger(box, "look");
    });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    box.addEventListener("htmx:beforeRequest", () => (box.dataset.asked = box.value));
    box.addEventListener("htmx:afterRequest", (event) => {
      if (!event.detail.successful) return;
      shownFor = box.dataset.asked;
      showCommands();
      const all = options();
      none.hidden = all.length > 0;
      select(all[0]);
      document.querySelector("#said").textContent = all.length ? `${all.length} kết quả` : none.textContent;
      if (wantsFirst && shownFor === box.value) all[0]?.click();
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const all = options(), at = all.indexOf(selected());
      if (event.code === "Escape") {
        event.preventDefault(); // a box to search in would only be emptied
        dialog.close();
      } else if (event.code === "ArrowDown" || event.code === "ArrowUp") {
        event.preventDefault();
        if (all.length) select(all.at((at + (event.code === "ArrowDown" ? 1 : -1)) % all.length));
      } else if (event.code === "Enter" || event.code === "NumpadEnter") {
        event.preventDefault();
        if (shownFor === box.value) selected()?.click();
        else wantsFirst = true; // its answer is on its way
      } else wantsFirst = false;
    });
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    document.querySelector("#palette").dispatchEvent(new Event("ask"));
  });
  document.addEventListener("scanned", () => document.querySelector("#palette")?.close()); // its page answers
  document.addEventListener("htmx:afterSettle", prepare);
  prepare();
}
