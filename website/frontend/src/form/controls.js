/** The form's controls, made from the schema: for every node the control that fits it. */
import { element, freshId } from "../element.js";
import { choiceField, complainer, fixedField, nullable, numberField, textField } from "./fields.js";
import { actionOf, completion, hintAt, isRare, kindOfSubject, labelAt, labelOf, oneOf } from "./hints.js";
import { metricsField } from "./metrics.js";
import { alternatives, resolve, withoutNull } from "./schema.js";

/**
 * The control for a node of the schema. `form` has the `root` schema and `changed()`, which is called after
 * every change that no input tells by itself; `path` are the node's keys without numbers.
 */
export function control(form, node, path, about) {
  const [schema, mayBeNull] = withoutNull(form.root, resolve(form.root, node));
  const made = plainControl(form, resolve(form.root, schema), path, {
    label: labelAt(path),
    hint: hintAt(path) ?? schema.description,
    ...about,
    changed: form.changed,
  });
  return mayBeNull ? nullable(made) : made;
}

function plainControl(form, schema, path, about) {
  if ("const" in schema) return fixedField(schema, about);
  if (schema.enum) return choiceField(schema.enum.map((value) => [value, value]), about);
  if (schema.type === "boolean") return choiceField([[true, "yes"], [false, "no"]], about);
  if (schema.type === "array") return listControl(form, schema, path, about);
  if (schema.additionalProperties?.$ref) return metricsField(form.root, schema, about);
  if (schema.allOf?.[0]?.if) return subjectControl(form, schema, path, about);
  if (schema.type === "object") return objectControl(form, schema, path, about);
  if (schema.type === "number" || schema.type === "integer") return numberField(schema, about);
  return textField(schema, { ...about, completed: about.completed ?? completion(path) });
}

/** A group of fields. Rarely needed ones are folded; of alternatives the chosen one is shown. */
function objectControl(form, schema, path, about) {
  const parts = {};
  const choices = alternatives(schema);
  const fixed = about.fixed ?? [];
  const boardOf = () => ({ task: parts.task?.read(), dataset: parts.dataset?.read(), ...about.boardOf?.() });
  for (const [key, node] of Object.entries(schema.properties)) {
    const required = schema.required?.includes(key) ?? false;
    const completed = key === "merge_into" && about.kind ? { kind: about.kind, by: "slug" } : undefined;
    parts[key] = control(form, node, `${path}.${key}`.replace(/^\./, ""), { required, boardOf, completed });
  }
  const choice = choices.length > 1 ? choiceOf(choices, form, () => arrange()) : null;
  const dependents = (key) => Object.keys(schema.dependentRequired ?? {}).filter((k) => k === key).flatMap((k) => schema.dependentRequired[k]);
  const isShown = (key) => {
    if (!choice) return true;
    const chosen = choice.read();
    if (choices.includes(key)) return key === chosen;
    const needers = choices.filter((c) => dependents(c).includes(key));
    return !needers.length || needers.includes(chosen);
  };
  const arrange = () => {
    for (const key of Object.keys(parts)) parts[key].element.hidden = !isShown(key);
  };

  const complaint = element("p", { class: "complaint", hidden: true });
  const often = Object.keys(parts).filter((key) => !isRare(path, key) && key !== "reason");
  const rare = Object.keys(parts).filter((key) => isRare(path, key));
  const folded = rare.length ? element("details", { class: "rare" }, element("summary", {}, "More fields"), ...rare.map((key) => parts[key].element)) : null;
  const first = fixed.map((key) => parts[key].element);
  const made = element(
    "fieldset",
    { class: "group" },
    about.label ? element("legend", {}, about.label) : null,
    about.hint ? element("p", { class: "hint" }, about.hint) : null,
    complaint,
    ...first,
    choice?.element,
    ...often.filter((key) => !fixed.includes(key)).map((key) => parts[key].element),
    folded,
    parts.reason?.element,
  );
  arrange();

  const read = () => {
    const given = Object.keys(parts)
      .filter(isShown)
      .map((key) => [key, parts[key].read()])
      .filter(([, value]) => value !== undefined);
    return given.length ? Object.fromEntries(given) : undefined;
  };
  const write = (value) => {
    if (choice) choice.write(choices.find((key) => value && key in value) ?? choices[0]);
    for (const key of Object.keys(parts)) {
      parts[key].write(value?.[key]);
      if (folded && rare.includes(key) && value && key in value) folded.open = true;
    }
    arrange();
  };
  const complain = complainer(complaint);
  const at = ([key, ...rest]) => {
    if (key === undefined || !parts[key]) return { complain, input: firstInput(made) };
    if (rare.includes(key)) folded.open = true;
    return parts[key].at(rest);
  };
  return { element: made, read, write, at, complain, parts };
}

