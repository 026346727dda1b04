import { html } from "./htm-preact.js";
import { markLengths } from "./headings.js";

/** @import {Block, Place, Span} from "./types.js" */
/** @import {CodePointText} from "./codepoints.js" */

/** The element that stands for each kind of block. */
const ELEMENTS = new Map([["code", "pre"], ["heading", "h3"]]);

/**
 * A document laid out by its blocks, with the words of a place marked.
 *
 * @param {{document: {text: CodePointText, blocks: Block[]}, place: Place}} props
 */
export function DocumentView({ document: { text, blocks }, place }) {
  return html`<div class=${place.n === null ? "document nearest" : "document"}>
    ${blocks.map((block) => html`<${BlockView} key=${block.start} text=${text} block=${block} span=${place.position} />`)}
  </div>`;
}

/** @param {{text: CodePointText, block: Block, span: Span}} props */
function BlockView({ text, block, span }) {
  const pieces = piecesOf(block.kind === "heading" ? withoutMarks(text, block) : block, span);
  const level = block.kind === "heading" ? ` level-${Math.min(block.level ?? 1, 4)}` : "";
  const cited = pieces.some(({ marked }) => marked) ? " cited" : "";
  return html`<${ELEMENTS.get(block.kind) ?? "p"} class=${`${block.kind}${level}${cited}`} dir="auto">
    ${pieces.map(({ start, end, marked }) => {
      const words = text.slice(start, end);
      return marked ? html`<mark>${words}</mark>` : words;
    })}
  <//>`;
}

/** @param {CodePointText} text @param {Span} block */
function withoutMarks(text, { start, end }) {
  const [before, after] = markLengths(text.slice(start, end));
  return { start: start + before, end: end - after };
}

/**
 * Cut a block where a span begins and ends in it.
 *
 * @param {Span} block
 * @param {Span} span
 * @returns {{start: number, end: number, marked: boolean}[]}
 */
export function piecesOf(block, span) {
  const start = Math.min(Math.max(span.start, block.start), block.end);
  const end = Math.min(Math.max(span.end, start), block.end);
  return [
    { start: block.start, end: start, marked: false },
    { start, end, marked: true },
    { start: end, end: block.end, marked: false },
  ].filter((piece) => piece.end > piece.start);
}
