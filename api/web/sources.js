import { Problem, fetchDocument } from "./api.js";
import { t } from "./messages.js";

/** @import {Block, Place} from "./types.js" */
/** @import {CodePointText} from "./codepoints.js" */

/** @typedef {{document: {text: CodePointText, blocks: Block[]} | null, problem: string | null}} Source */

/** @type {Map<string, {text: CodePointText, blocks: Block[]}>} */
const read = new Map();

/**
 * Return the document of a place, or the reason why the place cannot be shown in it.
 *
 * The words are compared with the stored text, character by character; a document that was read
 * before and no longer has them is read again.
 *
 * @param {Place} place
 * @returns {Promise<Source>}
 */
export async function openSource(place) {
  const words = place.exact && ` ${t("source.cited")}`;
  const before = read.get(place.document_id);
  if (before && !place.whole && holds(before.text, place)) return { document: before, problem: null };
  try {
    const document = await fetchDocument(place.document_id);
    read.set(place.document_id, document);
    if (holds(document.text, place)) return { document, problem: null };
    return { document: null, problem: t("source.changed") + words };
  } catch (error) {
    const { title, detail } = /** @type {Problem} */ (error);
    return { document: null, problem: `${title}. ${detail}${words}` };
  }
}

/** @param {CodePointText} text @param {Place} place */
function holds(text, { position, exact }) {
  return text.slice(position.start, position.end) === exact;
}
