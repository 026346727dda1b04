import { html, useRef } from "./htm-preact.js";
import { rich, t } from "./messages.js";

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
    <input type="file" multiple hidden ref=${chooser} aria-label=${t("add.files")} onChange=${onChange} />
    <button type="button" class="add" onClick=${() => chooser.current?.click()}>
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12M4 10h12" /></svg>${t("add.button")}
    </button>`;
}

/**
 * What stands in the place of documents where there are none.
 *
 * @param {Props} props
 */
export function Invitation({ onFiles }) {
  return html`<div class="invitation">
    <p class="lead">${t("invitation.lead")}</p>
    <p>${t("invitation.formats")}</p>
    <${AddDocuments} onFiles=${onFiles} />
    <p class="hint">${rich("invitation.hint", { command: html`<code>pincite add FOLDER</code>` })}</p>
  </div>`;
}
