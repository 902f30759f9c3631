/** The numbers of a result: a row for each metric, with its uncertainty if one is printed. */
import { element, freshId } from "../element.js";
import { completeMetrics } from "./completing.js";
import { choiceField, complainer, numberField, textField } from "./fields.js";
import { resolve } from "./schema.js";

const DETAILS = ["uncertainty", "kind", "runs"];

/** A control for `metrics:`; `boardOf()` tells of which task and dataset they are. */
export function metricsField(root, schema, { label, hint, changed, boardOf, required }) {
  const value = resolve(root, schema.additionalProperties);
  const list = element("div", { class: "rows" });
  const complaint = element("p", { class: "complaint", id: freshId("complaint"), hidden: true });
  const complain = complainer(complaint);
  const rows = [];

  const add = (name, given) => {
    const row = metricRow(value, changed, boardOf);
    row.write(name, given);
    const remove = element("button", { type: "button", class: "remove", "aria-label": "Remove this number" }, "×");
    remove.addEventListener("click", () => {
      rows.splice(rows.indexOf(row), 1);
      row.element.remove();
      more.focus();
      changed();
    });
    row.element.append(remove);
    rows.push(row);
    list.append(row.element);
    return row;
  };
  const more = element("button", { type: "button", class: "add" }, "Add a number");
  more.addEventListener("click", () => {
    add().name.input.focus();
    changed();
  });

  const write = (given) => {
    for (const row of rows.splice(0)) row.element.remove();
    const entries = Object.entries(given ?? {});
    for (const [name, number] of entries.length ? entries : [["", undefined]]) add(name, number);
  };
  write({});
  const needed = required ? element("span", { class: "needed" }, " needed") : null;
  const about = hint ? element("p", { class: "hint" }, hint) : null;
  const made = element("fieldset", { class: "metrics" }, element("legend", {}, label, needed), about, list, complaint, more);

  const read = () => {
    const given = rows.map((row) => row.read()).filter((entry) => entry !== undefined);
    const names = given.map(([name]) => name);
    for (const row of rows) {
      const name = row.name.read() ?? "";
      row.name.complain(name && names.indexOf(name) !== names.lastIndexOf(name) ? "This metric stands here twice." : "");
    }
    return given.length ? Object.fromEntries(given) : undefined;
  };
  const at = ([name, detail]) => {
    const row = rows.find((candidate) => (candidate.name.read() ?? "") === name);
    if (!row) return { complain, input: rows[0]?.name.input };
    return name ? (row.details[detail] ?? row.value) : row.name;
  };
  return { element: made, read, write, at, complain };
}

function metricRow(schema, changed, boardOf) {
  const name = textField({}, { label: "Metric", changed });
  completeMetrics(name.input, boardOf, changed);
  const value = numberField({}, { label: "Value" });
  const [, kind] = [schema, schema.properties.kind];
  const details = {
    uncertainty: numberField({}, { label: "±" }),
    kind: choiceField(kind.enum.map((word) => [word, word]), { label: "which is" }),
    runs: numberField({}, { label: "over runs" }),
  };
  const folded = element("details", {}, element("summary", {}, "±"), ...DETAILS.map((key) => details[key].element));
  const made = element("div", { class: "row" }, name.element, value.element, folded);

  const read = () => {
    const given = DETAILS.map((key) => [key, details[key].read()]).filter(([, part]) => part !== undefined);
    const number = value.read();
    if (name.read() === undefined && number === undefined && !given.length) return undefined;
    const whole = given.length ? { ...(number === undefined ? {} : { value: number }), ...Object.fromEntries(given) } : number;
    return [name.read() ?? "", whole ?? ""];
  };
  const write = (label, given) => {
    name.write(label);
    const isDetailed = given && typeof given === "object" && "value" in given;
    value.write(isDetailed ? given.value : given);
    for (const key of DETAILS) details[key].write(isDetailed ? given[key] : undefined);
    folded.open = isDetailed === true;
  };
  return { element: made, name, value, details, read, write };
}
