// The counter without a mouse: what a scan does, when a number is whole, which line Enter takes,
// where the focus goes, and the window that prints. Without this script the page is a plain form.
"use strict";
{
  const $ = (selector) => document.querySelector(selector);
  const WHOLE = 12; // digits of an identity card
  let timer = 0, looked = "", wantsFirst = false;

  // The scan box. Twelve digits need no Enter; a card's square begins with them, so wait for more.
  const look = () => {
    const box = $("#quet");
    clearTimeout(timer);
    if (!box || !box.value.trim()) return;
    looked = box.value;
    box.form.requestSubmit();
  };
  document.addEventListener("input", ({ target }) => {
    if (target.id !== "quet") return;
    clearTimeout(timer);
    const isWhole = /^\d{12}$/.test(target.value.replace(/[\s.]/g, ""));
    if (isWhole && target.value !== looked) timer = setTimeout(look, 90);
    else if (!isWhole) looked = "";
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id === "quet-phieu") clearTimeout(timer);
  }, true);
  document.addEventListener("scanned", ({ detail }) => {
    const box = $("#quet");
    if (!box) return;
    const other = detail.field?.closest("#nop-thay[open]")?.querySelector("[data-scan-into]");
    const digits = detail.code.match(/^\d{12}/)?.[0];
    if (other && digits) {
      other.value = digits;
      other.dispatchEvent(new Event("input", { bubbles: true }));
      return tone(true);
    }
    box.value = detail.code;
    look();
  });

  const tone = (good) => document.dispatchEvent(new CustomEvent("sounded", { detail: { good } }));

  // Procedures: Enter takes the first line, also one that is still on its way; arrows walk.
  const lines = () => [...document.querySelectorAll("#goi-y button")];
  const isFresh = () => $("#goi-y .suggested")?.dataset.for === $("#tim_tt").value || !typedAnew();
  const typedAnew = () => $("#tim_tt").value !== ($("#tt")?.dataset.name ?? "");
  const takeFirst = () => {
    wantsFirst = false;
    lines()[0]?.click();
  };
  document.addEventListener("keydown", (event) => {
    const { code, target } = event;
    if (event.isComposing || event.ctrlKey || event.altKey) return;
    if (target.id === "tim_tt") {
      if (code === "Enter") {
        event.preventDefault();
        if (!target.value.trim()) return; // the end of a number typed or scanned slowly
        if (!typedAnew()) return $("#phan-tt [type=checkbox]")?.focus();
        if (isFresh()) takeFirst();
        else wantsFirst = true;
      } else if (code === "ArrowDown") {
        event.preventDefault();
        lines()[0]?.focus();
      } else if (code !== "Tab" && code !== "ShiftLeft") wantsFirst = false;
      return;
    }
    const at = lines().indexOf(target);
    if (at >= 0 && (code === "ArrowDown" || code === "ArrowUp")) {
      event.preventDefault();
      (lines()[at + (code === "ArrowDown" ? 1 : -1)] ?? $("#tim_tt")).focus();
    } else if (code === "Enter" && target.matches("#phieu input:not([type=checkbox], [type=radio])")) {
      event.preventDefault(); // Enter goes on; only Ctrl+Enter sends
      const fields = [...document.querySelectorAll("#phieu input:not([type=hidden]), #phieu textarea, #phieu select")];
      fields.slice(fields.indexOf(target) + 1).find((field) => field.offsetParent)?.focus();
    }
  });
  document.addEventListener("focusin", ({ target }) => {
    if (target.id === "tim_tt" || target.id === "quet") target.select();
  });
  document.addEventListener("focusout", ({ target }) => {
    if (target.id === "tim_tt") named();
  });
  const named = () => {
    const box = $("#tim_tt"), name = $("#tt")?.dataset.name;
    if (box && name && document.activeElement !== box) box.value = name;
  };

  // Papers: all of them with one key, and how many there are.
  document.addEventListener("click", (event) => {
    if (event.target.closest("#du-giay")) {
      event.preventDefault();
      for (const box of document.querySelectorAll(".papers .need [type=checkbox]")) box.checked = true;
      count();
    }
    const anew = event.target.closest("[data-key=F2]");
    if (anew?.getAttribute("aria-current") && !$("#nguoi") && !$("#tt") && !$("#id_ten")) {
      event.preventDefault();
      $("#quet").value = looked = "";
      $("#quet").focus();
    }
  });
  document.addEventListener("change", ({ target }) => target.closest?.(".papers") && count());
  const count = () => {
    const needed = [...document.querySelectorAll(".papers .need [type=checkbox]")], told = $("#dem-giay");
    if (told) told.textContent = `đủ ${needed.filter((box) => box.checked).length}/${needed.length} bắt buộc`;
  };
  document.addEventListener("toggle", ({ target }) => {
    if (target.matches?.(".fold") && target.open && target.contains(document.activeElement)) target.querySelector("input")?.focus();
    if (target.id === "nop-thay" && target.open) target.querySelector("input").focus();
  }, true);

  // What was just written opens where it is printed; nothing is lost where that is refused.
  const print = () => {
    const just = $("[data-print]");
    if (!just || just.dataset.print === "sent") return;
    just.dataset.print = "sent";
    const here = new URL(location.href); // who comes back to this page prints nothing again
    for (const made of ["vua", "phieu"]) here.searchParams.delete(made);
    history.replaceState(history.state, "", here);
    const opened = window.open("", "in-giay", "popup,width=720,height=900");
    if (!opened) return ($("#chua-in").hidden = false);
    if (just.matches("form")) just.submit();
    else opened.location = just.href;
  };

  document.addEventListener("htmx:afterSettle", (event) => {
    const { id } = event.detail.elt;
    if (id === "goi-y" && wantsFirst) {
      if (isFresh()) takeFirst();
    } else if (id === "phan-nguoi") {
      const failed = event.detail.elt.querySelector("[data-scan-failed]");
      tone(!failed);
      if (failed) $("#quet").select();
      const then = event.detail.elt.querySelector("[data-then]");
      if (then) $(then.dataset.then).focus();
    } else if (id === "phan-tt") {
      count();
      named();
    }
  });
  document.addEventListener("htmx:load", () => {
    count();
    print();
  });
  addEventListener("DOMContentLoaded", () => {
    count();
    print();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print-page]")) window.print();
  });
}
