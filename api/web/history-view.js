import { html, useEffect, useRef, useState } from "./htm-preact.js";
import { serverSettings } from "./api.js";
import { FilteredList } from "./filtered-list.js";
import { EXPORT } from "./history.js";
import { Icon } from "./icons.js";
import { dayAndTime, t } from "./messages.js";
import { usePreferences } from "./preferences.js";

/** @import {Talk, useHistory} from "./history.js" */

/**
 * The conversations that were kept: look through them, go on with one, remove, export.
 *
 * @param {{history: ReturnType<typeof useHistory>, onOpen: (talk: Talk) => void}} props
 */
export function HistoryView({ history, onOpen }) {
  const { talks, problem, removals } = history;
  const some = talks !== null && talks.length > 0;
  return html`<section class="shelf history" aria-labelledby="shelf-title">
    <header>
      <h2 id="shelf-title" tabindex="-1">${t("view.history")}</h2>
      ${some && html`<p class="actions">
        <a class="button" href=${EXPORT} download>${t("history.export")}</a>
        <${DeleteAll} count=${talks.length} onDelete=${history.clear} />
      </p>`}
    </header>
    <${NotKept} />
    ${problem !== null && html`<div class="problem" role="alert">
      <p><strong>${t("history.failed")}</strong> ${problem}</p>
      <button type="button" onClick=${history.reload}>${t("again")}</button>
    </div>`}
    ${!talks && problem === null && html`<p class="progress" role="status">${t("history.opening")}</p>`}
    ${talks?.length === 0 && !removals.removals.length && html`<p class="nothing">${t("history.empty")}</p>`}
    ${some && html`<${Talks} talks=${talks} onOpen=${onOpen} onRemove=${removals.remove} />`}
  </section>`;
}

/**
 * @param {{talks: Talk[], onOpen: (talk: Talk) => void, onRemove: (talk: Talk) => void}} props
 */
function Talks({ talks, onOpen, onRemove }) {
  const count = talks.length;
  const words = {
    label: t("history.filter"),
    hint: t("history.search"),
    list: t("history.list"),
    count: (/** @type {number} */ found) => t(found === count ? "history.count" : "history.found", { found, count }),
  };
  return html`<${FilteredList} items=${talks} words=${words}
    toldOf=${(/** @type {Talk} */ { answers }) => answers.map(({ question }) => question)}
    row=${(/** @type {Talk} */ talk) => html`<${Row} key=${talk.id} talk=${talk} onOpen=${onOpen} onRemove=${onRemove} />`} />`;
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
    <button type="button" class="plain icon" aria-label=${t("row.delete", { title })} title=${t("delete")} onClick=${() => onRemove(talk)}>
      <${Icon} of="remove" />
    </button>
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
  const [keeps, setKeeps] = useState(true);
  useEffect(() => {
    serverSettings().then(({ keeps_history }) => setKeeps(keeps_history), () => {});
  }, []);
  if (keep && keeps) return null;
  return html`<p class="note">${keeps ? t("history.off") : t("history.off.server")}</p>`;
}
