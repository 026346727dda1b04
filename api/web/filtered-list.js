import { html, useState } from "./htm-preact.js";
import { t } from "./messages.js";

const MOST_ROWS = 200;

/**
 * A list with a box above it: shown is what has every word of the box in what is told of it, in any
 * order, without regard to case and accents.
 *
 * @template Item
 * @param {{items: Item[], toldOf: (item: Item) => unknown[], row: (item: Item) => unknown,
 *   words: {label: string, hint: string, list: string, count: (found: number) => string}}} props
 */
export function FilteredList({ items, toldOf, row, words }) {
  const [wanted, setWanted] = useState("");
  const [rows, setRows] = useState(MOST_ROWS);
  const parts = folded(wanted).split(/\s+/).filter(Boolean);
  const found = parts.length ? items.filter((item) => hasAll(folded(toldOf(item).join("\n")), parts)) : items;
  return html`
    <div class="filter">
      <label class="visually-hidden" for="filter">${words.label}</label>
      <input id="filter" type="search" dir="auto" placeholder=${words.hint} autocomplete="off" value=${wanted}
        onInput=${(/** @type {{currentTarget: HTMLInputElement}} */ event) => setWanted(event.currentTarget.value)} />
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
