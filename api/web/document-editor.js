import { editDocument, wordsOf } from "./documents-api.js";
import { html, useEffect, useRef, useState } from "./htm-preact.js";
import { t } from "./messages.js";

/** @import {Summary} from "./types.js" */

const FIELDS = [
  { key: "title", label: t("field.title"), hint: "" },
  { key: "author", label: t("field.author"), hint: t("field.author.hint") },
  { key: "date", label: t("field.date"), hint: "2026-11-26" },
  { key: "publisher", label: t("field.publisher"), hint: "" },
  { key: "url", label: t("field.url"), hint: "https://" },
  { key: "language", label: t("field.language"), hint: "en" },
];

/**
 * A dialog to set what is told of a document over what its file says.
 *
 * @param {{document: Summary, onSaved: (changed: Summary) => void, onClose: () => void}} props
 */
export function DocumentEditor({ document, onSaved, onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [problem, setProblem] = useState("");
  const [saving, setSaving] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);

  const save = async (/** @type {SubmitEvent & {currentTarget: HTMLFormElement}} */ event) => {
    event.preventDefault();
    const changes = changesOf(document, new FormData(event.currentTarget));
    setSaving(true);
    try {
      if (changes) onSaved(await editDocument(document.id, changes));
      dialog.current?.close();
    } catch (error) {
      setProblem(wordsOf(error));
      setSaving(false);
    }
  };
  return html`<dialog class="editor" ref=${dialog} aria-labelledby="editor-title" onClose=${onClose}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.stopPropagation()}>
    <form onSubmit=${save}>
      <h2 id="editor-title">${t("editor.title")}</h2>
      <p class="from" dir="auto">${document.source}</p>
      ${FIELDS.map(({ key, label, hint }) => html`<label key=${key}>${label}
        <input name=${key} dir="auto" autocomplete="off" defaultValue=${valueOf(document, key)} placeholder=${hint} />
      </label>`)}
      <p class="hint">${t("editor.hint")}</p>
      ${problem && html`<p class="problem" role="alert">${problem}</p>`}
      <div class="buttons">
        <button type="button" class="plain" onClick=${() => dialog.current?.close()}>${t("cancel")}</button>
        <button type="submit" class="add" disabled=${saving}>${t("save")}</button>
      </div>
    </form>
  </dialog>`;
}

/** @param {Summary} document @param {string} key */
function valueOf({ title, metadata }, key) {
  const value = key === "title" ? title : metadata[key];
  return Array.isArray(value) ? value.join("; ") : String(value ?? "");
}

/**
 * Return what a form changes of a document, null for what it empties; null if nothing.
 *
 * @param {Summary} document
 * @param {FormData} form
 */
export function changesOf(document, form) {
  const changed = FIELDS
    .map(({ key }) => [key, String(form.get(key) ?? "").trim()])
    .filter(([key, value]) => value !== valueOf(document, key));
  if (!changed.length) return null;
  const { title, ...metadata } = Object.fromEntries(changed.map(([key, value]) => [key, value || null]));
  return { ...(title !== undefined && { title }), metadata };
}
