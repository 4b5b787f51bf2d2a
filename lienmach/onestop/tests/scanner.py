"""A scanner: a keyboard much faster than fingers, however busy the machine is."""

from playwright.sync_api import Page

# Keys sent one by one from outside arrive late on a busy machine, and a burst that
# stumbles is typing: so the page presses them itself, each as a browser would.
FAST = """text => {
  const press = (key) => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
  for (const sign of text) {
    const field = document.activeElement;
    if (press(sign) && field.matches("input, textarea"))
      document.execCommand("insertText", false, sign);
  }
}"""
ENTER = """() => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}))"""
BURST = f"text => {{ ({FAST})(text); ({ENTER})(); }}"


def scan(page: Page, text: str) -> None:
    page.evaluate(BURST, text)
