import { html } from "./htm-preact.js";
import { Chip } from "./citations.js";
import { IconButton } from "./controls.js";
import { t } from "./messages.js";
import { QuoteText } from "./pieces.js";
import { describeLocator, placeOfCitation } from "./places.js";
import { KINDS, asSentence } from "./verdicts.js";

/** @import {Item, Mark, Quotation, Sentence} from "./check-types.js" */
/** @import {Citation} from "./types.js" */

/** @type {{of: "previous" | "next", by: 1 | -1, key: string}[]} */
const STEPS = [{ of: "previous", by: -1, key: "k" }, { of: "next", by: 1, key: "j" }];

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
      <${IconButton} of="close" class="close" label=${t("close")} onClick=${steps.close} />
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
    ${STEPS.map(({ of, by, key }) => {
      const label = t(`step.${of}`);
      return html`<${IconButton} key=${of} of=${of} label=${label} title=${`${label} (${key})`} disabled=${!count} onClick=${() => step(by)} />`;
    })}
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
