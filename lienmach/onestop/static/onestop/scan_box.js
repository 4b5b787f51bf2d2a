// A page with a box to scan into (data-scan): what was scanned is sent in its place.
"use strict";
{
  // A high tone says that a scan was read, a low one that nothing was found.
  const tone = (pitch) => {
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
  };
  document.addEventListener("scanned", (event) => {
    const box = document.querySelector("[data-scan]");
    if (!box) return;
    box.value = event.detail.code;
    box.form.dataset.scanned = "";
    tone(880);
    box.form.requestSubmit();
  });
  const failed = () => document.querySelector("[data-scan-failed]") && tone(220);
  document.addEventListener("htmx:afterSettle", failed);
  failed();
}
