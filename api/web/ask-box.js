import { html, useEffect, useLayoutEffect } from "./htm-preact.js";
import { t } from "./messages.js";

/**
 * The box to ask in. Enter asks, Shift+Enter starts a new line; while an answer is written its
 * button stops it, and what is typed meanwhile is kept.
 *
 * @param {{box: {current: HTMLTextAreaElement | null}, text: string, setText: (text: string) => void,
 *   running: boolean, onAsk: (question: string) => void, onStop: () => void}} props
 */
export function AskBox({ box, text, setText, running, onAsk, onStop }) {
  useEffect(() => {
    // On a phone, focus would raise the keyboard over a page that nobody has read yet.
    if (matchMedia("(pointer: fine)").matches) box.current?.focus();
  }, []);
  useLayoutEffect(() => fitHeight(box.current), [text]);

  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (running || !text.trim()) return;
    onAsk(text.trim());
    setText("");
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  };
  return html`<form class="ask" onSubmit=${submit}><div class="field">
    <label class="visually-hidden" for="question">${t("ask.label")}</label>
    <textarea id="question" ref=${box} rows="1" dir="auto" placeholder=${t("ask.placeholder")} enterkeyhint="send"
      autocomplete="off" value=${text} onInput=${onInput(setText)} onKeyDown=${onKeyDown}></textarea>
    ${running
      ? html`<button key="stop" type="button" class="round" aria-label=${t("ask.stop")} onClick=${onStop}><${StopIcon} /></button>`
      : html`<button key="send" type="submit" class="round" aria-label=${t("ask.send")} disabled=${!text.trim()}><${AskIcon} /></button>`}
  </div></form>`;
}

/** @param {(text: string) => void} setText */
function onInput(setText) {
  return (/** @type {{currentTarget: HTMLTextAreaElement}} */ event) => setText(event.currentTarget.value);
}

/** @param {HTMLTextAreaElement | null} box */
function fitHeight(box) {
  if (!box || CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

function AskIcon() {
  return html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 16V4M4.5 9.5 10 4l5.5 5.5" /></svg>`;
}

function StopIcon() {
  return html`<svg viewBox="0 0 20 20" aria-hidden="true"><rect x="5.5" y="5.5" width="9" height="9" rx="1.5" class="filled" /></svg>`;
}
