import { html, useMemo } from "./htm-preact.js";
import { withoutMarks } from "./headings.js";
import { t } from "./messages.js";

/** @import {Block} from "./types.js" */
/** @import {CodePointText} from "./codepoints.js" */

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
