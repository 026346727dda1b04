import { html, useState } from "./htm-preact.js";
import { Trouble, typed } from "./controls.js";
import { t } from "./messages.js";

const MOST_ROWS = 200;

/**
 * A view that lists things of the collection under a heading, with a box to filter them.
 *
 * @template {{id: string}} Item
 * @param {{name: string, listed: {items: Item[] | null, problem: string | null, reload: () => void,
 *   removals: {removals: unknown[]}}, actions: unknown, empty: unknown, toldOf: (item: Item) => unknown[],
 *   row: (item: Item) => unknown, words: Record<string, string> & {count: (found: number) => string}, children: unknown}} props
 *   `empty` stands where nothing is listed; `children` between the heading and the list.
 */
export function Shelf({ name, listed: { items, problem, reload, removals }, actions, empty, children, words, ...list }) {
  return html`<section class=${`shelf ${name}`} aria-labelledby="shelf-title">
    <header><h2 id="shelf-title" tabindex="-1">${t(`view.${name}`)}</h2>${actions}</header>
    ${children}
    ${problem !== null && html`<${Trouble} title=${words.failed} detail=${problem} onRetry=${reload} />`}
    ${!items && problem === null && html`<p class="progress" role="status">${words.opening}</p>`}
    ${items?.length === 0 && !removals.removals.length && empty}
    ${items && items.length > 0 && html`<${FilteredList} items=${items} words=${words} ...${list} />`}
  </section>`;
}

/**
 * What has every word of the box in what is told of it, in any order, without regard to case and accents.
 *
 * @template Item
 * @param {{items: Item[], toldOf: (item: Item) => unknown[], row: (item: Item) => unknown,
 *   words: Record<string, string> & {count: (found: number) => string}}} props
 */
function FilteredList({ items, toldOf, row, words }) {
  const [wanted, setWanted] = useState("");
  const [rows, setRows] = useState(MOST_ROWS);
  const parts = folded(wanted).split(/\s+/).filter(Boolean);
  const found = items.filter((item) => hasAll(parts.length ? folded(toldOf(item).join("\n")) : "", parts));
  return html`
    <div class="filter">
      <label class="visually-hidden" for="filter">${words.label}</label>
      <input id="filter" type="search" dir="auto" placeholder=${words.hint} autocomplete="off" value=${wanted} onInput=${typed(setWanted)} />
      <p role="status">${words.count(found.length)}</p>
    </div>
    <ul class="documents" aria-label=${words.list}>${found.slice(0, rows).map(row)}</ul>
    ${found.length > rows && html`<button type="button" class="plain" onClick=${() => setRows(rows + MOST_ROWS)}>
      ${t("shelf.more")}</button>`}`;
}

/** @param {string} text @param {string[]} words */
function hasAll(text, words) {
  return words.every((word) => text.includes(word));
}

/** @param {string} text */
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
