/** Buttons that copy: `data-copy` names the element whose text they take. */

/** Put a text on the clipboard. Returns whether that worked; where there is none, the element is selected. */
export async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(shown);
    return false;
  }
}

/** Tell on a button for a moment what came of it. */
export function tell(button, done) {
  button.dataset.label ??= button.textContent;
  button.textContent = done ? "Copied" : "Selected: press Ctrl+C";
  setTimeout(() => {
    button.textContent = button.dataset.label;
  }, 4000);
}

/** Show the copying buttons of the page, which need this script. */
export function enableCopying() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const shown = document.getElementById(button.dataset.copy);
    if (!shown) continue;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => tell(button, await copy(shown.textContent, shown)));
  }
}
