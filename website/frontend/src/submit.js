/** The page on which a submission is written: a form made from the schema, and the YAML that it gives. */
import validate from "submission-validator";
import { copy, tell } from "./copy.js";
import { control } from "./form/controls.js";
import { problems } from "./form/messages.js";
import { plain } from "./form/numbers.js";
import { correctionFrom, prefilled } from "./form/prefill.js";
import { nameOf, newFileAddress, pathOf } from "./form/sending.js";
import { submissionYaml } from "./form/submission_yaml.js";
import { element } from "./element.js";
import { address } from "./place.js";

const SECTIONS = { add: ["paper", "results", "new"], correct: ["corrections"] };

const FOLDED = { new: "Something is not in the catalog yet: a task, dataset, method or metric" };

function folded(text, inner) {
  return element("details", {}, element("summary", {}, text), inner);
}

class SubmitForm {
  constructor(form, schema) {
    this.form = form;
    this.parts = {};
    this.touched = new Set();
    this.showsAll = false;
    this.repository = form.dataset.repository;
    const shared = { root: schema, changed: () => this.update() };
    for (const [mode, keys] of Object.entries(SECTIONS)) {
      const place = form.querySelector(`[data-section=${mode}]`);
      for (const key of keys) {
        this.parts[key] = control(shared, schema.properties[key], key, {});
        place.append(FOLDED[key] ? folded(FOLDED[key], this.parts[key].element) : this.parts[key].element);
      }
    }
    this.parts.results.add();
    this.parts.corrections.add();
  }

  begin() {
    const given = prefilled(new URLSearchParams(location.search));
    this.mode(given.corrections ? "correct" : "add");
    for (const [key, value] of Object.entries(given)) this.parts[key].write(value);
    this.form.hidden = false;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.update());
    this.form.addEventListener("change", (event) => this.changed(event.target));
    this.form.addEventListener("focusout", (event) => this.left(event.target));
    for (const name of ["send", "copy", "download"]) {
      const button = this.form.querySelector(`[data-do=${name}]`);
      button?.addEventListener("click", () => this[name](button));
    }
    this.update();
    this.fetchCorrected();
  }

  /** The values that a result has now, from its leaderboard's page. */
  async fetchCorrected() {
    const found = await correctionFrom(new URLSearchParams(location.search));
    if (!found) return;
    this.parts.corrections.write([found.correction]);
    this.form.querySelector("[data-about]").textContent = `Correcting ${found.about}.`;
    this.update();
  }

  mode(mode) {
    for (const input of this.form.elements.mode) input.checked = input.value === mode;
    for (const key of Object.keys(SECTIONS)) this.form.querySelector(`[data-section=${key}]`).hidden = key !== mode;
  }

  chosen() {
    return this.form.elements.mode.value;
  }

  changed(target) {
    if (target.name === "mode") this.mode(target.value);
    this.update();
  }

  left(target) {
    if (target.closest("[data-section]")) {
      this.touched.add(target);
      this.update();
    }
  }

  /** Read the form, check it, and show the YAML and what is wrong. */
  update() {
    const value = {};
    for (const key of SECTIONS[this.chosen()]) {
      const part = this.parts[key].read();
      if (part !== undefined) value[key] = part;
    }
    this.isEmpty = !Object.keys(value).length;
    this.text = this.isEmpty ? "" : submissionYaml(value);
    const file = this.form.elements.file;
    if (!file.dataset.own) file.value = nameOf(value);
    this.path = pathOf(file.value, new Date());
    this.found = validate(plain(value)) ? [] : problems(validate.errors);
    if (!this.path) this.found.push({ path: ["file"], said: "Small letters, digits and hyphens." });
    this.show();
  }

  show() {
    this.form.querySelector("#yaml code").textContent = this.text || "Fill in the form, and its YAML stands here.";
    this.form.querySelector("[data-path]").textContent = this.path ?? "";
    for (const complain of this.shown ?? []) complain("");
    this.shown = [];
    for (const { path, said } of this.found) {
      const place = this.placeOf(path);
      if (!this.showsAll && !this.touched.has(place.input)) continue;
      place.complain(said);
      this.shown.push(place.complain);
    }
    const count = this.found.length;
    const told = this.isEmpty ? "Nothing is filled in yet" : count ? `${count} ${count === 1 ? "thing" : "things"} to fill in or mend` : "Ready: the schema's checks pass";
    const status = this.form.querySelector("[data-status]");
    if (status.textContent !== told) status.textContent = told;
    status.classList.toggle("ready", !count);
  }

  placeOf([key, ...rest]) {
    if (key === "file") return this.fileField();
    const part = this.parts[key] ?? this.parts[SECTIONS[this.chosen()][0]];
    const fold = part.element.closest("details");
    if (fold && this.showsAll) fold.open = true;
    return part.at(rest);
  }

  fileField() {
    const place = this.form.querySelector("#file-complaint");
    const complain = (text) => {
      place.textContent = text;
      place.hidden = !text;
    };
    return { input: this.form.elements.file, complain };
  }

  /** Whether all is well; if not, show everything that is not, and go to the first of it. */
  isReady() {
    this.showsAll = true;
    this.update();
    if (!this.found.length) return true;
    const inputs = this.found.map(({ path }) => this.placeOf(path).input).filter(Boolean);
    const isBefore = (a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING;
    inputs.sort((a, b) => (isBefore(a, b) ? -1 : 1))[0]?.focus();
    return false;
  }

  send() {
    if (!this.isReady()) return;
    const { href, isWhole } = newFileAddress(this.repository, this.path, this.text);
    if (isWhole) {
      open(href, "_blank", "noopener");
      return;
    }
    const note = this.form.querySelector("[data-too-long]");
    note.hidden = false;
    note.querySelector("a").href = href;
    note.querySelector("a").focus();
  }

  async copy(button) {
    tell(button, await copy(this.text, this.form.querySelector("#yaml code")));
  }

  download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.text], { type: "application/yaml" }));
    link.download = (this.path ?? "submission.yaml").split("/").at(-1);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}

async function begin() {
  const form = document.getElementById("submission");
  if (!form) return;
  const answer = await fetch(address("schema/submission.schema.json"));
  new SubmitForm(form, await answer.json()).begin();
  form.elements.file.addEventListener("input", (event) => (event.target.dataset.own = "yes"));
}

begin().catch(() => {
  document.getElementById("no-form").hidden = false;
});
