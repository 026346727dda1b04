/** Characters that a draft may have, as the server limits it; each takes up to four bytes. */
const MOST_BYTES = 4 * 500_000;

/**
 * Return the text of a file, read in the browser.
 *
 * @param {File} file
 * @returns {Promise<string>}
 * @throws {Error} it is too large or no text; the message tells the way out
 */
export async function readDraft(file) {
  if (file.size > MOST_BYTES) {
    throw new Error(`“${file.name}” is too large: a draft has up to 500,000 characters. Check it in parts.`);
  }
  const text = decoded(await file.arrayBuffer());
  if (text === null || text.includes("\0")) {
    throw new Error(`“${file.name}” is not plain text in UTF-8. Save it as text or Markdown, or check it with: pincite check FILE`);
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
