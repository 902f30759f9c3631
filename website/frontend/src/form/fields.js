/**
 * Fields that hold one value. Every control of the form has
 * `element`, `read()` (undefined if nothing is given), `write(value)`, `at(path)` (the control that a problem's
 * path belongs to) and `complain(text)` (beside the field; an empty text takes it away).
 */
import { element, freshId } from "../element.js";
import { completeNames } from "./completing.js";
import { isLong } from "./hints.js";
import { typedNumber } from "./numbers.js";

/** A labelled input with its description and a place for a complaint. */
export function labelled(input, { label, hint, required }) {
  input.id ||= freshId("field");
  const complaint = element("p", { class: "complaint", id: `${input.id}-complaint`, hidden: true });
  const about = hint ? element("p", { class: "hint", id: `${input.id}-hint` }, hint) : null;
  input.setAttribute("aria-describedby", [about?.id, complaint.id].filter(Boolean).join(" "));
  if (required) input.setAttribute("aria-required", "true");
  const mark = required ? element("span", { class: "needed" }, " needed") : null;
  const box = element("div", { class: "input" }, input);
  const made = element("div", { class: "field" }, element("label", { for: input.id }, label, mark), about, box, complaint);
  return { element: made, complain: complainer(complaint, input) };
}

/** A function that shows a complaint, or none, and tells assistive programs which field it is about. */
export function complainer(place, input) {
  return (text) => {
    place.textContent = text;
    place.hidden = !text;
    if (input) input.setAttribute("aria-invalid", String(Boolean(text)));
  };
}

function textual(input, about, read, write) {
  const { element: made, complain } = labelled(input, about);
  return { element: made, input, read, write, complain, at: () => ({ complain, input }) };
}

/** A text, perhaps completed with names. */
export function textField(schema, about) {
  const long = isLong(schema);
  const input = element(long ? "textarea" : "input", { spellcheck: long ? "true" : "false", ...(long ? { rows: 3 } : { type: "text" }) });
  if (schema.examples) input.placeholder = `e.g. ${[schema.examples[0]].flat()[0]}`.slice(0, 70);
  const control = textual(
    input,
    about,
    () => input.value.trim() || undefined,
    (value) => {
      input.value = value ?? "";
    },
  );
  if (about.completed) completeNames(input, about.completed, about.changed);
  return control;
}

/** A number, kept as it is typed. */
export function numberField(_, about) {
  const input = element("input", { type: "text", inputmode: "decimal", size: 12 });
  return textual(
    input,
    about,
    () => typedNumber(input.value),
    (value) => {
      input.value = value === undefined || value === null ? "" : String(value.text ?? value);
    },
  );
}

/** A choice among a few; "not stated" is always one. */
export function choiceField(choices, about) {
  const options = [["", "not stated"], ...choices.map(([value, text]) => [JSON.stringify(value), text])];
  const input = element("select", {}, ...options.map(([value, text]) => element("option", { value }, text)));
  return textual(
    input,
    about,
    () => (input.value ? JSON.parse(input.value) : undefined),
    (value) => {
      input.value = value === undefined ? "" : JSON.stringify(value);
    },
  );
}

/** What has no value to give: that it stands there is all it says. */
export function fixedField(schema, about) {
  const made = element("p", { class: "hint" }, about.hint ?? "");
  return { element: made, read: () => schema.const, write: () => {}, complain: () => {}, at: () => ({ complain: () => {} }) };
}

/** A field that may also say that there is no value: a box to tick beside it. */
export function nullable(inner) {
  const box = element("input", { type: "checkbox", id: freshId("none") });
  const enable = () => {
    for (const input of inner.element.querySelectorAll("input, select, textarea, button")) input.disabled = box.checked;
  };
  box.addEventListener("change", enable);
  const label = element("label", { for: box.id, class: "none" }, box, " no value");
  return {
    ...inner,
    element: element("div", { class: "nullable" }, inner.element, label),
    read: () => (box.checked ? null : inner.read()),
    write: (value) => {
      box.checked = value === null;
      if (value !== null) inner.write(value);
      enable();
    },
  };
}
