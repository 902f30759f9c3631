/**
 * A box whose list opens while one types (the combobox pattern, https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).
 *
 * `ask(text)` promises the choices, `choose(choice, event)` is told which was taken. A choice has a `name`, and
 * perhaps a `kind` and a `note`, which are shown beside it. A slower answer to an earlier text is dropped.
 */
import { element, freshId } from "./element.js";

const PAUSE = 80;

export function combobox(input, { label, ask, choose }) {
  new Combobox(input, label, ask, choose);
}

class Combobox {
  constructor(input, label, ask, choose) {
    Object.assign(this, { input, ask, choose, choices: [], active: -1, asked: 0 });
    this.list = element("ul", { role: "listbox", id: freshId("list"), "aria-label": label, class: "choices", hidden: true });
    this.said = element("span", { role: "status", class: "unseen" });
    input.after(this.list, this.said);
    const attributes = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries({ ...attributes, "aria-autocomplete": "list", autocomplete: "off" })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.soon());
    input.addEventListener("focus", () => input.value && this.soon());
    input.addEventListener("blur", () => this.close());
    input.addEventListener("keydown", (event) => this.pressed(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", (event) => this.clicked(event));
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), PAUSE);
  }

  async refresh() {
    const turn = (this.asked += 1);
    const text = this.input.value.trim();
    let choices = [];
    try {
      choices = text ? await this.ask(text) : [];
    } catch {
      if (turn === this.asked) this.said.textContent = "The index could not be loaded.";
    }
    if (turn === this.asked && document.activeElement === this.input) this.show(choices);
  }

  show(choices) {
    this.choices = choices;
    this.list.replaceChildren(...choices.map((choice) => option(choice)));
    this.list.hidden = !choices.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark(-1);
    this.said.textContent = choices.length ? `${choices.length} suggestions` : "";
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.show([]);
  }

  mark(place) {
    this.active = place;
    for (const [number, item] of [...this.list.children].entries()) {
      item.setAttribute("aria-selected", String(number === place));
      if (number === place) item.scrollIntoView({ block: "nearest" });
    }
    if (place < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", this.list.children[place].id);
  }

  pressed(event) {
    const count = this.choices.length + 1; // one place is the box itself
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.refresh();
      else this.mark(((this.active + 1 + (event.key === "ArrowDown" ? 1 : count - 1)) % count) - 1);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.take(this.active, event);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  clicked(event) {
    const item = event.target.closest("[role=option]");
    if (item) this.take([...this.list.children].indexOf(item), event);
  }

  take(place, event) {
    const choice = this.choices[place];
    this.close();
    this.choose(choice, event);
  }
}

function option({ name, kind, note }) {
  const beside = [kind, note].filter(Boolean).join(" · ");
  return element(
    "li",
    { role: "option", id: freshId("option"), "aria-selected": "false" },
    element("span", { class: "name" }, name),
    beside ? element("span", { class: "beside" }, ` ${beside}`) : null,
  );
}
