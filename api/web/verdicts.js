import { t } from "./messages.js";

/** @import {Item} from "./check-types.js" */

/** @type {[string, boolean][]} */
const PROBLEMS = [
  ["contradicted", true],
  ["partly", true],
  ["not_in_sources", true],
  ["supported", false],
  ["no_claim", false],
  ["cited-contradicted", true],
  ["cited-partly", true],
  ["cited-not_in_sources", true],
  ["cited-unknown_source", true],
  ["cited-supported", false],
  ["quotation-altered", true],
  ["quotation-wrong_document", true],
  ["quotation-not_found", true],
  ["quotation-elided", false],
  ["quotation-exact", false],
];

/**
 * What each verdict is called and what it means, in the order of the summary. A problem is what its
 * writer should look at. The kinds of quotations, and of citations that the draft has, have prefixes:
 * all come in one list.
 *
 * @type {Map<string, {name: string, meaning: string, problem: boolean}>}
 */
export const KINDS = new Map(PROBLEMS.map(([kind, problem]) => [
  kind,
  { name: t(`verdict.${kind}`), meaning: t(`verdict.${kind}.meaning`), problem },
]));

/**
 * Return the kinds that an item is counted under, its sentence's first.
 *
 * @param {Item} item
 * @returns {string[]}
 */
export function kindsOf({ sentence, quotations }) {
  const quoted = quotations.map(({ verdict }) => `quotation-${verdict}`);
  return sentence ? [sentence.verdict, ...sentence.cited.map(({ verdict }) => `cited-${verdict}`), ...quoted] : quoted;
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
  return quotations.length > 0 || (sentence !== null && (sentence.verdict !== "no_claim" || sentence.cited.length > 0));
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
