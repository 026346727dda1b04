import { useState } from "./htm-preact.js";
import { useListener } from "./listening.js";
import { keep, readKept } from "./kept.js";

/**
 * What a reader chose for this page, kept by the browser.
 *
 * @typedef {object} Preferences
 * @property {"system" | "light" | "dark"} theme
 * @property {boolean} keep  Whether answers are kept, to be found again under History.
 * @property {boolean} model  Whether a language model writes, where the server has one.
 * @property {string} style  The form in which sources are copied with an answer.
 */

const KEPT = "pincite-preferences";
const CHANGED = "pincite-preferences-changed";

/** @type {Preferences} */
const DEFAULTS = { theme: "system", keep: true, model: true, style: "text" };

/** The forms in which the sources of an answer can be copied. */
export const STYLES = ["text", "apa", "mla", "chicago", "ieee", "harvard"];

let current = read();
applyTheme();

/** What is chosen now. */
export function preferences() {
  return current;
}

/** @param {Partial<Preferences>} changes */
export function prefer(changes) {
  current = { ...current, ...changes };
  keep("localStorage", KEPT, JSON.stringify(current)); // else it lasts as long as the page
  applyTheme();
  dispatchEvent(new Event(CHANGED));
}

/** What is chosen, for a component that is drawn anew when it changes. */
export function usePreferences() {
  const [shown, setShown] = useState(current);
  useListener(CHANGED, () => setShown(current));
  return shown;
}

/** @returns {Preferences} */
function read() {
  try {
    return sound(JSON.parse(readKept("localStorage", KEPT) ?? "{}"));
  } catch {
    return DEFAULTS; // another program wrote it
  }
}

/**
 * Return what was kept as far as it can be used: another version may have written it.
 *
 * @param {any} kept
 * @returns {Preferences}
 */
function sound({ theme, keep, model, style }) {
  return {
    theme: ["light", "dark"].includes(theme) ? theme : DEFAULTS.theme,
    keep: typeof keep === "boolean" ? keep : DEFAULTS.keep,
    model: typeof model === "boolean" ? model : DEFAULTS.model,
    style: STYLES.includes(style) ? style : DEFAULTS.style,
  };
}

function applyTheme() {
  document.documentElement.dataset.theme = current.theme;
}
