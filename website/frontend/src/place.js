/** Where this page stands in the site: addresses from the site's root, wherever that is. */

const root = new URL(document.documentElement.dataset.root || "./", document.baseURI);

/** The address of a file of the site. */
export function address(path) {
  return new URL(path, root).href;
}
