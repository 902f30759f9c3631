/** What the schema does not say of a form: the fields' labels, which are rare, and which names complete them. */

const LABELS = {
  arxiv: "arXiv identifier",
  doi: "DOI",
  openreview: "OpenReview identifier",
  acl: "ACL Anthology identifier",
  url: "Address",
  pdf: "Address of the PDF",
  code: "Code",
  official: "By the paper's authors",
  metrics: "Numbers",
  model: "Model",
  extra_training_data: "Extra training data",
  evidence: "Where in the paper",
  new: "New names",
  full_name: "Full name",
  better: "Better is",
  min: "Smallest possible value",
  max: "Largest possible value",
  was: "What the catalog says now",
  set: "What is right",
  result: "Result's id",
  board: "Leaderboard",
  merge_into: "Is the same as",
  rename: "New name",
  alias: "Another name",
};

const LABELS_AT = { "new.metrics": "Metrics" };

/* Where the schema's words are for somebody who writes the YAML by hand. */
const HINTS_AT = {
  "paper.arxiv": "As in its address on arXiv. A version (v2) is dropped.",
  "paper.date": "The day of the first version, as year-month-day.",
  "results.extra_training_data":
    "Whether the model was trained on more than the dataset's own training data (ordinary pre-training of a language model does not count).",
};

const ACTIONS = {
  set: "Change values",
  retract: "Retract it: it stays visible, but is not ranked",
  dispute: "Mark it as disputed",
  restore: "Undo a retraction or a dispute",
  rename: "Give it another name",
  alias: "Add another name that finds it",
  merge_into: "It is the same as another one",
};

const ONE = { tasks: "task", datasets: "dataset", methods: "method", authors: "author", metrics: "metric", results: "result", corrections: "correction", code: "repository" };

const CHANGED_RARELY = ["model", "setting", "extra_training_data", "evidence", "abstract", "pdf", "tasks", "methods", "code"];

const RARE = {
  paper: ["doi", "openreview", "acl", "url", "pdf", "abstract", "methods"],
  "results.evidence": ["figure", "section", "url"],
  "corrections.set": CHANGED_RARELY,
  "corrections.was": CHANGED_RARELY,
  "new.metrics": ["min", "max"],
};

const COMPLETED = {
  "paper.tasks": "t",
  "paper.methods": "m",
  "results.task": "t",
  "results.dataset": "d",
  "new.tasks.parent": "t",
  "new.tasks.area": "a",
  "new.datasets.tasks": "t",
  "new.metrics.task": "t",
  "new.metrics.dataset": "d",
  "corrections.set.tasks": "t",
  "corrections.set.methods": "m",
};

const SUBJECTS = { task: "t", dataset: "d", method: "m", paper: "p", board: "b" };

/** What is said under a field's label where the schema's description is not for a form. */
export function hintAt(path) {
  return HINTS_AT[path];
}

/** The label of the field at a path. */
export function labelAt(path) {
  return LABELS_AT[path] ?? labelOf(path.split(".").at(-1));
}

/** A field's label. */
export function labelOf(key) {
  const words = key.replaceAll("_", " ");
  return LABELS[key] ?? words[0].toUpperCase() + words.slice(1);
}

/** What one of a list's items is called. */
export function oneOf(key) {
  return ONE[key] ?? key;
}

/** An alternative of a correction, as people would say it. */
export function actionOf(key) {
  return ACTIONS[key] ?? labelOf(key);
}

/** Whether a field is rarely needed and may stand folded. */
export function isRare(path, key) {
  return RARE[path]?.includes(key) ?? false;
}

/** The kind of names that complete the field at a path (its keys, without numbers), or undefined. */
export function completion(path) {
  if (path in COMPLETED) return { kind: COMPLETED[path], by: "name" };
  const [top, key] = path.split(".");
  if (top === "corrections" && key in SUBJECTS && path === `corrections.${key}`) return { kind: SUBJECTS[key], by: "slug" };
  return undefined;
}

/** The kind of records that a correction's subject is about. */
export function kindOfSubject(key) {
  return SUBJECTS[key];
}

/** Whether a text may be long. */
export function isLong(schema) {
  return (schema.maxLength ?? 0) > 500;
}