function choiceOf(keys, form, arrange) {
  const id = freshId("choice");
  const input = element("select", { id }, ...keys.map((key) => element("option", { value: key }, actionOf(key))));
  input.addEventListener("change", () => {
    arrange();
    form.changed();
  });
  const made = element("div", { class: "field" }, element("label", { for: id }, "What should happen"), element("div", { class: "input" }, input));
  return { element: made, read: () => input.value, write: (key) => (input.value = key) };
}

/** Things of one kind, as many as one likes. */
function listControl(form, schema, path, about) {
  const items = [];
  const key = path.split(".").at(-1);
  const node = resolve(form.root, schema.items);
  const isPlain = node.type === "string";
  const list = element("div", { class: "items" });
  const complaint = element("p", { class: "complaint", hidden: true });
  const complain = complainer(complaint);

  const add = (value) => {
    const named = `${oneOf(key)[0].toUpperCase()}${oneOf(key).slice(1)}`;
    const item = control(form, schema.items, path, { label: named, hint: undefined, required: false, ...(isPlain ? { completed: completion(path) } : {}) });
    if (value !== undefined) item.write(value);
    const remove = element("button", { type: "button", class: "remove", "aria-label": `Remove this ${oneOf(key)}` }, isPlain ? "×" : `Remove this ${oneOf(key)}`);
    const box = element("div", { class: isPlain ? "item plain-item" : "item" }, item.element, remove);
    remove.addEventListener("click", () => {
      items.splice(items.indexOf(item), 1);
      box.remove();
      more.focus();
      form.changed();
    });
    if (isPlain) item.input.addEventListener("paste", (event) => pasted(event, item, add, form));
    items.push(item);
    list.append(box);
    return item;
  };
  const article = /^[aeiou]/.test(oneOf(key)) ? "an" : "a";
  const more = element("button", { type: "button", class: "add" }, `Add ${article} ${oneOf(key)}`);
  more.addEventListener("click", () => {
    firstInput(add().element)?.focus();
    form.changed();
  });
  const made = element(
    "fieldset",
    { class: "list" },
    element("legend", {}, about.label),
    about.hint ? element("p", { class: "hint" }, about.hint) : null,
    complaint,
    list,
    more,
  );
  const read = () => {
    const given = items.map((item) => item.read()).filter((value) => value !== undefined);
    return given.length ? given : undefined;
  };
  const write = (values) => {
    items.splice(0);
    list.replaceChildren();
    for (const value of values ?? []) add(value);
  };
  /** Empty items are not in what is read, so a problem's number counts the others. */
  const at = ([number, ...rest]) => {
    const filled = items.filter((item) => item.read() !== undefined);
    return filled[Number(number)]?.at(rest) ?? { complain, input: more };
  };
  return { element: made, read, write, at, complain, add, items };
}

/** Several names at once, as they are copied from a paper: one field for each. */
function pasted(event, item, add, form) {
  const names = event.clipboardData.getData("text").split(/[\n;,]+|\s+and\s+/).map((name) => name.trim()).filter(Boolean);
  if (names.length < 2 || item.input.value) return;
  event.preventDefault();
  item.write(names[0]);
  for (const name of names.slice(1)) add(name);
  form.changed();
}

/** A correction: what it is about decides which fields it has. */
function subjectControl(form, schema, path, about) {
  const subjects = alternatives(schema);
  const place = element("div");
  const id = freshId("subject");
  const input = element("select", { id }, ...subjects.map((key) => element("option", { value: key }, labelOf(key === "result" ? "a result" : key))));
  let inner;
  const choose = (key, value) => {
    input.value = key;
    const branch = schema.allOf.find((part) => part.if.required[0] === key).then;
    inner = objectControl(form, resolve(form.root, branch), path, { fixed: [key], kind: kindOfSubject(key) });
    inner.write(value);
    place.replaceChildren(inner.element);
  };
  input.addEventListener("change", () => {
    choose(input.value);
    form.changed();
  });
  const made = element(
    "fieldset",
    { class: "group" },
    element("legend", {}, about.label),
    element("div", { class: "field" }, element("label", { for: id }, "What it is about"), element("div", { class: "input" }, input)),
    place,
  );
  choose(subjects[0]);
  return {
    element: made,
    read: () => inner.read(),
    write: (value) => choose(subjects.find((key) => value && key in value) ?? subjects[0], value),
    at: (rest) => inner.at(rest),
    complain: (text) => inner.complain(text),
  };
}

function firstInput(where) {
  return where.querySelector("input, select, textarea, button");
}
