import { html, useEffect, useRef, useState } from "./htm-preact.js";
import { libraryIsEmpty } from "./api.js";
import { Legend } from "./legend.js";

/**
 * Where a draft is written, pasted or opened, with what the check does and does not do.
 *
 * @param {{text: string, setText: (text: string) => void, onCheck: () => void,
 *   onFile: (file: File | undefined) => void, problem: string}} props
 */
export function Compose({ text, setText, onCheck, onFile, problem }) {
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const ready = text.trim() !== "";
  useEffect(() => {
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
    <h2>Check a draft</h2>
    <p>Paste what you have written. Every sentence is held against your documents, every quotation
      letter by letter.</p>
    <label class="visually-hidden" for="draft">Your draft</label>
    <textarea id="draft" ref=${box} dir="auto" spellcheck="false" value=${text} onKeyDown=${onKeyDown}
      placeholder="Paste your draft here, or drop a text or Markdown file"
      onInput=${(/** @type {{currentTarget: HTMLTextAreaElement}} */ event) => setText(event.currentTarget.value)}></textarea>
    ${problem && html`<p class="problem" role="alert">${problem}</p>`}
    <p class="actions">
      <button type="submit" class="primary" disabled=${!ready}>Check draft</button>
      <${FileChoice} onFile=${onFile} />
    </p>
    <${EmptyLibrary} />
    <${Legend} />
  </form>`;
}

/** @param {{onFile: (file: File | undefined) => void}} props */
function FileChoice({ onFile }) {
  const choose = (/** @type {{currentTarget: HTMLInputElement}} */ { currentTarget }) => {
    onFile(currentTarget.files?.[0]);
    currentTarget.value = ""; // the same file can be chosen again
  };
  return html`<label class="file">
    <input class="visually-hidden" type="file" accept=".txt,.md,.markdown,text/plain,text/markdown" onChange=${choose} />
    <span>Choose a file</span>
  </label>`;
}

/** Tells when there is nothing to check against; what cannot be read says so when it is checked. */
function EmptyLibrary() {
  const [empty, setEmpty] = useState(false);
  useEffect(() => {
    libraryIsEmpty().then(setEmpty, () => {});
  }, []);
  return empty && html`<p class="note">Your library is empty: no sentence will be found in it. Add documents first.</p>`;
}
