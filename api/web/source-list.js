import { html } from "./htm-preact.js";
import { t } from "./messages.js";
import { describeCopies, describeLocator, placeOfCitation, samePlace } from "./places.js";
import { useSources } from "./reading.js";

/** @import {Citation} from "./types.js" */

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
