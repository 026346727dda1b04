import { html, useLayoutEffect, useRef } from "./htm-preact.js";
import { QuoteText } from "./marked-text.js";
import { describeCopies, describeLocator } from "./places.js";
import { useSources } from "./reading.js";

/** @import {Place} from "./types.js" */

const GAP = 8;

/** The words behind a number, shown above or below it. There is one on the page, in the top layer. */
export function Preview() {
  const { shown, keepPreview, leavePreview } = useSources();
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    if (!box.current?.showPopover || !shown) return undefined;
    const { current } = box;
    current.showPopover();
    settle(current, shown.anchor);
    shown.anchor.setAttribute("aria-describedby", current.id);
    return () => {
      current.hidePopover();
      shown.anchor.removeAttribute("aria-describedby");
    };
  }, [shown]);
  return html`<div id="preview" class="preview" popover="manual" role="tooltip" ref=${box}
      onPointerEnter=${keepPreview} onPointerLeave=${leavePreview}>
    ${shown && html`
      <q dir="auto"><${QuoteText} place=${shown.place} /></q>
      <p class="where" dir="auto">${describe(shown.place)}</p>`}
  </div>`;
}

/** @param {Place} place */
function describe({ title, locator, copies }) {
  return [title, describeLocator(locator), describeCopies(copies)].filter(Boolean).join(" · ");
}

/**
 * Put the box above its anchor, or below where there is no room, inside the window.
 *
 * @param {HTMLElement} box
 * @param {HTMLElement} anchor
 */
function settle(box, anchor) {
  const at = anchor.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const above = at.top - height - GAP;
  const left = at.left + at.width / 2 - width / 2;
  box.style.top = `${above >= GAP ? above : at.bottom + GAP}px`;
  box.style.left = `${Math.max(GAP, Math.min(left, document.documentElement.clientWidth - width - GAP))}px`;
}
