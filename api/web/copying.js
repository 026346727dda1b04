import { html } from "./htm-preact.js";
import { CopyButton } from "./clipboard.js";
import { t } from "./messages.js";
import { citationsOf, describeLocator } from "./places.js";

/** @import {Answer, Citation, Statement} from "./types.js" */

/**
 * Copies the answer as text, with its numbers and the list of sources.
 *
 * @param {{question: string, statements: Statement[], answer: Answer | null}} props
 */
export function CopyAnswer({ question, statements, answer }) {
  const text = () => answerAsText(question, statements, answer, location.origin);
  return html`<p class="actions"><${CopyButton} label=${t("copy.answer")} text=${text} /></p>`;
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
  const missing = (answer?.missing ?? []).map((part) => t("missing.part", { part }));
  const beside = [answer?.note, ...missing].filter(Boolean);
  const parts = [[question], sentences, beside, [t("sources.label"), ...sources]].filter((lines) => lines.length);
  return parts.map((lines) => lines.join("\n")).join("\n\n");
}

/** @param {Citation} citation @param {string} origin */
function sourceAsText({ n, title, quote, locator, url }, origin) {
  const place = [title, describeLocator(locator)].filter(Boolean).join(", ");
  return `[${n}] ${place}: “${quote.exact}” ${origin}${url}`;
}
