import { html, useEffect, useLayoutEffect, useRef, useState } from "./htm-preact.js";
import { libraryIsEmpty } from "./api.js";
import { typed } from "./controls.js";
import { t } from "./messages.js";
import { KINDS } from "./verdicts.js";

const SHOWN = ["supported", "contradicted", "partly", "not_in_sources"];

/**
 * Where a draft is written, pasted or opened, with what the check does and does not do.
 *
 * @param {{text: string, setText: (text: string) => void, onCheck: () => void,
 *   onFile: (file: File) => void, problem: string}} props
 */
export function Compose({ text, setText, onCheck, onFile, problem }) {
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const ready = text.trim() !== "";
  useLayoutEffect(() => {
    if (matchMedia("(pointer: fine)").matches) box.current?.focus({ preventScroll: true });
  }, []);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (ready) onCheck();
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
  };
  return html`<form class="compose" onSubmit=${submit}>
    <h2>${t("draft.title")}</h2>
    <p>${t("draft.text")}</p>
    <label class="visually-hidden" for="draft">${t("draft.label")}</label>
    <textarea id="draft" ref=${box} dir="auto" spellcheck="false" value=${text} onKeyDown=${onKeyDown}
      placeholder=${t("draft.placeholder")}
      onInput=${typed(setText)}></textarea>
    ${problem && html`<p class="problem" role="alert">${problem}</p>`}
    <p class="actions">
      <button type="submit" class="primary" disabled=${!ready}>${t("draft.check")}</button>
      <${FileChoice} onFile=${onFile} />
    </p>
    <${EmptyLibrary} />
    <${Legend} />
  </form>`;
}

/** @param {{onFile: (file: File) => void}} props */
function FileChoice({ onFile }) {
  const choose = (/** @type {{currentTarget: HTMLInputElement}} */ { currentTarget }) => {
    const [file] = currentTarget.files ?? [];
    if (file) onFile(file);
    currentTarget.value = ""; // the same file can be chosen again
  };
  return html`<label class="file">
    <input class="visually-hidden" type="file" accept=".txt,.md,.markdown,.docx,.docm,text/plain,text/markdown" onChange=${choose} />
    <span>${t("draft.file")}</span>
  </label>`;
}

/** Tells when there is nothing to check against; what cannot be read says so when it is checked. */
function EmptyLibrary() {
  const [empty, setEmpty] = useState(false);
  useEffect(() => {
    libraryIsEmpty().then(setEmpty, () => {});
  }, []);
  return empty && html`<p class="note">${t("draft.emptyLibrary")}</p>`;
}

/** What the marks of a checked draft mean, and what they do not. */
function Legend() {
  return html`<section class="legend" aria-label=${t("legend.label")}>
    <dl>${SHOWN.map((kind) => html`<div key=${kind}>
      <dt><span class=${`sentence ${kind}`}>${KINDS.get(kind)?.name}</span></dt>
      <dd>${KINDS.get(kind)?.meaning}</dd>
    </div>`)}</dl>
    <p>${t("legend.text")}</p>
  </section>`;
}
