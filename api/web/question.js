import { html, useLayoutEffect, useRef, useState } from "./htm-preact.js";
import { IconButton, sends, typed } from "./controls.js";
import { t } from "./messages.js";

/** @import {Turn} from "./types.js" */

/**
 * What was asked, and a way to ask it otherwise.
 *
 * @param {{turn: Turn, busy: boolean, later: number, onEdit: (question: string) => void}} props
 *   `later`: how many turns follow, which an edited question takes the place of as well.
 */
export function Question({ turn, busy, later, onEdit }) {
  const [editing, setEditing] = useState(false);
  const opener = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const close = () => {
    setEditing(false);
    setTimeout(() => opener.current?.focus());
  };
  if (editing && !busy) {
    return html`<${Editor} question=${turn.question} later=${later} onClose=${close}
      onAsk=${(/** @type {string} */ question) => {
        setEditing(false);
        onEdit(question);
      }} />`;
  }
  return html`<div class="asked">
    <h2 class="question" dir="auto">${turn.question}</h2>
    <${IconButton} of="edit" class="plain icon" element=${opener} disabled=${busy} label=${t("question.edit")} onClick=${() => setEditing(true)} />
  </div>`;
}

/**
 * @param {{question: string, later: number, onClose: () => void, onAsk: (question: string) => void}} props
 */
function Editor({ question, later, onClose, onAsk }) {
  const [text, setText] = useState(question);
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  useLayoutEffect(() => box.current?.focus(), []);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (text.trim()) onAsk(text.trim());
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (sends(event)) submit(event);
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation(); // it closes this, and no source behind it
    onClose();
  };
  return html`<form class="reworded" onSubmit=${submit}>
    <h2 class="visually-hidden" dir="auto">${question}</h2>
    <textarea ref=${box} rows="2" dir="auto" aria-label=${t("question.edit")} value=${text}
      onKeyDown=${onKeyDown} onInput=${typed(setText)}></textarea>
    ${later > 0 && html`<p class="hint">${t("question.later", { count: later })}</p>`}
    <p class="buttons">
      <button type="button" onClick=${onClose}>${t("cancel")}</button>
      <button type="submit" class="primary" disabled=${!text.trim()}>${t("ask.send")}</button>
    </p>
  </form>`;
}
