import { t } from "./messages.js";

/** @import {Item, Quotation, Sentence} from "./check-types.js" */

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

/**
 * Return what can be chosen in a draft, in its order and without overlaps.
 *
 * @param {Sentence[]} sentences  In the order of the draft, as the server sends them.
 * @param {Quotation[]} quotations  Likewise.
 * @returns {Item[]}
 */
export function itemsOf(sentences, quotations) {
  /** @type {Item[]} */
  const items = sentences.map((sentence) => ({ ...sentence.position, sentence, quotations: [] }));
  /** @type {Item[]} */
  const alone = [];
  let first = 0;
  for (const quotation of quotations) {
    const { start, end } = quotation.position;
    while (first < items.length && items[first].end <= start) first += 1;
    let at = first;
    for (; at < items.length && items[at].start < end; at += 1) items[at].quotations.push(quotation);
    if (at === first) alone.push({ start, end, sentence: null, quotations: [quotation] });
  }
  return [...items, ...alone].sort((one, other) => one.start - other.start);
}

/**
 * Return how many sentences, citations and quotations there are of each kind.
 *
 * @param {Sentence[]} sentences
 * @param {Quotation[]} quotations
 * @returns {Map<string, number>}
 */
export function countsOf(sentences, quotations) {
  const counts = new Map();
  const cited = sentences.flatMap((sentence) => sentence.cited.map(({ verdict }) => `cited-${verdict}`));
  const kinds = [...sentences.map(({ verdict }) => verdict), ...cited, ...quotations.map(({ verdict }) => `quotation-${verdict}`)];
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/**
 * Tell whether an item is one of those that are stepped through: the problems, or what a filter names.
 *
 * @param {Item} item
 * @param {string | null} filter
 */
export function isWanted(item, filter) {
  return filter ? kindsOf(item).includes(filter) && tellsSomething(item) : isProblem(item);
}

/**
 * Return the next or previous wanted item, the first one after the last; null if there is none.
 *
 * @param {Item[]} wanted  In the order of the draft.
 * @param {number | null} from  Where the chosen item starts.
 * @param {1 | -1} direction
 * @returns {Item | null}
 */
export function stepped(wanted, from, direction) {
  const ordered = direction === 1 ? wanted : [...wanted].reverse();
  if (from === null) return ordered[0] ?? null;
  return ordered.find(({ start }) => (start - from) * direction > 0) ?? ordered[0] ?? null;
}
