import { useState } from "./htm-preact.js";
import { t } from "./messages.js";

/**
 * Take in a file that is chosen, or dropped on what the handlers are bound to.
 *
 * @param {(text: string) => void} onText
 */
export function useDropped(onText) {
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState("");
  const take = (/** @type {File | null | undefined} */ file) => {
    if (!file) return;
    setProblem("");
    readDraft(file).then(onText, (/** @type {Error} */ error) => setProblem(error.message));
  };
  const handlers = {
    onDragOver: (/** @type {DragEvent} */ event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (/** @type {DragEvent & {currentTarget: Node}} */ event) => {
      if (!event.currentTarget.contains(/** @type {Node | null} */ (event.relatedTarget))) setOver(false);
    },
    onDrop: (/** @type {DragEvent} */ event) => {
      setOver(false);
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      take(event.dataTransfer.files[0]);
    },
  };
  return { over, problem, take, handlers };
}

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
async function readDraft(file) {
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
