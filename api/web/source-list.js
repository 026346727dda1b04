import { html } from "./htm-preact.js";
import { describeLocator, placeOfCitation, samePlace } from "./places.js";
import { useSources } from "./reading.js";

/** @import {Citation} from "./types.js" */

/**
 * The cited places of an answer, under the numbers that its sentences show.
 *
 * @param {{citations: Citation[]}} props
 */
export function SourceList({ citations }) {
  const sources = useSources();
  return html`<section class="sources" aria-label="Sources">
    <h3>Sources</h3>
    <ol>${citations.map((citation) => {
      const place = placeOfCitation(citation);
      return html`<li key=${citation.n}>
        <button type="button" aria-expanded=${samePlace(sources.place, place)}
          onClick=${(/** @type {{currentTarget: HTMLElement}} */ event) => sources.open(place, event.currentTarget)}>
          <span class="number">${citation.n}</span>
          <span><span class="title" dir="auto">${citation.title}</span>
            <span class="where" dir="auto">${describeLocator(citation.locator)}</span></span>
        </button>
      </li>`;
    })}</ol>
  </section>`;
}
