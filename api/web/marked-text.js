import { html } from "./htm-preact.js";
import { CodePointText } from "./codepoints.js";
import { countedFrom, piecesOf } from "./pieces.js";

/** @import {Place, Span} from "./types.js" */

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
