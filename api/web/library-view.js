import { html, useState } from "./htm-preact.js";
import { AddDocuments, Invitation } from "./add-documents.js";
import { DocumentEditor } from "./document-editor.js";
import { DocumentRow } from "./document-row.js";
import { FilteredList } from "./filtered-list.js";
import { t } from "./messages.js";
import { useSources } from "./reading.js";
import { UploadList } from "./uploads.js";

/** @import {useLibrary} from "./library.js" */
/** @import {Summary} from "./types.js" */

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
  const words = {
    label: t("shelf.filter.label"),
    hint: t("shelf.filter"),
    list: t("shelf.documents"),
    count: (/** @type {number} */ found) => countOf(found, documents.length, more),
  };
  return html`<${FilteredList} items=${documents} words=${words}
    toldOf=${(/** @type {Summary} */ { title, source, metadata }) => [title, source, metadata.author, metadata.publisher, metadata.language, metadata.date]}
    row=${(/** @type {Summary} */ document) => html`<${DocumentRow} key=${document.id} document=${document}
      onEdit=${onEdit} onRemove=${onRemove} />`} />`;
}

/** @param {number} found @param {number} all @param {boolean} more */
function countOf(found, all, more) {
  if (found === all) return t(more ? "shelf.newest" : "shelf.count", { count: all });
  return t(more ? "shelf.found.newest" : "shelf.found", { found, count: all });
}
