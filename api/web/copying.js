import { html, useState } from "./htm-preact.js";
import { citationsOf, describeLocator } from "./places.js";

/** @import {Answer, Citation, Statement} from "./types.js" */

const CONFIRMED_MS = 2000;

/**
 * Copies the answer as text, with its numbers and the list of sources.
 *
 * @param {{question: string, statements: Statement[], answer: Answer | null}} props
 */
export function CopyButton({ question, statements, answer }) {
  const [outcome, setOutcome] = useState("");
  const copy = async () => {
    const text = answerAsText(question, statements, answer, location.origin);
    setOutcome((await copied(text)) ? "Copied" : "The browser did not allow copying");
    setTimeout(() => setOutcome(""), CONFIRMED_MS);
  };
  return html`<p class="actions">
    <button type="button" onClick=${copy}>Copy answer</button> <span role="status">${outcome}</span>
  </p>`;
}

/**
 * Return an answer as plain text: the sentences with their numbers, what stands beside them, then
 * the numbered sources.
 *
 * @param {string} question
 * @param {Statement[]} statements
 * @param {Answer | null} answer  The whole of it, where it was not stopped.
 * @param {string} origin  Where the links lead, such as "http://127.0.0.1:8000".
 */
export function answerAsText(question, statements, answer, origin) {
  const sentences = statements.map(({ text, citations }) => `${text} ${citations.map(({ n }) => `[${n}]`).join("")}`);
  const sources = citationsOf(statements).map((citation) => sourceAsText(citation, origin));
  const missing = (answer?.missing ?? []).map((part) => `Your sources do not answer this part: ${part}`);
  const beside = [answer?.note, ...missing].filter(Boolean);
  const parts = [[question], sentences, beside, ["Sources", ...sources]].filter((lines) => lines.length);
  return parts.map((lines) => lines.join("\n")).join("\n\n");
}

/** @param {Citation} citation @param {string} origin */
function sourceAsText({ n, title, quote, locator, url }, origin) {
  const place = [title, describeLocator(locator)].filter(Boolean).join(", ");
  return `[${n}] ${place}: “${quote.exact}” ${origin}${url}`;
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
