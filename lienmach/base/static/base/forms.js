// Forms: a guard for what was typed, Ctrl+Enter, what an answer leaves of old errors, the picker beside a day.
"use strict";
{
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) changed.add(form);
  });
  document.addEventListener("submit", ({ target }) => {
    changed.delete(target);
    const here = target.querySelector("[data-here]"); // which page this is, also once parts of it were asked for
    if (here) here.value = location.pathname + location.search;
  });
  addEventListener("beforeunload", (event) => {
    for (const form of changed) {
      if (form.isConnected) return event.preventDefault();
    }
  });

  // In a form that is filled in the key means that form and never the main thing of the page: what
  // was typed would be lost. data-enter marks what is meant where a small form has several buttons.
  const MEANT = "[data-primary], [data-enter]";
  const isFilledIn = (form) => [...form.elements].some((e) => !/^(hidden|submit|button|fieldset|output)$/.test(e.type));
  const meantBy = (form) => {
    const buttons = [...form.elements].filter((e) => e.type === "submit");
    const only = buttons.length === 1 ? buttons[0] : null;
    return form.querySelector(MEANT) ?? buttons.find((b) => b.matches(MEANT)) ?? only;
  };
  document.addEventListener("keydown", (event) => {
    if (event.code !== "Enter" || !event.ctrlKey || event.isComposing || event.repeat) return;
    if (document.documentElement.dataset.keys) return;
    // From an empty box to scan into it means the main thing: nothing typed is lost, and a search for nothing empties the page.
    const isIdle = event.target.matches("[data-scan]") && !event.target.value.trim();
    const form = isIdle ? null : (event.target.form ?? event.target.closest("form"));
    const button = form && isFilledIn(form) ? meantBy(form) : document.querySelector("main [data-primary]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    event.preventDefault();
    button.click();
  });

  // A button that is not allowed now keeps its place and its reason, and does nothing.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[aria-disabled=true]")) event.preventDefault();
  }, true);

  // What is refused as a whole was read field by field before: errors of an earlier answer are over.
  document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
    if (xhr.status !== 422 || xhr.getResponseHeader("HX-Retarget") !== "#messages") return;
    for (const told of elt.querySelectorAll(".err, .summary")) told.remove();
    for (const field of elt.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  });

  const addPicker = (input) => {
    if (input.dataset.day === "ready") return;
    input.dataset.day = "ready";
    const box = document.createElement("span");
    box.className = "day";
    input.replaceWith(box);
    const picker = document.createElement("input");
    picker.type = "date";
    picker.tabIndex = -1;
    picker.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-icon";
    button.setAttribute("aria-label", "Chọn ngày trên lịch");
    button.append(document.querySelector("#icon-day").content.cloneNode(true));
    button.addEventListener("click", () => {
      const [d, m, y] = input.value.split("/");
      picker.value = y ? `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}` : "";
      picker.showPicker();
    });
    picker.addEventListener("change", () => {
      input.value = picker.value.split("-").reverse().join("/");
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    box.append(input, button, picker);
  };
  const prepare = (part) => part.querySelectorAll("input[data-day]").forEach(addPicker);
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
  prepare(document);
}
