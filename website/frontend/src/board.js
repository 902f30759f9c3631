/**
 * A leaderboard's table: sorted by any column, and filtered. Both live in the page's address, so that what one
 * sees can be shared. Without this script all rows stand there, by rank.
 */
import { element } from "./element.js";
import { address } from "./place.js";

const UNSTATED = "-";

/** Make the page's leaderboard sortable, if it has one. */
export function enableBoard() {
  const table = document.querySelector("table.board");
  const filters = document.querySelector("form.filters");
  if (table && filters) new Board(table, filters).begin();
}

class Board {
  constructor(table, filters) {
    this.filters = filters;
    this.body = table.tBodies[0];
    this.heads = [...table.tHead.rows[0].cells];
    this.rows = [...this.body.rows];
    this.columns = this.heads.map((head) => head.dataset.metric ?? head.textContent.trim().toLowerCase());
    this.told = filters.querySelector("output");
  }

  begin() {
    for (const [place, head] of this.heads.entries()) this.makeSortable(head, place);
    this.filters.hidden = false;
    this.filters.addEventListener("submit", (event) => event.preventDefault());
    this.filters.addEventListener("change", (event) => this.filtered(event.target));
    addEventListener("popstate", () => this.read());
    this.linkCorrections();
    this.read();
  }

  makeSortable(head, place) {
    const button = element("button", { type: "button", class: "sort" });
    button.append(...head.childNodes);
    button.addEventListener("click", () => this.sortBy(place));
    head.replaceChildren(button);
  }

  /** Take the state from the address. What the board does not have is left out. */
  read() {
    const wanted = new URLSearchParams(location.search);
    for (const control of this.controls()) {
      if (control.type === "checkbox") control.checked = wanted.get(control.name) === "1";
      else control.value = wanted.get(control.name) ?? "";
      if (control.selectedIndex === -1) control.selectedIndex = 0;
    }
    this.column = this.columns.indexOf(wanted.get("sort") ?? "rank");
    if (this.column < 0) this.column = 0;
    this.descending = wanted.has("order") ? wanted.get("order") === "down" : this.startsDown(this.column);
    this.show();
  }

  controls() {
    return [...this.filters.elements].filter((control) => control.name);
  }

  filtered(control) {
    if (control.name === "metric") {
      this.column = Math.max(0, this.columns.indexOf(control.value));
      this.descending = this.startsDown(this.column);
    }
    this.changed();
  }

  sortBy(place) {
    this.descending = place === this.column ? !this.descending : this.startsDown(place);
    this.column = place;
    this.changed();
  }

  /** Numbers that are better when higher begin with the highest, and so do years and days. */
  startsDown(place) {
    return this.heads[place].dataset.better === "higher" || ["year", "added"].includes(this.columns[place]);
  }

  changed() {
    const next = new URLSearchParams();
    for (const control of this.controls()) {
      if (control.type === "checkbox" ? control.checked : control.value) {
        next.set(control.name, control.type === "checkbox" ? "1" : control.value);
      }
    }
    if (this.column) next.set("sort", this.columns[this.column]);
    if (this.descending !== this.startsDown(this.column)) next.set("order", this.descending ? "down" : "up");
    history.replaceState(null, "", `${location.pathname}${next.size ? `?${next}` : ""}${location.hash}`);
    this.show();
  }

  show() {
    this.body.append(...this.inOrder());
    const wanted = Object.fromEntries(this.controls().map((c) => [c.name, c.type === "checkbox" ? c.checked : c.value]));
    let shown = 0;
    for (const row of this.rows) {
      row.hidden = !this.fits(row, wanted);
      shown += row.hidden ? 0 : 1;
    }
    for (const [place, head] of this.heads.entries()) {
      if (place === this.column) head.setAttribute("aria-sort", this.descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    this.told.textContent = shown === this.rows.length ? "" : `${shown} of ${this.rows.length} results shown`;
  }

  fits({ dataset, cells }, { code, "no-extra": bare, setting, metric }) {
    if (code && dataset.code !== "yes") return false;
    if (bare && dataset.extra === "yes") return false;
    if (setting && (setting === UNSTATED ? "" : setting) !== dataset.setting) return false;
    return !metric || cells[this.columns.indexOf(metric)]?.dataset.value !== undefined;
  }

  /** What has no value in the column stands at the end, whatever the order; equal rows keep theirs. */
  inOrder() {
    const keyed = this.rows.map((row, place) => ({ row, place, key: this.key(row.cells[this.column]) }));
    const sign = this.descending ? -1 : 1;
    keyed.sort((a, b) => {
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.place - b.place;
      const order = typeof a.key === "number" ? a.key - b.key : a.key.localeCompare(b.key, "en", { numeric: true });
      return sign * order || a.place - b.place;
    });
    return keyed.map(({ row }) => row);
  }

  key(cell) {
    const head = this.heads[this.column];
    if (head.dataset.metric !== undefined) return cell.dataset.value === undefined ? null : Number(cell.dataset.value);
    const text = (cell.querySelector("summary") ?? cell).textContent.trim();
    if (this.columns[this.column] === "rank") return Number.parseInt(text, 10) || null;
    return text === "–" || text === "" ? null : text;
  }

  /** "Edit this result" opens the form, which reads the result's values from this page. */
  linkCorrections() {
    const board = this.filters.dataset.board;
    for (const link of this.body.querySelectorAll("a[data-edit]")) {
      const query = new URLSearchParams({ result: link.closest("tr").id.replace("result-", ""), board });
      link.href = `${address("submit/index.html")}?${query}`;
    }
  }
}
