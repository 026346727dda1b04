import { useEffect, useState } from "./htm-preact.js";
import { allDocuments, wordsOf } from "./documents-api.js";
import { useRemovals } from "./removals.js";
import { useUploads } from "./uploads.js";

/** @import {Summary} from "./types.js" */

/**
 * The documents of the collection, what is being added to them and what is being removed.
 *
 * They are read whenever the library comes into sight, and after each change.
 *
 * @param {boolean} shown
 */
export function useLibrary(shown) {
  const [documents, setDocuments] = useState(/** @type {Summary[] | null} */ (null));
  const [more, setMore] = useState(false);
  const [problem, setProblem] = useState(/** @type {string | null} */ (null));
  const [changes, setChanges] = useState(0);
  const reload = () => setChanges((before) => before + 1);
  const removals = useRemovals((id) => setDocuments((all) => all && all.filter((document) => document.id !== id)));
  const uploads = useUploads(removals.flush, reload);

  useEffect(() => {
    if (!shown) return undefined;
    const controller = new AbortController();
    allDocuments(controller.signal).then((found) => {
      setDocuments(found.documents);
      setMore(found.more);
      setProblem(null);
    }, (error) => {
      if (!controller.signal.aborted) setProblem(wordsOf(error));
    });
    return () => controller.abort();
  }, [shown, changes]);

  const leaving = new Set(removals.removals.filter((each) => each.problem === null).map(({ document }) => document.id));
  return {
    documents: documents && documents.filter(({ id }) => !leaving.has(id)),
    more,
    problem,
    reload,
    removals,
    uploads,
    /** @param {Summary} changed */
    put: (changed) => setDocuments((all) => all && all.map((each) => (each.id === changed.id ? changed : each))),
  };
}
