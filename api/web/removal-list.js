import { html, useEffect, useRef } from "./htm-preact.js";

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
      ? html`<p>Deleting <bdi>${title}</bdi> in 6 seconds, or when you leave this page.</p>`
      : html`<p><strong>Not deleted:</strong> <bdi>${title}</bdi>. ${problem}</p>`}
    <button type="button" ref=${wayBack} aria-disabled=${leaving} onClick=${goBack}>
      ${problem === null ? "Undo" : "Close"}</button>
  </div>`;
}
