// Passwords can be looked at while they are typed; without this script they stay hidden.
"use strict";
{
  const addButton = (input) => {
    if (input.dataset.reveal === "ready") return;
    input.dataset.reveal = "ready";
    const box = document.createElement("span");
    box.className = "day";
    input.replaceWith(box);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.setAttribute("aria-controls", input.id);
    const say = () => {
      const isShown = input.type === "text";
      button.textContent = isShown ? "Ẩn" : "Hiện";
      button.setAttribute("aria-label", isShown ? "Ẩn mật khẩu" : "Hiện mật khẩu");
    };
    button.addEventListener("click", () => {
      input.type = input.type === "password" ? "text" : "password";
      say();
    });
    // Sent hidden, so that no browser keeps it among the words typed before.
    input.form?.addEventListener("submit", () => {
      input.type = "password";
      say();
    });
    say();
    box.append(input, button);
  };
  const prepare = (part) => part.querySelectorAll("input[data-reveal]").forEach(addButton);
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
  prepare(document);
}
