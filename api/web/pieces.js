import { html } from "./htm-preact.js";

/** @import {Place, Span} from "./types.js" */

/**
 * A text that is cut by Unicode code points, the unit of every offset of the API.
 *
 * JavaScript counts UTF-16 units, where 🎉 is two; so the places of such characters are kept, and
 * an offset is moved by the number of them before it.
 */
export class CodePointText {
  /** @param {string} string */
  constructor(string) {
    this.string = string;
    /** @type {number[]} The offsets, in code points, of the characters that take two units. */
    this.wide = [];
    this.length = 0;
    for (const character of string) {
      if (character.length === 2) this.wide.push(this.length);
      this.length += 1;
    }
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  slice(start, end) {
    return this.string.slice(this.#unit(start), this.#unit(end));
  }

  /** @param {number} point */
  #unit(point) {
    let low = 0;
    let high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.wide[middle] < point) low = middle + 1;
      else high = middle;
    }
    return point + low;
  }
}

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

/**
 * A range of a text with spans of it marked.
 *
 * @param {{text: CodePointText, range: Span, spans: Span[]}} props
 */
export function MarkedText({ text, range, spans }) {
  return piecesOf(range, spans).map(({ start, end, marked }) => {
    const words = text.slice(start, end);
    return marked ? html`<mark>${words}</mark>` : words;
  });
}

/**
 * The words of a place, marked, and in them once more those that decide.
 *
 * @param {{place: Place}} props
 */
export function QuoteText({ place: { exact, position, highlights } }) {
  const text = new CodePointText(exact);
  const range = { start: 0, end: text.length };
  return html`<mark><${MarkedText} text=${text} range=${range} spans=${countedFrom(highlights, position.start)} /></mark>`;
}
