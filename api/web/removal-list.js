import { html, useEffect, useRef } from "./htm-preact.js";
import { rich, t } from "./messages.js";
import { UNDONE_WITHIN_MS } from "./removals.js";

/** @import {Removal, useRemovals} from "./removals.js" */

/**
 * What is about to be removed, at the foot of the window, with a way back.
 *
 * @param {{removals: ReturnType<typeof useRemovals>}} props
 */
export function Removals({ removals: { removals, undo } }) {
  return html`<div class="removals" aria-live="polite">
    ${removals.map((removal) => html`<${Line} key=${removal.document.id} removal=${removal} onUndo=${undo} />`)}
  </div>`;
}

/** @param {{removal: Removal, onUndo: (id: string) => void}} props */
function Line({ removal: { document: { id, title }, problem, sent }, onUndo }) {
  const line = useRef(/** @type {HTMLElement | null} */ (null));
  const wayBack = useRef(/** @type {HTMLButtonElement | null} */ (null));
  // The pressed button went with its row: focus moves to the way back, and from there to the list.
  useEffect(() => {
    wayBack.current?.focus();
    return () => {
      if (line.current?.contains(document.activeElement)) document.getElementById("shelf-title")?.focus();
    };
  }, []);
  const leaving = sent && problem === null;
  const goBack = () => {
    if (leaving) return;
    onUndo(id);
    setTimeout(() => document.getElementById(`row-${id}`)?.querySelector("a")?.focus());
  };
  return html`<div ref=${line}>
    ${problem === null
      ? html`<p>${rich("removal.soon", { title: html`<bdi>${title}</bdi>`, seconds: UNDONE_WITHIN_MS / 1000 })}</p>`
      : html`<p><strong>${t("removal.failed")}</strong> <bdi>${title}</bdi>. ${problem}</p>`}
    <button type="button" ref=${wayBack} aria-disabled=${leaving} onClick=${goBack}>
      ${problem === null ? t("undo") : t("close")}</button>
  </div>`;
}
