// A scanner types like a very fast hand and ends with Enter. Wherever the focus is, its burst is
// caught: the field that was typed into gets back what it held, and «scanned» tells the code.
"use strict";
{
  const LEAST = 8, MEAN = 35, PAUSE = 120, REST = 400, BY_KEY = 4;
  const TEXT = "input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=hidden]), textarea";
  let burst = null, last = { code: "", time: 0 };

  const begin = (target, time) => {
    const field = target.matches?.(TEXT) ? target : null;
    burst = { field, value: field?.value, text: "", since: time, last: time, heard: 0, key: "" };
  };
  const isFast = (time) => burst && burst.text.length >= LEAST && (time - burst.since) / burst.text.length < MEAN;

  document.addEventListener("keydown", (event) => {
    const { key, timeStamp: time } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return (burst = null);
    if (key === "Enter") {
      const found = isFast(time) && burst.text ? burst : null;
      burst = null;
      if (!found) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (found.field) found.field.value = found.value;
      done(found.text, found.field, time);
      return;
    }
    if (key.length !== 1) return;
    if (!burst || time - burst.last > PAUSE) begin(event.target, time);
    burst.text += burst.key = key;
    burst.last = time;
    burst.heard = performance.now(); // a busy page hears a key long after it was pressed
    // A space would press the button that has the focus.
    if (!burst.field && burst.text.length > 2) event.preventDefault();
  }, true);

  // Input methods hide the key and send only what it has become.
  document.addEventListener("input", (event) => {
    if (!burst || !event.data) return;
    const isKey = event.data === burst.key, isLate = event.timeStamp - burst.heard > PAUSE;
    const isOther = event.target !== (burst.field ?? event.target) || event.data.length > BY_KEY;
    if (isOther || (isLate && !isKey)) return (burst = null); // put in by something else
    burst.last = burst.heard = event.timeStamp;
    if (!isKey) burst.text += event.data;
    burst.key = "";
  }, true);
  document.addEventListener("keyup", (event) => {
    if (event.code === "Space" && burst && !burst.field && burst.text.length > 2) event.preventDefault();
  }, true);

  const done = (text, field, time) => {
    const code = [...text].filter((c) => c >= " ").join("").trim();
    const isTwice = code === last.code && time - last.time < REST;
    last = { code, time };
    if (isTwice) return;  // one code that the scanner has read twice
    document.dispatchEvent(new CustomEvent("scanned", { detail: { code, field } }));
  };

  // «sounded» is heard: a high tone for what was read, a low one for what was not found.
  let audio = null;
  document.addEventListener("sounded", (event) => {
    const { good } = event.detail;
    try {
      audio ??= new AudioContext();
      const tone = audio.createOscillator(), volume = audio.createGain();
      tone.frequency.value = good ? 1200 : 240;
      volume.gain.value = 0.06;
      tone.connect(volume).connect(audio.destination);
      tone.start();
      tone.stop(audio.currentTime + (good ? 0.08 : 0.25));
    } catch { /* a machine without sound: the page says the same in words */ }
  });
}
