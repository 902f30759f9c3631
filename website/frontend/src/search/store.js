/** The index's files, each loaded once when it is first needed. */
import { address } from "../place.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const KINDS = "tdbmpa";
const SIZES = 10;
const KEY = 5;
const ENTRY = KEY + 2;
const MOST_COUNTED = 31;

/** Each kind's word in addresses and for people. */
export const KIND = {
  t: { folder: "task", word: "Task", words: "Tasks" },
  d: { folder: "dataset", word: "Dataset", words: "Datasets" },
  b: { folder: "sota", word: "Leaderboard", words: "Leaderboards" },
  m: { folder: "method", word: "Method", words: "Methods" },
  p: { folder: "paper", word: "Paper", words: "Papers" },
  a: { folder: "area", word: "Area", words: "Areas" },
};

const loaded = new Map();

function load(path) {
  if (!loaded.has(path)) {
    const answer = fetch(address(path)).then((response) => {
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return response.json();
    });
    answer.catch(() => loaded.delete(path)); // so that the next try asks again
    loaded.set(path, answer);
  }
  return loaded.get(path);
}

/** The names of all token files. */
export function tokenFiles() {
  return load("search/index.json");
}

/** The tokens of a file, each with the records that it names. */
export function tokens(file) {
  return load(`search/tokens/${file}.json`);
}

/** The records in a token's listing: key, kind, size (0 to 9), how many tokens, and whether it comes first. */
export function* entries(listing) {
  for (let start = 0; start < listing.length; start += ENTRY) {
    const quality = DIGITS.indexOf(listing[start + KEY]);
    const count = DIGITS.indexOf(listing[start + KEY + 1]);
    yield {
      key: listing.slice(start, start + KEY),
      kind: KINDS[Math.floor(quality / SIZES)],
      size: quality % SIZES,
      length: count & MOST_COUNTED,
      isFirst: count > MOST_COUNTED,
    };
  }
}

/** What to show of a record; null for one that has gone since the token was loaded. */
export async function shown(key) {
  const shard = (DIGITS.indexOf(key[0]) << 2) | (DIGITS.indexOf(key[1]) >> 4);
  const names = await load(`search/names/${shard.toString(16).padStart(2, "0")}.json`);
  if (!Object.hasOwn(names, key)) return null;
  const [kind, slug, name, note] = names[key]; // and the end of its entries, which listings have as well
  return { kind, slug, name, note, href: address(`${KIND[kind].folder}/${encodeURIComponent(slug)}/index.html`) };
}
