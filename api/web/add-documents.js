import { html, useRef } from "./htm-preact.js";

/** @typedef {{onFiles: (files: File[]) => void}} Props */

/**
 * The button that adds documents; they can be dropped on the page as well.
 *
 * @param {Props} props
 */
export function AddDocuments({ onFiles }) {
  const chooser = useRef(/** @type {HTMLInputElement | null} */ (null));
  const onChange = (/** @type {{currentTarget: HTMLInputElement}} */ { currentTarget }) => {
    const files = [...(currentTarget.files ?? [])];
    currentTarget.value = ""; // so that the same file can be chosen again
    if (files.length) onFiles(files);
  };
  return html`
    <input type="file" multiple hidden ref=${chooser} aria-label="Files to add" onChange=${onChange} />
    <button type="button" class="add" onClick=${() => chooser.current?.click()}>
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12M4 10h12" /></svg>Add documents
    </button>`;
}

/**
 * What stands in the place of documents where there are none.
 *
 * @param {Props} props
 */
export function Invitation({ onFiles }) {
  return html`<div class="invitation">
    <p class="lead">Drop files here</p>
    <p>PDF, Word, PowerPoint, Excel, EPUB, OpenDocument, RTF, web pages, Markdown, reStructuredText, e-mail, CSV, JSON and plain text.</p>
    <${AddDocuments} onFiles=${onFiles} />
    <p class="hint">They stay on the machine that Pincite runs on. Whole folders: <code>pincite add FOLDER</code></p>
  </div>`;
}
