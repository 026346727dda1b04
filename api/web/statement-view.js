import { html } from "./htm-preact.js";
import { Chip } from "./citations.js";
import { CodePointText, MarkedText, countedFrom } from "./pieces.js";
import { t } from "./messages.js";
import { placeOfCitation } from "./places.js";

/** @import {Conflict, Span, Statement} from "./types.js" */

/** A longer last "word" is a script without spaces or an address: it must be able to break. */
const LONGEST_WORD = 24;

/**
 * The statements of an answer, those that follow each other from one source under its title: a
 * sentence that says "I" is seen to be its author's.
 *
 * Those that contradict each other stand side by side.
 *
 * @param {{statements: Statement[], conflicts?: Conflict[]}} props
 */
export function StatementList({ statements, conflicts = [] }) {
  const beside = new Set(conflicts.flatMap((conflict) => conflict.statements));
  const rest = statements.filter((_, at) => !beside.has(at));
  return html`
    ${beside.size > 0 && html`<div class="disagreement" role="group" aria-label=${t("disagreement")}>
      <h3>${t("disagreement")}</h3>
      ${[...beside].sort((a, b) => a - b).map((at) => html`<${Said} key=${at} group=${[statements[at]]} />`)}
    </div>`}
    ${bySource(rest).map((group, at) => html`<${Said} key=${at} group=${group} />`)}`;
}

/** @param {{group: Statement[]}} props  From the same source. */
function Said({ group }) {
  return html`<figure class="said">
    <figcaption dir="auto">${titlesOf(group[0])}</figcaption>
    ${group.map((statement, line) => html`<${StatementView} key=${line} statement=${statement} />`)}
  </figure>`;
}

/**
 * A verified sentence, followed by the numbers of the places it rests on.
 *
 * @param {{statement: Statement}} props
 */
function StatementView({ statement }) {
  const [first, ...others] = statement.citations.map((citation) => (
    html`<${Chip} key=${citation.n} place=${placeOfCitation(citation)} />`
  ));
  const text = new CodePointText(statement.text);
  const border = startOfLastWord(statement.text);
  const spans = decisiveWords(statement);
  const words = (/** @type {number} */ start, /** @type {number} */ end) => (
    html`<${MarkedText} text=${text} range=${{ start, end }} spans=${spans} />`
  );
  const across = spans.some(({ start, end }) => start < border && border < end) ? " continued" : "";
  // The first number stays on the line of the last word.
  return html`<p class="statement" dir="auto">
    ${words(0, border)}<span class=${`unbroken${across}`}>${words(border, text.length)}${first}</span>${others}
  </p>`;
}

/**
 * Return where the words that decide stand in a statement; nowhere, if it is not a quote itself.
 *
 * @param {Statement} statement
 * @returns {Span[]}
 */
function decisiveWords({ text, citations }) {
  const source = citations.find(({ quote }) => quote.exact === text);
  return source ? countedFrom(source.highlights, source.position.start) : [];
}

/**
 * Return at which code point the last word of a text begins, its end if that word must be able to break.
 *
 * @param {string} text
 */
function startOfLastWord(text) {
  const border = text.search(/\S+\s*$/);
  const whole = border < 0 || text.length - border > LONGEST_WORD;
  return new CodePointText(whole ? text : text.slice(0, border)).length;
}

/**
 * Return the statements in order, cut where the next one rests on other documents.
 *
 * @param {Statement[]} statements
 * @returns {Statement[][]}
 */
function bySource(statements) {
  /** @type {Statement[][]} */
  const groups = [];
  for (const statement of statements) {
    const last = groups[groups.length - 1];
    if (last && documentsOf(last[0]) === documentsOf(statement)) last.push(statement);
    else groups.push([statement]);
  }
  return groups;
}

/** @param {Statement} statement */
function documentsOf({ citations }) {
  return [...new Set(citations.map(({ document_id }) => document_id))].sort().join(" ");
}

/** @param {Statement} statement */
function titlesOf({ citations }) {
  const titles = new Map(citations.map(({ document_id, title }) => [document_id, title]));
  return [...titles.values()].join(" · ");
}
