import { useState } from "./htm-preact.js";
import { readDraft } from "./draft-files.js";

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
