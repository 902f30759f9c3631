/** What the address of the form already says: `?task=…&dataset=…&model=…&paper=…`, or `?result=ID&board=SLUG`. */
import { Digits } from "./numbers.js";
import { resultOn } from "./completing.js";

const ARXIV = /^([0-9]{4}\.[0-9]{4,5}|[a-z-]+(\.[A-Z]{2})?\/[0-9]{7})(v[0-9]+)?$/;
const SUBJECTS = ["board", "task", "dataset", "method", "paper"];

/** The parts of a submission that the query gives. */
export function prefilled(query) {
  if (query.has("result")) return { corrections: [{ result: query.get("result"), set: {} }] };
  if (query.has("correct")) return { corrections: [subjectOf(query.get("correct"))] };
  const given = {};
  if (query.has("paper")) given.paper = locatorOf(query.get("paper"));
  const result = {};
  for (const key of ["task", "dataset", "model", "setting"]) if (query.get(key)) result[key] = query.get(key);
  const metrics = query.getAll("metric").filter(Boolean);
  if (metrics.length) result.metrics = Object.fromEntries(metrics.map((name) => [name, undefined]));
  if (Object.keys(result).length) given.results = [result];
  return given;
}

/** `correct=task:question-answering`: a correction of anything that has a page. */
function subjectOf(text) {
  const [kind, ...slug] = text.split(":");
  return SUBJECTS.includes(kind) ? { [kind]: slug.join(":") } : { result: text };
}

function locatorOf(text) {
  if (ARXIV.test(text)) return { arxiv: text };
  if (/^10\.\d{4,9}\//.test(text)) return { doi: text };
  return /^https?:/.test(text) ? { url: text } : { title: text };
}

/** A correction of a result with the values that it has now, and what it is about; null if they are not known. */
export async function correctionFrom(query) {
  const [id, board] = [query.get("result"), query.get("board")];
  const found = id && board ? await resultOn(board, id) : null;
  if (!found) return null;
  const metrics = Object.fromEntries(Object.entries(found.metrics).map(([name, text]) => [name, new Digits(text)]));
  const about = `${found.model} on the leaderboard ${found.board}`;
  return { about, correction: { result: id, set: { metrics }, was: { metrics } } };
}
