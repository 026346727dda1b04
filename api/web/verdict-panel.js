import { html } from "./htm-preact.js";
import { Chip } from "./chip.js";
import { QuoteText } from "./marked-text.js";
import { t } from "./messages.js";
import { describeLocator, placeOfCitation } from "./places.js";
import { KINDS, asSentence } from "./verdicts.js";

/** @import {Item, Mark, Quotation, Sentence} from "./check-types.js" */
/** @import {Citation} from "./types.js" */

/**
 * What the sources say to the chosen sentence and to its quotations.
 *
 * @param {{item: Item, steps: {close: () => void, step: (direction: 1 | -1) => void, count: number, at: number}}} props
 */
export function VerdictPanel({ item: { sentence, quotations }, steps }) {
  const claim = sentence?.verdict === "no_claim" ? null : sentence;
  return html`<section class="verdict" aria-label=${t("verdict.panel")}>
    <div class="bar">
      <${Steps} steps=${steps} />
      <button type="button" class="close" aria-label=${t("close")} onClick=${steps.close}>
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="m5 5 10 10M15 5 5 15" /></svg>
      </button>
    </div>
    <div class="found">
      ${claim && html`<${Finding} first=${true} kind=${claim.verdict} told=${claim.reason} citations=${claim.citations} />`}
      ${sentence?.cited.map((mark, at) => html`<${Finding} key=${`cited-${at}`} first=${!claim && at === 0} kind=${`cited-${mark.verdict}`}
        words=${mark.text} told=${mark.reason} citations=${repeats(mark, claim) ? [] : mark.citations} />`)}
      ${quotations.map((quotation, at) => html`<${Finding} key=${at} first=${!claim && !sentence?.cited.length && at === 0} kind=${`quotation-${quotation.verdict}`}
        words=${quotation.text} told=${quotation.difference} citations=${quotation.citations} />`)}
    </div>
  </section>`;
}

/**
 * Tell whether the places of a citation are all shown under its sentence already.
 *
 * @param {Mark} mark
 * @param {Sentence | null} claim
 */
function repeats({ citations }, claim) {
  const shown = new Set(claim?.citations.map(({ n }) => n));
  return citations.every(({ n }) => shown.has(n));
}

/** @param {{steps: {step: (direction: 1 | -1) => void, count: number, at: number}}} props */
export function Steps({ steps: { step, count, at } }) {
  return html`<span class="steps">
    <button type="button" aria-label=${t("step.previous")} title=${t("step.title", { step: t("step.previous"), key: "k" })} disabled=${!count} onClick=${() => step(-1)}>
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="m5 12 5-5 5 5" /></svg></button>
    <button type="button" aria-label=${t("step.next")} title=${t("step.title", { step: t("step.next"), key: "j" })} disabled=${!count} onClick=${() => step(1)}>
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="m5 8 5 5 5-5" /></svg></button>
    ${at >= 0 && html`<span>${t("step.place", { at: at + 1, count })}</span>`}
  </span>`;
}

/** @param {{kind: string, words?: string, told: string | null, citations: Citation[], first: boolean}} props */
function Finding({ kind, words, told, citations, first }) {
  const { name, meaning } = KINDS.get(kind) ?? { name: kind, meaning: "" };
  return html`<div class=${`finding ${kind}`}>
    <h3>${name}</h3>
    ${words && html`<p class="quoted" dir="auto">${kind.startsWith("cited-") ? words : t("quoted", { words })}</p>`}
    <p id=${first ? "told" : null} dir="auto">${asSentence(told ?? "") || meaning}</p>
    ${citations.length > 0 && html`<ul>
      ${citations.map((citation) => html`<${Cited} key=${citation.n} citation=${citation} />`)}
    </ul>`}
  </div>`;
}

/** @param {{citation: Citation}} props */
function Cited({ citation }) {
  const place = placeOfCitation(citation);
  return html`<li>
    <p class="words" dir="auto"><q><${QuoteText} place=${place} /></q><${Chip} place=${place} /></p>
    <p class="where" dir="auto">${[place.title, describeLocator(place.locator)].filter(Boolean).join(", ")}</p>
  </li>`;
}
