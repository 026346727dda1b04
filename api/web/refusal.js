import { html } from "./htm-preact.js";
import { placeOfPassage } from "./places.js";
import { useSources } from "./reading.js";

/** @import {Passage, Rejection} from "./types.js" */

/**
 * What stands in the place of an answer when the sources hold none.
 *
 * @param {{related: Passage[]}} props
 */
export function Refusal({ related }) {
  return html`<div class="refusal">
    <p>No sentence in your sources clearly answers this.</p>
    ${related.length > 0 && html`<section aria-label="Nearest passages (not an answer)">
      <h3>Nearest passages <em>(not an answer)</em></h3>
      <ul>${related.map((passage) => html`<${Nearest} key=${passage.position.start} passage=${passage} />`)}</ul>
    </section>`}
  </div>`;
}

/**
 * What a reader should know beside the statements. Where none are, it is all there is to say: what
 * was typed was no question to the sources.
 *
 * @param {{text: string, alone: boolean}} props
 */
export function Notice({ text, alone }) {
  return html`<p class=${alone ? "reply" : "note"} role="status" dir="auto">${text}</p>`;
}

/** @param {{passage: Passage}} props */
function Nearest({ passage }) {
  const sources = useSources();
  return html`<li><button type="button"
      onClick=${(/** @type {{currentTarget: HTMLElement}} */ event) => sources.open(placeOfPassage(passage), event.currentTarget)}>
    <span class="excerpt" dir="auto">${passage.text}</span>
    <span class="where" dir="auto">${passage.title}</span>
  </button></li>`;
}

/** @param {{parts: string[]}} props */
export function Missing({ parts }) {
  return html`<div class="note">
    <p>${parts.length === 1 ? "Your sources do not answer this part:" : "Your sources do not answer these parts:"}</p>
    <ul>${parts.map((part) => html`<li key=${part} dir="auto">${part}</li>`)}</ul>
  </div>`;
}

/** @param {{rejections: Rejection[]}} props */
export function Dropped({ rejections }) {
  if (!rejections.length) return null;
  const count = rejections.length === 1 ? "1 sentence" : `${rejections.length} sentences`;
  return html`<details class="dropped">
    <summary>${count} left out after checking</summary>
    <ul>${rejections.map(({ text, reason }, at) => html`<li key=${at}>
      <span class="left-out" dir="auto">${text}</span> <span class="reason" dir="auto">${reason}</span>
    </li>`)}</ul>
  </details>`;
}
