import { html } from "./htm-preact.js";
import { here, post } from "./api.js";
import { citationOf } from "./citing.js";
import { CopyButton } from "./controls.js";
import { fileOf, pageOf } from "./history.js";
import { t } from "./messages.js";
import { citationsOf, describeLocator } from "./places.js";
import { preferences } from "./preferences.js";

/** @import {Answer, Statement, Turn} from "./types.js" */

/**
 * What can be done with an answer once it is there.
 *
 * It is copied with its numbers and its sources in the form that is chosen in the settings; or as
 * Markdown with footnotes, or its sentences alone.
 *
 * @param {{turn: Turn, busy: boolean, last: boolean, onRetry: () => void}} props
 */
export function TurnActions({ turn, busy, last, onRetry }) {
  const { statements, answer, kept, phase } = turn;
  if (!answer && !statements.length) return null;
  const { origin } = location;
  const address = answer && kept && pageOf(answer.id);
  return html`<div class="actions">
    ${statements.length > 0 && html`<${CopyButton} label=${t("copy.answer")} text=${() => inStyle(turn, origin, preferences().style)} />`}
    ${address && html`<a class="button" href=${address} target="_blank" rel="noopener">${t("turn.page")}</a>`}
    ${last && phase === "done" && html`<button type="button" disabled=${busy} onClick=${onRetry}>${t("turn.again")}</button>`}
    ${(statements.length > 0 || address) && html`<details class="more">
      <summary>${t("turn.more")}</summary>
      ${statements.length > 0 && html`
        <${CopyButton} label=${t("copy.markdown")} text=${() => asMarkdown(turn)} />
        <${CopyButton} label=${t("copy.plain")} text=${() => withoutCitations(turn)} />`}
      ${address && html`
        <${CopyButton} label=${t("turn.link")} text=${() => origin + address} />
        <a class="button" href=${fileOf(answer.id)} download>${t("turn.word")}</a>`}
    </details>`}
  </div>`;
}

/**
 * An answer to be pasted elsewhere.
 *
 * @typedef {object} Copied
 * @property {string} question
 * @property {Statement[]} statements
 * @property {Answer | null} answer  The whole of it, where it was not stopped.
 */

/**
 * Return the sentences of an answer and nothing else.
 *
 * @param {Copied} copied
 */
function withoutCitations({ statements }) {
  return statements.map(({ text }) => text).join("\n");
}

/**
 * Return an answer as plain text: the sentences with their numbers, what stands beside them, then
 * the numbered sources.
 *
 * @param {Copied} copied
 * @param {string} origin  Where the links lead, such as "http://127.0.0.1:8000".
 * @param {string[]} [sources]  Takes the place of the list of sources.
 */
function asText({ question, statements, answer }, origin, sources) {
  const sentences = statements.map(({ text, citations }) => `${text} ${citations.map(({ n }) => `[${n}]`).join("")}`);
  const listed = sources ?? citationsOf(statements).map(({ n, title, locator, quote, url }) => {
    const place = [title, describeLocator(locator)].filter(Boolean).join(", ");
    return `[${n}] ${place}: “${quote.exact}” ${origin}${url}`;
  });
  const missing = (answer?.missing ?? []).map((part) => t("missing.part", { part }));
  const beside = [answer?.note ?? "", ...missing].filter(Boolean);
  const parts = [[question], sentences, beside, [t("sources.label"), ...listed]].filter((lines) => lines.length);
  return parts.map((lines) => lines.join("\n")).join("\n\n");
}

/**
 * Return an answer as Markdown: a footnote for each cited place, and nothing else that is markup.
 * The server verifies it once more.
 *
 * @param {Copied} copied
 */
async function asMarkdown({ question, statements, answer }) {
  const body = { answer: { question, statements, missing: answer?.missing ?? [] }, format: "markdown" };
  return (await post(here("/v1/answers/export"), body, "text/markdown")).text();
}

/**
 * Return an answer as text with its sources in one of the server's citation formats.
 *
 * @param {Copied} copied
 * @param {string} origin  As above.
 * @param {string} style
 */
async function inStyle(copied, origin, style) {
  if (style === "text") return asText(copied, origin);
  const cited = await Promise.all(citationsOf(copied.statements)
    .map(async (citation) => `[${citation.n}] ${await citationOf(citation, style)}`));
  return asText(copied, origin, cited);
}
