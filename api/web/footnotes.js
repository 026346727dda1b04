import { describeLocator } from "./places.js";

/** @import {Sentence} from "./check-types.js" */
/** @import {CodePointText} from "./pieces.js" */
/** @import {Citation} from "./types.js" */

/** The border at the end of a table's row: a footnote stands in the last cell, not behind it. */
const CELL_END = /\s*\|\s*$/;
/** A footnote of the draft itself: it takes none. */
const DEFINITION = /^\[\^[^\]\s]+\]:/;

const OUR_MARKS = /\[\^pincite-\d+\](?!:)/g;
const OUR_NOTES = /\n\n(?:\[\^pincite-\d+\]: [^\n]*(?:\n|$))+$/;

/**
 * Return a draft with a Markdown footnote after each supported sentence for each place it rests on.
 *
 * A place that is cited twice has one footnote. The labels are those of `pincite check --write`,
 * whose `--remove` takes them out again.
 *
 * @param {CodePointText} draft
 * @param {Sentence[]} sentences  In the order of the draft.
 * @param {string} origin  Where the links lead, such as "http://127.0.0.1:8000".
 */
export function withFootnotes(draft, sentences, origin) {
  /** @type {Map<number, {label: string, note: string}>} */
  const notes = new Map();
  const mark = (/** @type {Citation} */ citation) => {
    const { label, note } = notes.get(citation.n) ?? noteOf(citation, notes.size + 1, origin);
    notes.set(citation.n, { label, note });
    return label;
  };
  let text = "";
  let at = 0;
  for (const { text: words, position, citations } of sentences.filter(takesNotes)) {
    const end = position.end - (CELL_END.exec(words)?.[0].length ?? 0);
    text += draft.slice(at, end) + citations.map(mark).join("");
    at = end;
  }
  const list = [...notes.values()].map(({ label, note }) => `${label}: ${note}\n`);
  return text + draft.slice(at, draft.length) + (list.length ? `\n\n${list.join("")}` : "");
}

/**
 * Return a draft as it was before footnotes of ours were written into it.
 *
 * @param {string} text
 */
export function withoutFootnotes(text) {
  return text.replace(OUR_NOTES, "").replace(OUR_MARKS, "");
}

/** @param {Sentence} sentence */
function takesNotes({ text, verdict }) {
  return verdict === "supported" && !DEFINITION.test(text);
}

/** @param {Citation} citation @param {number} number @param {string} origin */
function noteOf({ title, quote, locator, url }, number, origin) {
  const place = [title, describeLocator(locator)].filter(Boolean).join(", ");
  return { label: `[^pincite-${number}]`, note: `“${plain(quote.exact)}” ${plain(place)}. <${origin}${url}>` };
}

/**
 * Return words that Markdown shows as they are, on one line.
 *
 * @param {string} words
 */
function plain(words) {
  return words.trim().replace(/\s+/g, " ").replace(/[\\`*_[\]<>#|~^$@]/g, "\\$&");
}
