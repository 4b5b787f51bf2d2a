// A scanner is a fast keyboard. A burst of keys that ends in Enter is a scan wherever the focus
// is: what it wrote on its way is taken back, and the box marked data-scan is sent in its place.
"use strict";
{
  const FAST = 35; // milliseconds between two keys of a scanner, on the average
  const SLOWEST = 120; // between any two: an old machine hiccups
  const SHORTEST = 8;
  const AGAIN = 400; // a second code so soon is the same one read twice
  let burst = "", first = 0, last = 0, held = null, sent = -AGAIN;

  const writable = (e) => e?.matches?.("input:not([type=checkbox], [type=radio], [type=hidden]), textarea");
  const snapshot = (e) => (writable(e) ? { e, value: e.value, at: e.selectionStart } : null);

  document.addEventListener("keydown", (event) => {
    const now = event.timeStamp;
    if (!burst || now - last > SLOWEST) {
      burst = "";
      first = now;
      held = snapshot(event.target);
    }
    last = now;
    if (event.code === "Enter" || event.code === "NumpadEnter") {
      const read = burst;
      burst = "";
      if (read.length < SHORTEST || (now - first) / read.length > FAST) return;
      event.preventDefault();
      event.stopPropagation();
      take(read);
    } else if (event.key.length === 1 && !event.ctrlKey && !event.altKey) {
      burst += event.key;
    }
  }, true);

  // Input methods hide the keys they rewrite: letters that arrive keep the burst alive.
  document.addEventListener("input", (event) => (last = Math.max(last, event.timeStamp)), true);

  function take(text) {
    const box = document.querySelector("[data-scan]");
    const now = performance.now();
    if (!box || now - sent < AGAIN) return;
    sent = now;
    if (held && held.e !== box && held.e.isConnected) {
      held.e.value = held.value;
      if (held.at !== null) held.e.setSelectionRange?.(held.at, held.at);
    }
    box.value = text;
    box.form.dataset.scanned = "";
    tone(880);
    box.form.requestSubmit();
  }

  // A low tone says that nothing was found, a high one that a scan was read.
  function tone(pitch) {
    try {
      const audio = new AudioContext();
      const sound = audio.createOscillator();
      sound.frequency.value = pitch;
      sound.connect(audio.destination);
      sound.start();
      sound.stop(audio.currentTime + 0.08);
      sound.onended = () => audio.close();
    } catch {
      // no sound device: the page says the same in words
    }
  }
  const failed = () => document.querySelector("[data-scan-failed]") && tone(220);
  document.addEventListener("htmx:afterSettle", failed);
  failed();
}
