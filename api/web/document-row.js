import { html, useEffect, useRef, useState } from "./htm-preact.js";
import { IconButton } from "./controls.js";
import { editDocument, wordsOf } from "./documents-api.js";
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
      <p class="facts">${factsOf(document).map((fact) => html`<span key=${fact}><bdi>${fact}</bdi></span>`)}</p>
    </div>
    <${IconButton} of="edit" class="plain icon" label=${t("row.edit", { title: document.title })} onClick=${() => onEdit(document)} />
    <${IconButton} of="remove" class="plain icon" label=${t("row.delete", { title: document.title })} onClick=${() => onRemove(document)} />
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
