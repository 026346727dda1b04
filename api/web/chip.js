import { html } from "./htm-preact.js";
import { t } from "./messages.js";
import { samePlace } from "./places.js";
import { useSources } from "./reading.js";

/** @import {Place} from "./types.js" */

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
