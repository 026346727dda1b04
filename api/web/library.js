import { allDocuments, removeDocument } from "./documents-api.js";
import { useListed } from "./listed.js";
import { useUploads } from "./uploads.js";

/** @import {Summary} from "./types.js" */

/**
 * The documents of the collection, what is being added to them and what is being removed.
 *
 * @param {boolean} shown
 */
export function useLibrary(shown) {
  const { items: documents, setItems, ...listed } = useListed(shown, allDocuments, removeDocument);
  return {
    ...listed,
    documents,
    uploads: useUploads(listed.removals.flush, listed.reload),
    put: (/** @type {Summary} */ changed) => setItems((all) => all && all.map((each) => (each.id === changed.id ? changed : each))),
  };
}
