import { isProblem, kindsOf, tellsSomething } from "./verdicts.js";

/** @import {Item, Quotation, Sentence} from "./check-types.js" */

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
