import { html } from "./htm-preact.js";
import { day, t } from "./messages.js";
import { placeOfDocument } from "./places.js";
import { useSources } from "./reading.js";

/** @import {Summary} from "./types.js" */

/**
 * One document of the library.
 *
 * @param {{document: Summary, onEdit: (document: Summary) => void, onRemove: (document: Summary) => void}} props
 */
export function DocumentRow({ document, onEdit, onRemove }) {
  const sources = useSources();
  const place = placeOfDocument(document);
  const isOpen = sources.place?.whole && sources.place.document_id === document.id;
  const open = (/** @type {MouseEvent & {currentTarget: HTMLElement}} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // another tab or window is wanted
    event.preventDefault();
    sources.open(place, event.currentTarget);
  };
  return html`<li id=${`row-${document.id}`} class=${isOpen ? "open" : null}>
    <div>
      <a class="title" dir="auto" href=${place.url} onClick=${open}>${document.title}</a>
      ${document.source !== document.title && html`<p class="from" dir="auto">${document.source}</p>`}
      <p class="facts">${factsOf(document).map((fact) => html`<span key=${fact} dir="auto">${fact}</span>`)}</p>
    </div>
    <button type="button" class="plain icon" aria-label=${t("row.edit", { title: document.title })} title=${t("edit")} onClick=${() => onEdit(document)}>
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="m4 16 .8-3.6L13 4.2l2.8 2.8-8.2 8.2zM11.5 5.7l2.8 2.8" /></svg>
    </button>
    <button type="button" class="plain icon" aria-label=${t("row.delete", { title: document.title })} title=${t("delete")} onClick=${() => onRemove(document)}>
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v4.5M11.5 9v4.5" /></svg>
    </button>
  </li>`;
}

/** @param {Summary} document */
function factsOf({ metadata, pages, characters, passages, added_at, updated_at }) {
  const added = day(added_at);
  const updated = day(updated_at);
  return [
    metadata.author && String(metadata.author),
    pages ? t("fact.pages", { count: pages }) : t("fact.characters", { count: characters }),
    t("fact.passages", { count: passages }),
    t("fact.added", { day: added }),
    updated !== added && t("fact.changed", { day: updated }),
  ].filter((fact) => typeof fact === "string" && fact);
}
