import { html } from "./htm-preact.js";
import { markLengths } from "./headings.js";
import { MarkedText } from "./marked-text.js";
import { piecesOf } from "./pieces.js";

/** @import {Block, Place, Span} from "./types.js" */
/** @import {CodePointText} from "./codepoints.js" */

/** The element that stands for each kind of block. */
const ELEMENTS = new Map([["code", "pre"], ["heading", "h3"]]);

/** Blocks that are laid out together: what is far out of sight is not. */
const PART_LENGTH = 50;

/**
 * A document laid out by its blocks, with the words of a place marked.
 *
 * @param {{document: {text: CodePointText, blocks: Block[]}, place: Place}} props
 */
export function DocumentView({ document: { text, blocks }, place }) {
  return html`<div class=${place.n === null ? "document nearest" : "document"}>
    ${partsOf(blocks).map((part) => html`<div key=${part[0].start} class="part">
      ${part.map((block) => html`<${BlockView} key=${block.start} text=${text} block=${block} place=${place} />`)}
    </div>`)}
  </div>`;
}

/** @param {Block[]} blocks */
function partsOf(blocks) {
  return Array.from({ length: Math.ceil(blocks.length / PART_LENGTH) }, (_, at) => (
    blocks.slice(at * PART_LENGTH, (at + 1) * PART_LENGTH)
  ));
}

/** @param {{text: CodePointText, block: Block, place: Place}} props */
function BlockView({ text, block, place }) {
  const pieces = piecesOf(block.kind === "heading" ? withoutMarks(text, block) : block, [place.position]);
  const level = block.kind === "heading" ? ` level-${Math.min(block.level ?? 1, 4)}` : "";
  const cited = pieces.some(({ marked }) => marked) ? " cited" : "";
  return html`<${ELEMENTS.get(block.kind) ?? "p"} class=${`${block.kind}${level}${cited}`} dir="auto" data-start=${block.start}>
    ${pieces.map((piece) => (piece.marked
      ? html`<mark><${MarkedText} text=${text} range=${piece} spans=${place.highlights} /></mark>`
      : text.slice(piece.start, piece.end)))}
  <//>`;
}

/** @param {CodePointText} text @param {Span} block */
function withoutMarks(text, { start, end }) {
  const [before, after] = markLengths(text.slice(start, end));
  return { start: start + before, end: end - after };
}
