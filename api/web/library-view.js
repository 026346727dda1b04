import { html, useState } from "./htm-preact.js";
import { AddDocuments, Invitation } from "./add-documents.js";
import { DocumentEditor } from "./document-editor.js";
import { DocumentRow } from "./document-row.js";
import { t } from "./messages.js";
import { useSources } from "./reading.js";
import { UploadList } from "./upload-list.js";

/** @import {useLibrary} from "./library.js" */
/** @import {Summary} from "./types.js" */

const MOST_ROWS = 200;

/**
 * The documents of the collection: look through them, add, edit, remove.
 *
 * @param {{library: ReturnType<typeof useLibrary>}} props
 */
export function LibraryView({ library }) {
  const { documents, problem, uploads, removals } = library;
  const sources = useSources();
  const [editing, setEditing] = useState(/** @type {Summary | null} */ (null));
  const remove = (/** @type {Summary} */ document) => {
    if (sources.place?.document_id === document.id) sources.close();
    removals.remove(document);
  };
  return html`<section class="shelf" aria-labelledby="shelf-title">
    <header>
      <h2 id="shelf-title" tabindex="-1">${t("view.library")}</h2>
      ${documents?.length !== 0 && html`<${AddDocuments} onFiles=${uploads.add} />`}
    </header>
    <${UploadList} uploads=${uploads} />
    ${problem !== null && html`<div class="problem" role="alert">
      <p><strong>${t("shelf.failed")}</strong> ${problem}</p>
      <button type="button" onClick=${library.reload}>${t("again")}</button>
    </div>`}
    ${!documents && problem === null && html`<p class="progress" role="status">${t("shelf.opening")}</p>`}
    ${documents?.length === 0 && !removals.removals.length && html`<${Invitation} onFiles=${uploads.add} />`}
    ${documents && documents.length > 0 && html`<${Shelf} documents=${documents} more=${library.more}
      onEdit=${setEditing} onRemove=${remove} />`}
    ${editing && html`<${DocumentEditor} key=${editing.id} document=${editing} onSaved=${library.put}
      onClose=${() => setEditing(null)} />`}
  </section>`;
}

/**
 * @param {{documents: Summary[], more: boolean, onEdit: (document: Summary) => void,
 *   onRemove: (document: Summary) => void}} props
 */
function Shelf({ documents, more, onEdit, onRemove }) {
  const [wanted, setWanted] = useState("");
  const [rows, setRows] = useState(MOST_ROWS);
  const found = filtered(documents, wanted);
  return html`
    <div class="filter">
      <label class="visually-hidden" for="filter">${t("shelf.filter.label")}</label>
      <input id="filter" type="search" dir="auto" placeholder=${t("shelf.filter")} autocomplete="off" value=${wanted}
        onInput=${(/** @type {{currentTarget: HTMLInputElement}} */ event) => setWanted(event.currentTarget.value)} />
      <p role="status">${countOf(found.length, documents.length, more)}</p>
    </div>
    <ul class="documents" aria-label=${t("shelf.documents")}>
      ${found.slice(0, rows).map((document) => html`<${DocumentRow} key=${document.id} document=${document}
        onEdit=${onEdit} onRemove=${onRemove} />`)}
    </ul>
    ${found.length > rows && html`<button type="button" class="plain" onClick=${() => setRows(rows + MOST_ROWS)}>
      ${t("shelf.more")}</button>`}`;
}

/**
 * Return the documents that have every word of the filter in what is told of them.
 *
 * @param {Summary[]} documents
 * @param {string} wanted
 */
export function filtered(documents, wanted) {
  const words = folded(wanted).split(/\s+/).filter(Boolean);
  if (!words.length) return documents;
  return documents.filter(({ title, source, metadata }) => {
    const told = folded([title, source, metadata.author, metadata.publisher, metadata.language, metadata.date].join("\n"));
    return words.every((word) => told.includes(word));
  });
}

/** @param {string} text  Without regard to case and accents. */
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** @param {number} found @param {number} all @param {boolean} more */
function countOf(found, all, more) {
  if (found === all) return t(more ? "shelf.newest" : "shelf.count", { count: all });
  return t(more ? "shelf.found.newest" : "shelf.found", { found, count: all });
}
