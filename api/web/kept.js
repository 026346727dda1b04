/**
 * What the browser keeps for this page: as long as the tab, or for good. Some keep nothing.
 *
 * @typedef {"sessionStorage" | "localStorage"} Where
 */

/** @param {Where} where @param {string} key @returns {string | null} */
export function readKept(where, key) {
  try {
    return window[where].getItem(key);
  } catch {
    return null;
  }
}

/**
 * Return whether it is kept now; null takes away what was.
 *
 * @param {Where} where
 * @param {string} key
 * @param {string | null} value
 */
export function keep(where, key, value) {
  try {
    if (value === null) window[where].removeItem(key);
    else window[where].setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
