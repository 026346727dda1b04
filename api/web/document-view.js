import { html, useMemo } from "./htm-preact.js";
import { t } from "./messages.js";
import { MarkedText, piecesOf } from "./pieces.js";

/** @import {CodePointText} from "./pieces.js" */
/** @import {Block, Place, Span} from "./types.js" */

/** Markdown's marks of a heading: "## " before, " ##" or a line of "===" after; and white space. */
const BEFORE = /^\s*(#+\s+)?/;
const AFTER = /(\s+#+|\n\s*(=+|-+))?\s*$/;

/**
 * Return how many characters of a heading, at its start and at its end, are marks and not words.
 *
 * All of them are single code points.
 *
 * @param {string} heading
 * @returns {[number, number]}
 */
export function markLengths(heading) {
  const before = BEFORE.exec(heading)?.[0].length ?? 0;
  const after = AFTER.exec(heading.slice(before))?.[0].length ?? 0;
  return [before, after];
}

/** @param {string} heading */
export function withoutMarks(heading) {
  const [before, after] = markLengths(heading);
  return heading.slice(before, heading.length - after);
}

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
  const pieces = piecesOf(block.kind === "heading" ? spanOfWords(text, block) : block, [place.position]);
  const level = block.kind === "heading" ? ` level-${Math.min(block.level ?? 1, 4)}` : "";
  const cited = pieces.some(({ marked }) => marked) ? " cited" : "";
  return html`<${ELEMENTS.get(block.kind) ?? "p"} class=${`${block.kind}${level}${cited}`} dir="auto" data-start=${block.start}>
    ${pieces.map((piece) => (piece.marked
      ? html`<mark><${MarkedText} text=${text} range=${piece} spans=${place.highlights} /></mark>`
      : text.slice(piece.start, piece.end)))}
  <//>`;
}

/** @param {CodePointText} text @param {Span} block */
function spanOfWords(text, { start, end }) {
  const [before, after] = markLengths(text.slice(start, end));
  return { start: start + before, end: end - after };
}

const MOST_HEADINGS = 500;

/**
 * The headings of a document; choosing one scrolls the pane there.
 *
 * @param {{document: {text: CodePointText, blocks: Block[]}}} props
 */
export function Outline({ document: { text, blocks } }) {
  const headings = useMemo(() => blocks.filter(({ kind }) => kind === "heading").slice(0, MOST_HEADINGS), [blocks]);
  if (headings.length < 2) return null;
  return html`<details class="outline" open>
    <summary>${t("outline")}</summary>
    <ol>${headings.map((heading) => html`<li key=${heading.start} class=${`level-${Math.min(heading.level ?? 1, 4)}`}>
      <button type="button" dir="auto" onClick=${goTo(heading.start)}>${withoutMarks(text.slice(heading.start, heading.end))}</button>
    </li>`)}</ol>
  </details>`;
}

/** @param {number} start */
function goTo(start) {
  return (/** @type {{currentTarget: HTMLElement}} */ { currentTarget }) => {
    const heading = /** @type {HTMLElement | null | undefined} */ (
      currentTarget.closest(".body")?.querySelector(`.document [data-start="${start}"]`));
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "start" });
  };
}
