/** Where a submission goes: the name of its file, and GitHub's page for a new file with it filled in. */
import { fold } from "../search/tokens.js";

const LONGEST_ADDRESS = 8_000;
/* GitHub refuses longer ones; what servers take in general ends about there (RFC 9110, section 4.1). */
const LONGEST_NAME = 60;
const NAME = /^[a-z0-9][a-z0-9._-]*$/;
const RESERVED = /^(con|nul|aux|prn|com[0-9]|lpt[0-9])$/;

/** A file's name for a submission: from the paper's title or identifier, or from what is corrected. */
export function nameOf({ paper, results, corrections }) {
  const first = corrections?.[0];
  const corrected = first && (first.result ?? first.paper ?? first.task ?? first.dataset ?? first.board ?? first.method ?? first.model);
  const text = corrected ? `correction-${corrected}` : (paper?.title ?? results?.[0]?.model ?? paper?.arxiv ?? paper?.doi ?? "");
  const words = fold(String(text)).replace(/[^a-z0-9]+/g, "-");
  const cut = words.length > LONGEST_NAME ? words.slice(0, words.lastIndexOf("-", LONGEST_NAME)) : words;
  return cut.replace(/^-+|-+$/g, "") || "my-submission";
}

/** The path of a new submission with this name, in the folder of this month; null if it cannot be one. */
export function pathOf(name, now) {
  const stem = name.trim().replace(/\.yaml$/, "");
  if (!NAME.test(stem) || RESERVED.test(stem.split(".")[0]) || stem.length > 150) return null;
  return `submissions/${now.toISOString().slice(0, 7).replace("-", "/")}/${stem}.yaml`;
}

/** GitHub's page for a new file; without the text (`isWhole` is false) where that would be too long. */
export function newFileAddress(repository, path, text) {
  const bare = `https://github.com/${repository}/new/main?filename=${encodeURIComponent(path)}`;
  const whole = `${bare}&value=${encodeURIComponent(text)}`;
  return whole.length <= LONGEST_ADDRESS ? { href: whole, isWhole: true } : { href: bare, isWhole: false };
}
