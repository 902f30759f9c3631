/** The search box at the top of every page: the best finds open under it. */
import { combobox } from "../combobox.js";
import { address } from "../place.js";
import { search } from "./search.js";
import { KIND } from "./store.js";

const SHOWN = 8;

async function finds(text) {
  const { found, total } = await search(text, { limit: SHOWN });
  const choices = found.map((item) => ({ ...item, kind: KIND[item.kind].word }));
  const all = { name: `All ${total} results for “${text}”`, href: searchAddress(text) };
  return total > found.length ? [...choices, all] : choices;
}

function searchAddress(text) {
  return `${address("search/index.html")}?q=${encodeURIComponent(text)}`;
}

function go({ href }, event) {
  if (event.ctrlKey || event.metaKey) open(href, "_blank", "noopener");
  else location.assign(href);
}

/** Let the box show its finds while one types. */
export function enableSearchBox() {
  const input = document.querySelector("form[role=search] input[name=q]");
  if (input) combobox(input, { label: "Search results", ask: finds, choose: go });
}
