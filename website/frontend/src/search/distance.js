/**
 * How far apart two words are: letters added, left out, changed, or two neighbours swapped
 * (optimal string alignment, https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance).
 */

/** How many slips a word of this length may have. */
export function slips(word) {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/**
 * The distance of a word to a token, and to the nearest beginning of the token: [whole, beginning].
 * Both are at least `most + 1` where they are greater than `most`.
 */
export function distances(word, token, most) {
  const far = [most + 1, most + 1];
  if (word.length > token.length + most) return far;
  const width = Math.min(token.length, word.length + most);
  let before = null;
  let above = Array.from({ length: width + 1 }, (_, column) => column);
  for (let row = 1; row <= word.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= width; column += 1) {
      const same = word[row - 1] === token[column - 1];
      let cost = Math.min(above[column] + 1, current[column - 1] + 1, above[column - 1] + (same ? 0 : 1));
      if (row > 1 && column > 1 && word[row - 1] === token[column - 2] && word[row - 2] === token[column - 1]) {
        cost = Math.min(cost, before[column - 2] + 1);
      }
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return far;
    before = above;
    above = current;
  }
  return [width < token.length ? most + 1 : above[width], Math.min(...above)];
}
