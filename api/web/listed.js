import { useEffect, useState } from "./htm-preact.js";
import { wordsOf } from "./documents-api.js";
import { useRemovals } from "./removals.js";

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
