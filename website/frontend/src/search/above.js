/** Dead links of the old site that went one step too far. */
import { address } from "../place.js";

const DEEPER = /^((?:area|dataset|method|paper|sota|task)\/[a-z0-9][a-z0-9_.+-]*)\/(?!index\.html$)./i;

/**
 * The page above a dead link, or null: `/task/SLUG/latest` and `/paper/SLUG/review` showed the same thing in
 * another light. Only what is there is led to.
 */
export async function pageAbove() {
  const root = new URL(address("")).pathname;
  const found = location.pathname.startsWith(root) && DEEPER.exec(location.pathname.slice(root.length));
  if (!found) return null;
  const above = address(`${found[1].toLowerCase()}/`);
  const answer = await fetch(above, { method: "HEAD" }).catch(() => null);
  return answer?.ok ? above : null;
}
