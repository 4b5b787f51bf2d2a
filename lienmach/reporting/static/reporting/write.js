// Puts a field where the cursor was; without this it is typed by hand.
(() => {
  const show = (root) => root.querySelectorAll("[data-insert]").forEach((button) => { button.hidden = false; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const area = document.querySelector("textarea[data-write]");
    if (!button || !area) return;
    area.focus();
    area.setRangeText(button.dataset.insert, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    document.getElementById("said").textContent = "Đã chèn " + button.dataset.insert;
  });
  show(document);
  document.addEventListener("htmx:afterSettle", () => show(document));
})();
