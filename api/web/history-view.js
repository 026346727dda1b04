import { html, useRef } from "./htm-preact.js";
import { useServerSettings } from "./api.js";
import { IconButton } from "./controls.js";
import { EXPORT } from "./history.js";
import { dayAndTime, t } from "./messages.js";
import { usePreferences } from "./preferences.js";
import { Shelf } from "./shelf.js";

/** @import {Talk, useHistory} from "./history.js" */

/**
 * The conversations that were kept: look through them, go on with one, remove, export.
 *
 * @param {{history: ReturnType<typeof useHistory>, onOpen: (talk: Talk) => void}} props
 */
export function HistoryView({ history, onOpen }) {
  const { items, removals } = history;
  const count = items?.length ?? 0;
  const words = {
    label: t("history.filter"),
    hint: t("history.search"),
    list: t("history.list"),
    failed: t("history.failed"),
    opening: t("history.opening"),
    count: (/** @type {number} */ found) => t(found === count ? "history.count" : "history.found", { found, count }),
  };
  return html`<${Shelf} name="history" listed=${history} words=${words}
      actions=${count > 0 && html`<p class="actions">
        <a class="button" href=${EXPORT} download>${t("history.export")}</a>
        <${DeleteAll} count=${count} onDelete=${history.clear} />
      </p>`}
      empty=${html`<p class="nothing">${t("history.empty")}</p>`}
      toldOf=${(/** @type {Talk} */ { answers }) => answers.map(({ question }) => question)}
      row=${(/** @type {Talk} */ talk) => html`<${Row} key=${talk.id} talk=${talk} onOpen=${onOpen} onRemove=${removals.remove} />`}>
    <${NotKept} />
  <//>`;
}

/** @param {{talk: Talk, onOpen: (talk: Talk) => void, onRemove: (talk: Talk) => void}} props */
function Row({ talk, onOpen, onRemove }) {
  const { id, title, answers } = talk;
  const withheld = answers.reduce((sum, answer) => sum + answer.withheld, 0);
  const open = (/** @type {MouseEvent} */ event) => {
    event.preventDefault();
    onOpen(talk);
  };
  return html`<li id=${`row-${id}`}>
    <div>
      <a class="title" dir="auto" href="#ask" onClick=${open}>${title}</a>
      <p class="facts">
        <span>${dayAndTime(answers[0].kept_at)}</span>
        ${answers.length > 1 && html`<span>${t("history.questions", { count: answers.length })}</span>`}
        ${answers.length === 1 && answers[0].status === "not_in_sources" && !withheld && html`<span>${t("history.refused")}</span>`}
        ${withheld > 0 && html`<span>${t("history.withheld", { count: withheld })}</span>`}
      </p>
    </div>
    <${IconButton} of="remove" class="plain icon" label=${t("row.delete", { title })} onClick=${() => onRemove(talk)} />
  </li>`;
}

/** @param {{count: number, onDelete: () => void}} props */
function DeleteAll({ count, onDelete }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const remove = () => {
    dialog.current?.close();
    onDelete();
    document.getElementById("shelf-title")?.focus();
  };
  return html`
    <button type="button" onClick=${() => dialog.current?.showModal()}>${t("history.clear")}</button>
    <dialog ref=${dialog} class="editor" aria-labelledby="clear-title">
      <h2 id="clear-title">${t("history.clear.title", { count })}</h2>
      <p>${t("history.clear.text")}</p>
      <p class="buttons">
        <button type="button" onClick=${() => dialog.current?.close()}>${t("cancel")}</button>
        <button type="button" class="primary" onClick=${remove}>${t("history.clear")}</button>
      </p>
    </dialog>`;
}

/** Tells where nothing more is kept, and why. */
function NotKept() {
  const { keep } = usePreferences();
  const { server } = useServerSettings();
  const keeps = server?.keeps_history !== false;
  if (keep && keeps) return null;
  return html`<p class="note">${keeps ? t("history.off") : t("history.off.server")}</p>`;
}
