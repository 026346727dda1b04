import { t } from "./messages.js";

/** As the server limits a draft; each character takes up to four bytes. */
const MOST_CHARACTERS = 500_000;
const MOST_BYTES = 4 * MOST_CHARACTERS;

/**
 * Return the text of a file, read in the browser.
 *
 * @param {File} file
 * @returns {Promise<string>}
 * @throws {Error} it is too large or no text; the message tells the way out
 */
export async function readDraft(file) {
  if (file.size > MOST_BYTES) {
    throw new Error(t("draft.large", { name: file.name, most: MOST_CHARACTERS }));
  }
  const text = decoded(await file.arrayBuffer());
  if (text === null || text.includes("\0")) {
    throw new Error(t("draft.noText", { name: file.name, command: "pincite check FILE" }));
  }
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
