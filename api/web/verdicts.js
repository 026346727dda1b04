/** @import {Item} from "./check-types.js" */

/**
 * What each verdict is called and what it means, in the order of the summary. A problem is what its
 * writer should look at. The kinds of quotations have a prefix: both come in one list.
 *
 * @type {Map<string, {name: string, meaning: string, problem: boolean}>}
 */
export const KINDS = new Map([
  ["contradicted", { name: "Contradicted", meaning: "Your sources say something else.", problem: true }],
  ["partly", { name: "Partly supported", meaning: "Your sources say a part of this, not all of it.", problem: true }],
  ["not_in_sources", { name: "Not in the sources", meaning: "No words in your sources say this.", problem: true }],
  ["supported", { name: "Supported", meaning: "Your sources say this.", problem: false }],
  ["no_claim", { name: "No claim", meaning: "Nothing here that a source could tell.", problem: false }],
  ["quotation-altered", { name: "Altered quotation", meaning: "Close to the source, but not its words.", problem: true }],
  ["quotation-wrong_document", { name: "Quotation of another document", meaning: "The words stand in another document than the one you name.", problem: true }],
  ["quotation-not_found", { name: "Quotation not found", meaning: "These words stand in no source.", problem: true }],
  ["quotation-elided", { name: "Shortened quotation", meaning: "The source's words, with those left out that you mark as left out.", problem: false }],
  ["quotation-exact", { name: "Exact quotation", meaning: "The source's words, letter by letter.", problem: false }],
]);

/**
 * Return the kinds that an item is counted under, its sentence's first.
 *
 * @param {Item} item
 * @returns {string[]}
 */
export function kindsOf({ sentence, quotations }) {
  const quoted = quotations.map(({ verdict }) => `quotation-${verdict}`);
  return sentence ? [sentence.verdict, ...quoted] : quoted;
}

/** @param {Item} item */
export function isProblem(item) {
  return kindsOf(item).some((kind) => KINDS.get(kind)?.problem);
}

/**
 * Tell whether there is anything to say of an item: a heading or a question is left plain.
 *
 * @param {Item} item
 */
export function tellsSomething({ sentence, quotations }) {
  return quotations.length > 0 || (sentence !== null && sentence.verdict !== "no_claim");
}

/**
 * Return how the kinds of an item are read out, such as "Supported, Altered quotation".
 *
 * @param {Item} item
 */
export function describeItem(item) {
  return [...new Set(kindsOf(item))].map((kind) => KINDS.get(kind)?.name).join(", ");
}

/**
 * Return the reason of a verdict as a sentence: "the source says 53" gives "The source says 53."
 *
 * @param {string} reason
 */
export function asSentence(reason) {
  if (!reason) return "";
  const [first] = reason;
  const ended = /[.!?…]["”’»]?$/u.test(reason);
  return first.toLocaleUpperCase() + reason.slice(first.length) + (ended ? "" : ".");
}
