import { html, useState } from "./htm-preact.js";
import { AddDocuments, Invitation } from "./add-documents.js";
import { DocumentEditor, DocumentRow } from "./document-row.js";
import { allDocuments, removeDocument } from "./documents-api.js";
import { useListed } from "./listed.js";
import { t } from "./messages.js";
import { useSources } from "./reading.js";
import { Shelf } from "./shelf.js";
import { UploadList, useUploads } from "./uploads.js";

/** @import {Summary} from "./types.js" */

/**
 * The documents of the collection, what is being added to them and what is being removed.
 *
 * @param {boolean} shown
 */
export function useLibrary(shown) {
  const listed = useListed(shown, allDocuments, removeDocument);
  return { ...listed, uploads: useUploads(listed.removals.flush, listed.reload) };
}

/**
 * The documents of the collection: look through them, add, edit, remove.
 *
 * @param {{library: ReturnType<typeof useLibrary>}} props
 */
export function LibraryView({ library }) {
  const { items, more, setItems, uploads, removals } = library;
  const sources = useSources();
  const [editing, setEditing] = useState(/** @type {Summary | null} */ (null));
  const put = (/** @type {Summary} */ changed) => setItems((all) => all && all.map((each) => (each.id === changed.id ? changed : each)));
  const remove = (/** @type {Summary} */ document) => {
    if (sources.place?.document_id === document.id) sources.close();
    removals.remove(document);
  };
  const words = {
    label: t("shelf.filter.label"),
    hint: t("shelf.filter"),
    list: t("shelf.documents"),
    failed: t("shelf.failed"),
    opening: t("shelf.opening"),
    count: (/** @type {number} */ found) => countOf(found, items?.length ?? 0, more),
  };
  return html`<${Shelf} name="library" listed=${library} words=${words}
      actions=${items?.length !== 0 && html`<${AddDocuments} onFiles=${uploads.add} />`}
      empty=${html`<${Invitation} onFiles=${uploads.add} />`}
      toldOf=${(/** @type {Summary} */ { title, source, metadata }) => [title, source, metadata.author, metadata.publisher, metadata.language, metadata.date]}
      row=${(/** @type {Summary} */ document) => html`<${DocumentRow} key=${document.id} document=${document} onEdit=${setEditing} onRemove=${remove} />`}>
    <${UploadList} uploads=${uploads} />
    ${editing && html`<${DocumentEditor} key=${editing.id} document=${editing} onSaved=${put} onClose=${() => setEditing(null)} />`}
  <//>`;
}

/** @param {number} found @param {number} all @param {boolean} more */
function countOf(found, all, more) {
  if (found === all) return t(more ? "shelf.newest" : "shelf.count", { count: all });
  return t(more ? "shelf.found.newest" : "shelf.found", { found, count: all });
}
