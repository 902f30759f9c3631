/**
 * What a query finds, the best first.
 *
 * All words of the query must be in a name: whole, as a beginning, or, where that gives too little, with slips.
 * Ever more token files are looked into until something is found; a query without slips needs one a word.
 */
import { distances, slips } from "./distance.js";
import { entries, shown, tokenFiles, tokens } from "./store.js";
import { wordsOf } from "./tokens.js";

const ENOUGH = 4;
const WHOLE = 1;
const BEGINNING = 0.85;
const SLIP = 0.25;
const FIRST = 3; // what a name begins with is what it is known by: "BERT: Pre-training of ..."
const OTHER = "other";
const FOR_KIND = { t: 1.5, d: 1.5, a: 1.2, b: 1, m: 0.8, p: 0 };

/** The best `limit` records for a query, and how many there are; `kinds` are the letters of those wanted. */
export async function search(query, { limit = 8, kinds = "tdbmpa" } = {}) {
  const ranked = await rank(wordsOf(query), kinds);
  const found = await Promise.all(ranked.slice(0, limit).map((hit) => shown(hit.key)));
  return { found: found.filter((item) => item !== null), total: ranked.length, kinds: counted(ranked) };
}

function counted(hits) {
  const counts = {};
  for (const { kind } of hits) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

async function rank(words, kinds) {
  if (!words.length) return [];
  const files = new Set(await tokenFiles());
  const best = new Map();
  for (const attempt of attempts(words)) {
    const hits = await attempt(files, kinds);
    for (const hit of hits) if (!(best.get(hit.key)?.score >= hit.score)) best.set(hit.key, hit);
    const isMeant = hits.some((hit) => hit.isWhole);
    if (isMeant || best.size >= ENOUGH || (best.size && attempt.isLast)) break;
  }
  return [...best.values()].sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
}

/** The ways to look, from the narrowest. */
function attempts(words) {
  const all = (words, where, near) => (files, kinds) => together(words, where, near, files, kinds, words.length);
  const ways = [all(words, home, false), all(words, neighbours, true)];
  for (const joined of pairs(words)) ways.push(all(joined, home, true));
  const wide = all(words, anywhereNear, true);
  const some = (files, kinds) => together(words, neighbours, true, files, kinds, Math.ceil(words.length / 2));
  ways.at(-1).isLast = true; // with one or two good finds it ends here
  ways.push(wide);
  if (words.length > 1) ways.push(some);
  return ways;
}

/** The query with two words in a row as one: "libri speech" is LibriSpeech. */
function pairs(words) {
  return words.slice(1).map((word, place) => [...words.slice(0, place), words[place] + word, ...words.slice(place + 2)]);
}

/** The records that match at least so many of the words. */
async function together(words, where, near, files, kinds, least) {
  const matches = await Promise.all(words.map((word) => matching(word, where(word, files), near, kinds)));
  const totals = new Map();
  for (const [place, match] of matches.entries()) {
    for (const [key, { weight, entry }] of match) {
      const total = totals.get(key) ?? { ...entry, isFirst: entry.isFirst && place === 0, weight: 0, words: 0 };
      total.weight += weight;
      total.words += 1;
      totals.set(key, total);
    }
  }
  const hits = [...totals.values()].filter((hit) => hit.words >= least);
  return hits.map((hit) => ({
    key: hit.key,
    kind: hit.kind,
    score: score(hit, words.length),
    isWhole: hit.weight === words.length,
  }));
}

function score(hit, words) {
  const covered = Math.min(1, hit.words / Math.max(1, hit.length));
  return (10 * hit.weight) / words + 4 * covered + 0.4 * hit.size + FOR_KIND[hit.kind] + (hit.isFirst ? FIRST : 0);
}

/** The records that a word is in, each with the weight of the best way in which it is. */
async function matching(word, names, near, kinds) {
  const best = new Map();
  const most = near ? slips(word) : 0;
  for (const listed of await Promise.all(names.map(tokens))) {
    for (const [token, listing] of Object.entries(listed)) {
      const weight = likeness(word, token, most);
      if (!weight) continue;
      for (const entry of entries(listing)) {
        if (kinds.includes(entry.kind) && !(best.get(entry.key)?.weight >= weight)) best.set(entry.key, { weight, entry });
      }
    }
  }
  return best;
}

function likeness(word, token, most) {
  if (token === word) return WHOLE;
  if (token.startsWith(word)) return BEGINNING;
  if (!most) return 0;
  const [whole, beginning] = distances(word, token, most);
  if (whole <= most) return WHOLE - SLIP * whole;
  return beginning <= most ? BEGINNING - SLIP * beginning - 0.05 : 0;
}

/** The file that tokens beginning with this word stand in: two letters, or three where there are many. */
function home(word, files) {
  const names = isPlain(word.slice(0, 2)) ? [word.slice(0, 3), word.slice(0, 2)] : [OTHER];
  return names.filter((name) => files.has(name)).slice(0, 1);
}

/** The files with those first letters, also for a word whose first were swapped, or that has one too many. */
function neighbours(word, files) {
  if (word.length < 3) return home(word, files);
  const starts = [word.slice(0, 2), word[1] + word[0], word.slice(1, 3), word[0] + word[2]];
  const wanted = new Set(starts.map((start) => (isPlain(start) ? start : OTHER.slice(0, 2))));
  return [...files].filter((name) => wanted.has(name.slice(0, 2)));
}

/** All files that share one of their first two letters with the word. */
function anywhereNear(word, files) {
  if (word.length < 4) return home(word, files);
  return [...files].filter((name) => name === OTHER || name[0] === word[0] || name[1] === word[1]);
}

function isPlain(start) {
  return /^[a-z0-9]{1,2}$/.test(start);
}
