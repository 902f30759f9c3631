/** Takes texts apart as the index does (website/search_index.py: fold, tokens_of). */

const WORD = /[\p{L}\p{N}][\p{L}\p{N}+#]*/gu;
const STOP = new Set("a an and are as at by for from in into is it its of on or the to via with".split(" "));
const LONGEST_TOKEN = 40;
const MOST_WORDS = 12;

/** A text without accents and case. */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The words of a query: without those like "of", where there are others. */
export function wordsOf(query) {
  const words = [...new Set(fold(query).match(WORD) ?? [])].map((word) => [...word].slice(0, LONGEST_TOKEN).join(""));
  const telling = words.filter((word) => !STOP.has(word));
  return (telling.length ? telling : words).slice(0, MOST_WORDS);
}
