import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "./htm-preact.js";
import { wordsOf } from "./documents-api.js";
import { useListener } from "./listening.js";
import { rich, t } from "./messages.js";

/**
 * Things of the collection, and what is being removed of them.
 *
 * They are read whenever they come into sight, and after each change.
 *
 * @template {{id: string, title: string}} Item
 * @param {boolean} shown
 * @param {(signal: AbortSignal) => Promise<{items: Item[], more: boolean}>} read
 * @param {(id: string) => Promise<void>} remove  Tells the server.
 * @param {(id: string) => void} [onRemoved]
 */
export function useListed(shown, read, remove, onRemoved) {
  const [items, setItems] = useState(/** @type {Item[] | null} */ (null));
  const [more, setMore] = useState(false);
  const [problem, setProblem] = useState(/** @type {string | null} */ (null));
  const [changes, setChanges] = useState(0);
  const removals = useRemovals((id) => {
    setItems((all) => all && all.filter((item) => item.id !== id));
    onRemoved?.(id);
  }, remove);

  useEffect(() => {
    if (!shown) return undefined;
    const controller = new AbortController();
    read(controller.signal).then((found) => {
      setItems(found.items);
      setMore(found.more);
      setProblem(null);
    }, (error) => {
      if (!controller.signal.aborted) setProblem(wordsOf(error));
    });
    return () => controller.abort();
  }, [shown, changes]);

  const leaving = new Set(removals.removals.filter((each) => each.problem === null).map(({ document }) => document.id));
  return {
    items: items && items.filter(({ id }) => !leaving.has(id)),
    setItems,
    more,
    problem,
    setProblem,
    reload: () => setChanges((before) => before + 1),
    removals,
  };
}

const UNDONE_WITHIN_MS = 6000;

/** @typedef {{id: string, title: string}} Removable */
/** @typedef {{document: Removable, problem: string | null, sent: boolean}} Removal */

/**
 * Documents or conversations that are about to be removed, and those whose removal failed.
 *
 * The server is told after a few seconds, or when the page is left: until then it can be undone.
 *
 * @param {(id: string) => void} onRemoved
 * @param {(id: string) => Promise<void>} remove  Tells the server.
 */
export function useRemovals(onRemoved, remove) {
  const [removals, setRemovals] = useState(/** @type {Removal[]} */ ([]));
  const timers = useRef(/** @type {Map<string, number>} */ (new Map()));
  const told = useRef({ onRemoved, remove });
  told.current = { onRemoved, remove };

  const actions = useMemo(() => {
    const forget = (/** @type {string} */ id) => {
      clearTimeout(timers.current.get(id));
      timers.current.delete(id);
      setRemovals((all) => all.filter(({ document }) => document.id !== id));
    };
    const change = (/** @type {string} */ id, /** @type {Partial<Removal>} */ news) =>
      setRemovals((all) => all.map((each) => (each.document.id === id ? { ...each, ...news } : each)));
    const send = async (/** @type {string} */ id) => {
      clearTimeout(timers.current.get(id));
      timers.current.delete(id);
      change(id, { sent: true });
      try {
        await told.current.remove(id);
        told.current.onRemoved(id);
        forget(id);
      } catch (error) {
        change(id, { problem: wordsOf(error) });
      }
    };
    return {
      /** @param {Removable} document */
      remove: (document) => {
        forget(document.id);
        setRemovals((all) => [...all, { document, problem: null, sent: false }]);
        timers.current.set(document.id, setTimeout(() => send(document.id), UNDONE_WITHIN_MS));
      },
      undo: forget,
      /** Send all that wait, at once. */
      flush: () => Promise.all([...timers.current.keys()].map(send)),
    };
  }, []);
  useListener("pagehide", actions.flush);
  return { ...actions, removals };
}

/**
 * What is about to be removed, at the foot of the window, with a way back.
 *
 * @param {{all: ReturnType<typeof useRemovals>[]}} props
 */
export function Removals({ all }) {
  return html`<div class="removals" aria-live="polite">
    ${all.map(({ removals, undo }) => removals.map((removal) => (
      html`<${Line} key=${removal.document.id} removal=${removal} onUndo=${undo} />`)))}
  </div>`;
}

/** @param {{removal: Removal, onUndo: (id: string) => void}} props */
function Line({ removal: { document: { id, title }, problem, sent }, onUndo }) {
  const line = useRef(/** @type {HTMLElement | null} */ (null));
  const wayBack = useRef(/** @type {HTMLButtonElement | null} */ (null));
  // The pressed button went with its row: focus moves to the way back, and from there to the list.
  useLayoutEffect(() => {
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
