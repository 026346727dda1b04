import { html } from "./htm-preact.js";
import { Icon } from "./icons.js";
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
      <${Icon} of="edit" />
    </button>
    <button type="button" class="plain icon" aria-label=${t("row.delete", { title: document.title })} title=${t("delete")} onClick=${() => onRemove(document)}>
      <${Icon} of="remove" />
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
