/** Completing names in the form from the catalog: its index, and the pages of its leaderboards. */
import { combobox } from "../combobox.js";
import { address } from "../place.js";
import { search } from "../search/search.js";

const SHOWN = 8;

/** Let an input be completed with names (or slugs) of a kind; `changed` is called when one was taken. */
export function completeNames(input, { kind, by }, changed) {
  const taken = by === "slug" ? (item) => item.slug : (item) => item.name;
  completeFrom(input, async (text) => (await search(text, { limit: SHOWN, kinds: kind })).found, taken, changed);
}

/** Let an input be completed with the metrics of the leaderboard of a task on a dataset. */
export function completeMetrics(input, boardOf, changed) {
  const ask = async (text) => {
    const metrics = await metricsOf(await boardNamed(boardOf()));
    const wanted = text.toLowerCase();
    return metrics.filter((metric) => metric.name.toLowerCase().includes(wanted));
  };
  completeFrom(input, ask, (item) => item.name, changed);
}

function completeFrom(input, ask, taken, changed) {
  combobox(input, {
    label: "Names in the catalog",
    ask,
    choose: (item) => {
      input.value = taken(item);
      changed();
    },
  });
}

/** The leaderboard of a task on a dataset, or undefined if the catalog has none. */
export async function boardNamed({ task, dataset }) {
  if (!task || !dataset) return undefined;
  const name = `${task} on ${dataset}`;
  const { found } = await search(name, { limit: SHOWN, kinds: "b" });
  return found.find((item) => item.name === name)?.slug;
}

/** The metrics of a leaderboard: their names, the first being the one that ranks. */
export async function metricsOf(slug) {
  const page = slug === undefined ? null : await boardPage(slug);
  const heads = page?.querySelectorAll("table.board th[data-metric]") ?? [];
  return [...heads].map((head) => ({ name: head.dataset.metric, note: `${head.dataset.better} is better` }));
}

/** What a leaderboard's page says of one of its results, as `was:` of a correction has it; or null. */
export async function resultOn(slug, id) {
  const page = await boardPage(slug);
  const row = page?.getElementById(`result-${id}`);
  if (!row) return null;
  const heads = [...page.querySelectorAll("table.board thead th")];
  const metrics = {};
  for (const [place, head] of heads.entries()) {
    const value = row.cells[place]?.dataset.value;
    if (head.dataset.metric !== undefined && value !== undefined) metrics[head.dataset.metric] = value;
  }
  const name = page.querySelector("h1")?.textContent.trim();
  return { board: name, model: row.querySelector("th")?.firstChild?.textContent.trim(), metrics };
}

const pages = new Map();

/** A leaderboard's page as a document that runs nothing; null if there is none. */
function boardPage(slug) {
  if (!pages.has(slug)) {
    const asked = new Promise((done) => {
      const request = new XMLHttpRequest();
      request.responseType = "document"; // parsed by the browser, without its scripts
      request.open("GET", address(`sota/${encodeURIComponent(slug)}/index.html`));
      request.onload = () => done(request.status === 200 ? request.response : null);
      request.onerror = () => done(null);
      request.send();
    });
    pages.set(slug, asked);
  }
  return pages.get(slug);
}
