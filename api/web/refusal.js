import { html } from "./htm-preact.js";
import { t } from "./messages.js";
import { placeOfPassage } from "./places.js";
import { useSources } from "./reading.js";

/** @import {Passage, Rejection, Turn} from "./types.js" */

/**
 * What stands in the place of an answer when the sources hold none.
 *
 * @param {{related: Passage[]}} props
 */
export function Refusal({ related }) {
  return html`<div class="refusal">
    <p>${t("refusal.text")}</p>
    ${related.length > 0 && html`<div class="nearest" role="group" aria-label=${t("nearest.many")}>
      <h3>${t("nearest.many")}</h3>
      <ul>${related.map((passage) => html`<${Nearest} key=${passage.position.start} passage=${passage} />`)}</ul>
    </div>`}
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
    <p>${t("missing.parts", { count: parts.length })}</p>
    <ul>${parts.map((part) => html`<li key=${part} dir="auto">${part}</li>`)}</ul>
  </div>`;
}

/** @param {{rejections: Rejection[]}} props */
export function Dropped({ rejections }) {
  if (!rejections.length) return null;
  return html`<details class="dropped">
    <summary>${t("dropped.count", { count: rejections.length })}</summary>
    <ul>${rejections.map(({ text, reason }, at) => html`<li key=${at}>
      <span class="left-out" dir="auto">${text}</span> <span class="reason" dir="auto">${reason}</span>
    </li>`)}</ul>
  </details>`;
}

/**
 * What an answer that was kept does not show any more, and why.
 *
 * @param {{turn: Turn}} props
 */
export function Withheld({ turn: { withheld, leftOut } }) {
  const reasons = [...new Set(withheld.map(({ why }) => why))];
  return html`
    ${withheld.length > 0 && html`<div class="note">
      <p>${t("turn.withheld", { count: withheld.length })}</p>
      <ul>${reasons.map((why) => html`<li key=${why}>${t(`withheld.${why}`)}</li>`)}</ul>
    </div>`}
    ${leftOut > 0 && html`<p class="dropped">${t("turn.leftout", { count: leftOut })}</p>`}`;
}
