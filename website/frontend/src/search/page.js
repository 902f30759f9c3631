/** The page of results, for the query in its address; or for the words of an address that leads nowhere. */
import { element } from "../element.js";
import { pageAbove } from "./above.js";
import { search } from "./search.js";
import { KIND } from "./store.js";

const STEP = 30;
const PAUSE = 150;

/** Fill the page's `#found`, if it has one. */
export function enableSearchPage() {
  const place = document.getElementById("found");
  if (place) new SearchPage(place).begin();
}

class SearchPage {
  constructor(place) {
    this.place = place;
    this.said = document.getElementById("found-count");
    this.input = document.querySelector("form[role=search] input[name=q]");
    this.turn = 0;
    this.limit = STEP;
  }

  async begin() {
    const asked = new URLSearchParams(location.search);
    const isLost = this.place.dataset.from === "address";
    const above = isLost && (await pageAbove());
    if (above) return location.replace(above);
    this.kind = asked.get("kind") in KIND ? asked.get("kind") : "";
    const query = isLost ? wordsOfAddress() : (asked.get("q") ?? "");
    if (!isLost) {
      this.input.value = query;
      this.input.form.addEventListener("submit", (event) => this.submitted(event));
      this.input.addEventListener("input", () => this.typed());
      this.said.textContent = "";
      if (!query) this.input.focus();
    }
    this.show(query);
  }

  submitted(event) {
    event.preventDefault();
    this.typed();
    this.place.querySelector("a")?.focus();
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.kind = "";
      this.limit = STEP;
      this.remember(this.input.value.trim());
      this.show(this.input.value.trim());
    }, PAUSE);
  }

  remember(query) {
    const next = new URLSearchParams(query ? { q: query } : {});
    if (this.kind) next.set("kind", this.kind);
    history.replaceState(null, "", `${location.pathname}${next.size ? `?${next}` : ""}`);
  }

  async show(query) {
    const turn = (this.turn += 1);
    try {
      const all = await search(query, { limit: this.kind ? 0 : this.limit });
      const listed = this.kind ? await search(query, { limit: this.limit, kinds: this.kind }) : all;
      if (turn === this.turn) this.fill(query, all, listed);
    } catch {
      if (turn === this.turn) this.said.textContent = "The index could not be loaded. Is this page opened from a disk?";
    }
  }

  fill(query, all, listed) {
    if (!query) this.said.textContent = "";
    else if (!listed.total) this.said.textContent = `Nothing found for “${query}”.`;
    else this.said.textContent = `${listed.total.toLocaleString("en")} ${listed.total === 1 ? "result" : "results"} for “${query}”`;
    const rows = element("ul", { class: "finds" }, ...listed.found.map(row));
    this.place.replaceChildren(this.kinds(query, all), rows);
    if (listed.total > listed.found.length && listed.found.length >= this.limit) this.place.append(this.more(query));
  }

  kinds(query, { kinds, total }) {
    const button = (kind, text, count) => {
      const pressed = String(this.kind === kind);
      const made = element("button", { type: "button", "aria-pressed": pressed }, `${text} `, element("span", {}, count.toLocaleString("en")));
      made.addEventListener("click", () => this.choose(kind, query));
      return made;
    };
    const parts = Object.keys(KIND).filter((kind) => kinds[kind]).map((kind) => button(kind, KIND[kind].words, kinds[kind]));
    if (!total) return element("div", {});
    return element("div", { class: "kinds", role: "group", "aria-label": "What to show" }, button("", "All", total), ...parts);
  }

  async choose(kind, query) {
    this.kind = kind;
    this.limit = STEP;
    if (this.place.dataset.from !== "address") this.remember(query);
    await this.show(query);
    this.place.querySelector("[aria-pressed=true]")?.focus();
  }

  more(query) {
    const button = element("button", { type: "button", class: "button" }, "Show more");
    button.addEventListener("click", async () => {
      const before = this.limit;
      this.limit += STEP;
      await this.show(query);
      this.place.querySelectorAll(".finds a")[before]?.focus();
    });
    return button;
  }
}

function row({ name, kind, note, href }) {
  const beside = [KIND[kind].word, note].filter(Boolean).join(" · ");
  return element("li", {}, element("a", { href }, name), element("span", { class: "beside" }, ` ${beside}`));
}

function wordsOfAddress() {
  let path = location.pathname;
  try {
    path = decodeURIComponent(path);
  } catch {
    // as it is, then
  }
  const parts = path.split("/").filter((part) => part && part !== "index.html");
  return (parts.at(-1) ?? "").replaceAll(/[-_+.]+/g, " ").trim();
}
