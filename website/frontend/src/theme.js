/**
 * Light or dark as the reader chose it. The page waits for this script, so that it never shows the other first.
 */
const KEY = "theme";
const root = document.documentElement;

function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // a browser that keeps nothing
  }
}

function keep(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // then it lasts for this page
  }
}

function isDark() {
  const theme = root.dataset.theme;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function show(button) {
  button.setAttribute("aria-pressed", String(isDark()));
}

function begin() {
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.hidden = false;
    button.setAttribute("aria-label", "Dark colours");
    show(button);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(button));
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      keep(root.dataset.theme);
      show(button);
    });
  }
}

const theme = chosen();
if (theme === "light" || theme === "dark") root.dataset.theme = theme;
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
