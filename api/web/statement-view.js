import { html } from "./htm-preact.js";
import { Chip } from "./chip.js";
import { placeOfCitation } from "./places.js";

/** @import {Statement} from "./types.js" */

/** A longer last "word" is a script without spaces or an address: it must be able to break. */
const LONGEST_WORD = 24;

/**
 * A verified sentence, followed by the numbers of the places it rests on.
 *
 * @param {{statement: Statement}} props
 */
export function StatementView({ statement: { text, citations } }) {
  const [first, ...others] = citations.map((citation) => (
    html`<${Chip} key=${citation.n} place=${placeOfCitation(citation)} />`
  ));
  const [start, lastWord] = splitLastWord(text);
  // The first number stays on the line of the last word.
  return html`<p class="statement" dir="auto">${start}<span class="unbroken">${lastWord}${first}</span>${others}</p>`;
}

/**
 * @param {string} text
 * @returns {[string, string]}
 */
function splitLastWord(text) {
  const border = text.search(/\S+\s*$/);
  return border < 0 || text.length - border > LONGEST_WORD ? [text, ""] : [text.slice(0, border), text.slice(border)];
}
