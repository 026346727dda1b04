import { html, useState } from "./htm-preact.js";
import { t } from "./messages.js";

const CONFIRMED_MS = 2000;

/**
 * A button that copies a text, and says whether it did.
 *
 * @param {{label: string, text: () => string | Promise<string>}} props  `text` is made when it is wanted.
 */
export function CopyButton({ label, text }) {
  const [outcome, setOutcome] = useState("");
  const copy = async () => {
    setOutcome((await copied(await text())) ? t("copy.done") : t("copy.refused"));
    setTimeout(() => setOutcome(""), CONFIRMED_MS);
  };
  return html`<button type="button" onClick=${copy}>${label}</button> <span role="status">${outcome}</span>`;
}

/**
 * Tell whether the text is on the clipboard now. Pages served over plain HTTP to another machine
 * have no `navigator.clipboard`; there the old way still works.
 *
 * @param {string} text
 */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelection(text);
  }
}

/** @param {string} text */
function copiedBySelection(text) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const box = document.body.appendChild(document.createElement("textarea"));
  box.className = "visually-hidden";
  box.value = text;
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  focused?.focus();
  return done;
}
