import { html, useState } from "./htm-preact.js";
import { t } from "./messages.js";

/** Drawn by strokes, as all pictures of the page; what stops something is filled. */
const PATHS = {
  add: "M10 4v12M4 10h12",
  ask: "M10 16V4M4.5 9.5 10 4l5.5 5.5",
  close: "m5 5 10 10M15 5 5 15",
  edit: "m4 16 .8-3.6L13 4.2l2.8 2.8-8.2 8.2zM11.5 5.7l2.8 2.8",
  next: "m5 8 5 5 5-5",
  previous: "m5 12 5-5 5 5",
  remove: "M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v4.5M11.5 9v4.5",
  settings: "M3 6h6m4 0h4M3 14h3m4 0h7M9 6a2 2 0 1 0 4 0 2 2 0 1 0-4 0M6 14a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
  stop: "M7 7h6v6H7z",
};

/** @param {{of: keyof typeof PATHS}} props */
export function Icon({ of }) {
  return html`<svg class=${`icon-${of}`} viewBox="0 0 20 20" aria-hidden="true"><path d=${PATHS[of]} /></svg>`;
}

/**
 * A button that shows a picture and is called by its label.
 *
 * @param {{of: keyof typeof PATHS, label: string, element?: object, [attribute: string]: unknown}} props
 *   `element`: a reference that the button is put in.
 */
export function IconButton({ of, label, element, ...attributes }) {
  return html`<button type="button" ref=${element} aria-label=${label} title=${label} ...${attributes}><${Icon} of=${of} /></button>`;
}

/**
 * What went wrong, and the way to try again where there is one.
 *
 * @param {{title: string, detail: string, again?: string, busy?: boolean, onRetry?: () => void}} props
 */
export function Trouble({ title, detail, again = t("again"), busy, onRetry }) {
  return html`<div class="problem" role="alert">
    <p><strong>${title}.</strong> ${detail}</p>
    ${onRetry && html`<button type="button" disabled=${busy} onClick=${onRetry}>${again}</button>`}
  </div>`;
}

/**
 * Return a listener that passes on what an element's value has become.
 *
 * @param {(value: string) => void} take
 */
export function typed(take) {
  return (/** @type {{currentTarget: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement}} */ { currentTarget }) => take(currentTarget.value);
}

/**
 * Tell whether a key sends what is typed: Shift+Enter starts a new line, and Enter may choose a
 * proposal of the keyboard.
 *
 * @param {KeyboardEvent} event
 */
export function sends({ key, shiftKey, isComposing }) {
  return key === "Enter" && !shiftKey && !isComposing;
}

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
