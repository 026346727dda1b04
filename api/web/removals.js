import { useEffect, useMemo, useRef, useState } from "./htm-preact.js";
import { removeDocument, wordsOf } from "./documents-api.js";
import { t } from "./messages.js";

/** @import {Summary} from "./types.js" */

export const UNDONE_WITHIN_MS = 6000;

/** @typedef {{document: Summary, problem: string | null, sent: boolean}} Removal */

/**
 * Documents that are about to be removed, and those whose removal failed.
 *
 * The server is told after a few seconds, or when the page is left: until then it can be undone.
 *
 * @param {(id: string) => void} onRemoved
 */
export function useRemovals(onRemoved) {
  const [removals, setRemovals] = useState(/** @type {Removal[]} */ ([]));
  const timers = useRef(/** @type {Map<string, number>} */ (new Map()));
  const removed = useRef(onRemoved);
  removed.current = onRemoved;

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
        await removeDocument(id);
        removed.current(id);
        forget(id);
      } catch (error) {
        change(id, { problem: wordsOf(error) });
      }
    };
    return {
      /** @param {Summary} document */
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
  useEffect(() => {
    addEventListener("pagehide", actions.flush);
    return () => removeEventListener("pagehide", actions.flush);
  }, [actions]);
  return { ...actions, removals };
}
