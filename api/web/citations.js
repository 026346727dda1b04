import { html, useLayoutEffect, useRef } from "./htm-preact.js";
import { t } from "./messages.js";
import { QuoteText } from "./pieces.js";
import { describeCopies, describeLocator, placeOfCitation, samePlace } from "./places.js";
import { useSources } from "./reading.js";

/** @import {Citation, Place} from "./types.js" */

/**
 * The number of a cited place: hover or focus previews the words, a press opens them in the pane.
 *
 * @param {{place: Place}} props
 */
export function Chip({ place }) {
  const sources = useSources();
  const label = t("citation.label", { n: String(place.n), place: [place.title, place.locator?.section].filter(Boolean).join(", ") });
  return html`<button type="button" class="chip" aria-label=${label}
    aria-expanded=${samePlace(sources.place, place)}
    onPointerEnter=${(/** @type {PointerEvent & {currentTarget: HTMLElement}} */ event) => {
      if (event.pointerType !== "touch") sources.preview(place, event.currentTarget);
    }}
    onPointerLeave=${sources.leavePreview}
    onFocus=${(/** @type {{currentTarget: HTMLElement}} */ { currentTarget }) => {
      if (currentTarget.matches(":focus-visible")) sources.preview(place, currentTarget);
    }}
    onBlur=${sources.leavePreview}
    onClick=${(/** @type {{currentTarget: HTMLElement}} */ { currentTarget }) => sources.open(place, currentTarget)}
  >${place.n}</button>`;
}

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

/**
 * The cited places of an answer by document, under the numbers that its sentences show.
 *
 * @param {{citations: Citation[]}} props
 */
export function SourceList({ citations }) {
  return html`<div class="sources" role="group" aria-label=${t("sources.label")}>
    ${byDocument(citations).map((cited) => html`<div key=${cited[0].document_id}>
      <h3 dir="auto">${cited[0].title}</h3>
      <ul>${cited.map((citation) => html`<${CitedPlace} key=${citation.n} citation=${citation} />`)}</ul>
    </div>`)}
  </div>`;
}

/** @param {{citation: Citation}} props */
function CitedPlace({ citation }) {
  const sources = useSources();
  const place = placeOfCitation(citation);
  return html`<li><button type="button" aria-expanded=${samePlace(sources.place, place)}
      onClick=${(/** @type {{currentTarget: HTMLElement}} */ event) => sources.open(place, event.currentTarget)}>
    <span class="number">${place.n}</span>
    <span dir="auto">${describeLocator(place.locator) || citation.source}
      ${place.copies > 1 && html`<span class="copies">${describeCopies(place.copies)}</span>`}</span>
  </button></li>`;
}

/**
 * @param {Citation[]} citations
 * @returns {Citation[][]}
 */
function byDocument(citations) {
  /** @type {Map<string, Citation[]>} */
  const groups = new Map();
  for (const citation of citations) {
    const group = groups.get(citation.document_id);
    if (group) group.push(citation);
    else groups.set(citation.document_id, [citation]);
  }
  return [...groups.values()];
}
