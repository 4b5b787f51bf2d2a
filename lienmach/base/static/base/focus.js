// Where the focus goes after a part of the page was replaced: never to the body. What a page asks
// for by itself moves no focus but one that it took away.
"use strict";
{
  let typed = false, taken = false;
  document.addEventListener("keydown", () => (typed = true), true);
  document.addEventListener("pointerdown", () => (typed = false), true);

  document.addEventListener("htmx:beforeSwap", ({ detail }) => (taken = detail.target.contains(document.activeElement)));
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    const wanted = part.matches?.("[data-focus]") ? part : part.querySelector?.("[data-focus]");
    if (wanted) return wanted.focus();
    const said = part.querySelector?.("[data-said]");
    if (said) document.querySelector("#said").textContent = said.dataset.said || said.textContent;
    if (document.activeElement !== document.body || !typed) return;
    if (!taken && !event.detail.requestConfig?.triggeringEvent) return;
    const next = part.matches?.("[tabindex]") ? part : part.querySelector?.("[data-heading]");
    (next ?? document.querySelector("#noidung")).focus({ preventScroll: true });
  });

  // A form that was sent by key opened another page: go on in its content.
  const arriving = "arriving";
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (typed && detail.xhr.getResponseHeader("HX-Redirect")) sessionStorage.setItem(arriving, "1");
  });
  if (sessionStorage.getItem(arriving)) {
    sessionStorage.removeItem(arriving);
    if (document.activeElement === document.body) document.querySelector("#noidung")?.focus({ preventScroll: true });
  }

  // Back to a list: the row that was opened has the focus again.
  const key = "opened";
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.rl");
    if (link) sessionStorage.setItem(key, JSON.stringify([location.href, link.id]));
  });
  const [address, id] = JSON.parse(sessionStorage.getItem(key) ?? "[]");
  const way = performance.getEntriesByType("navigation")[0]?.type;
  if (address === location.href && way !== "navigate") {
    document.getElementById(id)?.focus({ preventScroll: true });
  }
}
