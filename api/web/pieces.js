/** @import {Span} from "./types.js" */

/**
 * Cut a range where spans begin and end in it.
 *
 * Spans may come in any order, overlap and reach beyond the range: what overlaps or touches becomes
 * one piece, what lies outside is left out.
 *
 * @param {Span} range
 * @param {Span[]} spans
 * @returns {{start: number, end: number, marked: boolean}[]}
 */
export function piecesOf(range, spans) {
  /** @type {{start: number, end: number, marked: boolean}[]} */
  const pieces = [];
  let at = range.start;
  for (const span of [...spans].sort((one, other) => one.start - other.start)) {
    const start = Math.max(span.start, at);
    const end = Math.min(span.end, range.end);
    if (!(end > start)) continue;
    const last = pieces[pieces.length - 1];
    if (last?.marked && start === at) last.end = end;
    else pieces.push({ start: at, end: start, marked: false }, { start, end, marked: true });
    at = end;
  }
  return [...pieces, { start: at, end: range.end, marked: false }].filter(({ start, end }) => end > start);
}

/**
 * Return spans as they are counted from another character.
 *
 * @param {Span[]} spans
 * @param {number} origin
 * @returns {Span[]}
 */
export function countedFrom(spans, origin) {
  return spans.map(({ start, end }) => ({ start: start - origin, end: end - origin }));
}
