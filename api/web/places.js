import { here } from "./api.js";
import { t } from "./messages.js";

/** @import {Citation, Locator, Passage, Place, Statement} from "./types.js" */

/** @param {Citation} citation @returns {Place} */
export function placeOfCitation({ quote, ...place }) {
  return { ...place, exact: quote.exact };
}

/** @param {Passage} passage @returns {Place} */
export function placeOfPassage({ document_id, title, text, position }) {
  const url = here(`/d/${document_id}?c=${position.start}-${position.end}`);
  return { n: null, document_id, title, exact: text, position, highlights: [], locator: null, url, copies: 1 };
}

/**
 * Return a whole document as a place: none of its words are marked.
 *
 * @param {{id: string, title: string}} document
 * @returns {Place}
 */
export function placeOfDocument({ id, title }) {
  const nowhere = { start: 0, end: 0 };
  const place = { n: null, document_id: id, title, exact: "", position: nowhere, highlights: [], locator: null, copies: 1 };
  return { ...place, url: here(`/d/${id}`), whole: true };
}

/**
 * Return where a reader finds the words, such as "05 Codex Release Journey, paragraph 2".
 *
 * @param {Locator | null} locator
 */
export function describeLocator(locator) {
  const { section, page, paragraph } = locator ?? {};
  return [section, page && t("locator.page", { page: String(page) }), paragraph && t("locator.paragraph", { paragraph: String(paragraph) })].filter(Boolean).join(", ");
}

/**
 * Return in how many documents the words stand, if it is more than the one that is named.
 *
 * @param {number} copies
 */
export function describeCopies(copies) {
  return copies > 1 ? t("copies", { count: copies }) : "";
}

/**
 * Return the cited places of an answer, each once, in the order of their numbers.
 *
 * @param {Statement[]} statements
 * @returns {Citation[]}
 */
export function citationsOf(statements) {
  const all = statements.flatMap(({ citations }) => citations);
  return [...new Map(all.map((citation) => [citation.n, citation])).values()].sort((a, b) => a.n - b.n);
}

/**
 * Tell whether two places are the same words of the same document.
 *
 * @param {Place | null} one
 * @param {Place | null} other
 */
export function samePlace(one, other) {
  return one?.document_id === other?.document_id
    && one?.position.start === other?.position.start && one?.position.end === other?.position.end;
}
