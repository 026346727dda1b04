import { html, useLayoutEffect } from "./htm-preact.js";
import { IconButton, sends, typed } from "./controls.js";
import { t } from "./messages.js";

/**
 * The box to ask in. Enter asks, Shift+Enter starts a new line; while an answer is written its
 * button stops it, and what is typed meanwhile is kept.
 *
 * @param {{box: {current: HTMLTextAreaElement | null}, text: string, setText: (text: string) => void,
 *   running: boolean, onAsk: (question: string) => void, onStop: () => void}} props
 */
export function AskBox({ box, text, setText, running, onAsk, onStop }) {
  useLayoutEffect(() => {
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
    if (sends(event)) submit(event);
  };
  return html`<form class="ask" onSubmit=${submit}><div class="field">
    <label class="visually-hidden" for="question">${t("ask.label")}</label>
    <textarea id="question" ref=${box} rows="1" dir="auto" placeholder=${t("ask.placeholder")} enterkeyhint="send"
      autocomplete="off" value=${text} onInput=${typed(setText)} onKeyDown=${onKeyDown}></textarea>
    ${running
      ? html`<${IconButton} key="stop" of="stop" class="round" label=${t("ask.stop")} onClick=${onStop} />`
      : html`<${IconButton} key="ask" of="ask" type="submit" class="round" label=${t("ask.send")} disabled=${!text.trim()} />`}
  </div></form>`;
}

/** @param {HTMLTextAreaElement | null} box */
function fitHeight(box) {
  if (!box || CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}
