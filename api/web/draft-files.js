import { t } from "./messages.js";

/** As the server limits a draft; each character takes up to four bytes. */
const MOST_CHARACTERS = 500_000;
const MOST_BYTES = 4 * MOST_CHARACTERS;

/**
 * Tell whether a file is a Word document, by its name: the server reads it.
 *
 * @param {File | {folder: string}} file
 * @returns {file is File}
 */
export function isWord(file) {
  return file instanceof File && /\.doc[xm]$/i.test(file.name);
}

/**
 * Return the text of a file, read in the browser.
 *
 * @param {File | {folder: string}} file
 * @returns {Promise<string>}
 * @throws {Error} it is too large or no text; the message tells the way out
 */
export async function readDraft(file) {
  const name = file instanceof File ? file.name : file.folder;
  const noText = new Error(t("draft.noText", { name, command: "pincite check FILE" }));
  if (!(file instanceof File)) throw noText;
  if (file.size > MOST_BYTES) throw new Error(t("draft.large", { name, most: MOST_CHARACTERS }));
  const text = decoded(await file.arrayBuffer());
  if (text === null || text.includes("\0")) throw noText;
  return text.replace(/\r\n?/g, "\n");
}

/** @param {ArrayBuffer} bytes */
function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
