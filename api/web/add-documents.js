import { html, useRef, useState } from "./htm-preact.js";
import { Icon } from "./controls.js";
import { useListener } from "./listening.js";
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
      <${Icon} of="add" />${t("add.button")}
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

/**
 * Take files that are dropped anywhere on the page; return whether some are held over it.
 *
 * A file is never opened in the page's place.
 *
 * @param {(files: (File | {folder: string})[]) => void} onFiles
 */
export function useDroppedFiles(onFiles) {
  const [over, setOver] = useState(false);
  const ours = (/** @type {DragEvent} */ event) => {
    const theirs = !event.dataTransfer?.types.includes("Files");
    if (!theirs) event.preventDefault();
    return !theirs;
  };
  useListener("dragover", (/** @type {DragEvent} */ event) => ours(event) && setOver(true));
  useListener("dragleave", (/** @type {DragEvent} */ event) => {
    if (event.relatedTarget === null) setOver(false);
  });
  useListener("drop", (/** @type {DragEvent} */ event) => {
    setOver(false);
    const files = ours(event) ? filesOf(/** @type {DataTransfer} */ (event.dataTransfer)) : [];
    if (files.length) onFiles(files);
  });
  return over;
}

/**
 * @param {DataTransfer} dropped
 * @returns {(File | {folder: string})[]}
 */
function filesOf({ items }) {
  return [...items].flatMap((item) => {
    const entry = item.webkitGetAsEntry?.();
    if (entry?.isDirectory) return [{ folder: entry.name }];
    const file = item.getAsFile();
    return file ? [file] : [];
  });
}
