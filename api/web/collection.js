/** The collection that the page works in, as its address says; null for the default one. */
export const collection = new URLSearchParams(location.search).get("collection");

/**
 * Return an address of the server that works in the page's collection.
 *
 * @param {string} path
 */
export function here(path) {
  if (!collection) return path;
  return `${path}${path.includes("?") ? "&" : "?"}collection=${encodeURIComponent(collection)}`;
}
