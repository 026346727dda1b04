import { html } from "./htm-preact.js";
import { t } from "./messages.js";

/** @import {Check, Covered, Item} from "./check-types.js" */

/** Headings of unused sections that are named of one document; a book has hundreds. */
const NAMED = 8;

/**
 * What the draft takes from each of its sources: how much of it, which sections not at all, and
 * what stands in the draft word for word without quotation marks.
 *
 * @param {{check: Check, items: Item[], onChoose: (item: Item) => void}} props
 */
export function Coverage({ check, items, onChoose }) {
  const documents = check.coverage?.documents ?? [];
  if (!documents.length) return null;
  return html`<details class="coverage">
    <summary>${t("coverage.title")}</summary>
    <ul>${documents.map((each) => html`<li key=${each.document_id}>
      <p dir="auto"><strong>${each.title}</strong> ${t("coverage.used", { used: each.used_sentences, count: each.sentences })}</p>
      <${Unused} covered=${each} />
      <${Copied} covered=${each} check=${check} items=${items} onChoose=${onChoose} />
    </li>`)}</ul>
  </details>`;
}

/** @param {{covered: Covered}} props */
function Unused({ covered: { sections } }) {
  const unused = sections.filter(({ used, heading }) => !used && heading);
  if (!unused.length) return null;
  const names = unused.slice(0, NAMED).map(({ heading }) => t("quoted", { words: heading })).join(", ");
  const more = unused.length - NAMED;
  return html`<p class="where" dir="auto">${t("coverage.unused", { names })}${more > 0 && ` ${t("coverage.more", { count: more })}`}</p>`;
}

/** @param {{covered: Covered, check: Check, items: Item[], onChoose: (item: Item) => void}} props */
function Copied({ covered: { verbatim }, check, items, onChoose }) {
  const copied = verbatim.filter(({ quoted }) => !quoted);
  if (!copied.length) return null;
  return html`<p class="where">${t("coverage.copied")}</p>
    <ul>${copied.map(({ position: { start, end } }) => {
      const item = items.find((each) => each.start < end && start < each.end);
      return html`<li key=${start}><button type="button" class="copied" dir="auto" disabled=${!item}
        onClick=${() => item && onChoose(item)}>${check.draft.slice(start, end)}</button></li>`;
    })}</ul>`;
}
