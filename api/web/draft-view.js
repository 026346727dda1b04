import { html, useLayoutEffect, useMemo, useRef } from "./htm-preact.js";
import { piecesOf } from "./pieces.js";
import { describeItem, kindsOf, tellsSomething } from "./verdicts.js";

/** @import {Item} from "./check-types.js" */
/** @import {CodePointText} from "./pieces.js" */

/**
 * The whole draft with its own line breaks, each sentence drawn by its verdict.
 *
 * @param {{draft: CodePointText, items: Item[], filter: string | null, chosen: number | null,
 *   onChoose: (item: Item) => void}} props
 */
export function DraftView({ draft, items, filter, chosen, onChoose }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const choose = useRef(onChoose);
  choose.current = onChoose;
  // Before the browser draws: whoever presses Tab or a key at once must find the focus moved already.
  useLayoutEffect(() => {
    const element = document.getElementById(`item-${chosen}`);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const parts = useMemo(() => partsOf(draft, items, (item) => choose.current(item)), [draft, items]);
  return html`<div class=${filter ? "draft filtered" : "draft"} ref=${box} data-filter=${filter}>
    ${parts.map((part) => (typeof part === "string" ? part : part(chosen, filter)))}
  </div>`;
}

/**
 * Return the draft in parts: text that is left plain, and for each item what draws it.
 *
 * An item is drawn anew only when it is chosen or filtered: a long draft has thousands.
 *
 * @param {CodePointText} draft
 * @param {Item[]} items
 * @param {(item: Item) => void} onChoose
 */
function partsOf(draft, items, onChoose) {
  /** @type {(string | ((chosen: number | null, filter: string | null) => unknown))[]} */
  const parts = [];
  let at = 0;
  for (const item of items.filter(tellsSomething)) {
    parts.push(draft.slice(at, item.start), drawing(draft, item, onChoose));
    at = item.end;
  }
  return [...parts, draft.slice(at, draft.length)];
}

/** @param {CodePointText} draft @param {Item} item @param {(item: Item) => void} onChoose */
function drawing(draft, item, onChoose) {
  const kinds = kindsOf(item);
  const drawn = new Map();
  return (/** @type {number | null} */ chosen, /** @type {string | null} */ filter) => {
    const expanded = chosen === item.start;
    const faded = filter !== null && !kinds.includes(filter);
    const key = `${expanded} ${faded}`;
    if (!drawn.has(key)) drawn.set(key, html`<${ItemView} key=${item.start} draft=${draft} item=${item} expanded=${expanded} faded=${faded} onChoose=${onChoose} />`);
    return drawn.get(key);
  };
}

/**
 * @param {{draft: CodePointText, item: Item, expanded: boolean, faded: boolean,
 *   onChoose: (item: Item) => void}} props
 */
function ItemView({ draft, item, expanded, faded, onChoose }) {
  const verdict = item.sentence?.verdict ?? "no_claim";
  const miscited = item.sentence?.cited.some((mark) => mark.verdict !== "supported");
  const onClick = () => {
    // Words that were just selected to be copied are not a choice.
    if (getSelection()?.isCollapsed ?? true) onChoose(item);
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onChoose(item);
  };
  // A button's words could not run on from line to line, so it is one only by its role.
  return html`<span role="button" tabindex="0" id=${`item-${item.start}`} class=${`sentence ${verdict}${miscited ? " miscited" : ""}${faded ? " faded" : ""}`}
    aria-label=${`${describeItem(item)}: ${draft.slice(item.start, item.end)}`} aria-expanded=${expanded}
    aria-describedby=${expanded ? "told" : null} onClick=${onClick} onKeyDown=${onKeyDown}><${Words} draft=${draft} item=${item} /></span>`;
}

/** @param {{draft: CodePointText, item: Item}} props */
function Words({ draft, item }) {
  return piecesOf(item, item.quotations.map(({ position }) => position)).map(({ start, end, marked }) => {
    const words = draft.slice(start, end);
    const quotation = marked && item.quotations.find(({ position }) => position.end > start);
    return quotation ? html`<span class=${`quotation ${quotation.verdict}`}>${words}</span>` : words;
  });
}
