// What happens to a request on its way: sent once, lost connection, session at its end.
"use strict";
{
  const waiting = { form: null, submitter: null };

  // A button that was pressed rests until the answer has come.
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-boost")) return;
    setTimeout(() => submitter && (submitter.disabled = true));
  });
  addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("form[method=post] button:disabled")) {
      if (!button.hasAttribute("disabled-always")) button.disabled = false;
    }
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, target } = event.detail;
    target.setAttribute("aria-busy", "true");
    if (elt.matches("form[method=post]")) {
      if (elt.hasAttribute("data-sent")) return event.preventDefault();
      elt.setAttribute("data-sent", "");
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, target, xhr, requestConfig } = event.detail;
    target.removeAttribute("aria-busy");
    elt.removeAttribute("data-sent");
    if (xhr.status) say("");
    if (xhr.status === 401 && elt.matches("form")) {
      waiting.form = elt;
      waiting.submitter = requestConfig.triggeringEvent?.submitter; // which of its buttons says what was meant
    }
  });

  // After signing in over the page: new token into each form, then send again what was refused.
  // Somebody else's page is not sent again: it is opened anew, as the one who is here now.
  document.addEventListener("signed-in", (event) => {
    if (document.body.dataset.user !== String(event.detail.user)) return location.reload();
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
      field.value = event.detail.token;
    }
    document.querySelector("#dialogs dialog")?.close();
    document.querySelector("#dialogs").replaceChildren();
    waiting.form?.requestSubmit(waiting.submitter);
    waiting.form = waiting.submitter = null;
  });

  // No answer at all: say so where it is seen; what only reads is tried again.
  let tries = 0;
  document.addEventListener("htmx:sendError", (event) => {
    const { elt, requestConfig } = event.detail;
    const reads = requestConfig.verb === "get";
    say(reads
      ? "Mất kết nối. Nội dung đang nhập vẫn còn trên máy này. Đang thử lại…"
      : "Mất kết nối, chưa gửi được. Nội dung vẫn còn; có mạng thì bấm lại nút vừa bấm.");
    if (reads && elt.isConnected && tries < 5) {
      tries += 1;
      setTimeout(() => htmx.ajax("get", requestConfig.path, { source: elt, target: event.detail.target }), 2000 * tries);
    }
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    if (status > 500) say("Máy chủ chưa trả lời được. Nội dung vẫn còn; hãy thử lại sau ít phút.");
  });
  addEventListener("online", () => say(""));
  addEventListener("offline", () => say("Mất kết nối. Nội dung đang nhập vẫn còn trên máy này."));

  function say(text) {
    const place = document.querySelector("#messages");
    if (!place) return;
    const old = place.querySelector("[data-lost]");
    if (!text) {
      tries = 0;
      old?.remove();
      return;
    }
    const note = old ?? document.createElement("div");
    note.className = "note note-warn";
    note.dataset.lost = "";
    note.setAttribute("role", "alert");
    note.textContent = text;
    if (!old) place.append(note);
  }
}
