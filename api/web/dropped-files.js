import { useEffect, useState } from "./htm-preact.js";

/**
 * Take files that are dropped anywhere on the page; return whether some are held over it.
 *
 * What a part of the page takes for itself is left to it. A file is never opened in the page's place.
 *
 * @param {((files: (File | {folder: string})[]) => void) | null} onFiles  Null: none are taken.
 */
export function useDroppedFiles(onFiles) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onDrag = (/** @type {DragEvent} */ event) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = onFiles ? "copy" : "none";
      setOver(onFiles !== null);
    };
    const onLeave = (/** @type {DragEvent} */ event) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (/** @type {DragEvent} */ event) => {
      setOver(false);
      if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      const files = filesOf(event.dataTransfer);
      if (files.length) onFiles?.(files);
    };
    addEventListener("dragover", onDrag);
    addEventListener("dragleave", onLeave);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragover", onDrag);
      removeEventListener("dragleave", onLeave);
      removeEventListener("drop", onDrop);
    };
  }, [onFiles]);
  return over;
}

/**
 * @param {DataTransfer} dropped
 * @returns {(File | {folder: string})[]}
 */
function filesOf({ items }) {
  return [...items].flatMap((item) => {
    const entry = item.webkitGetAsEntry?.();
    if (entry?.isDirectory) return [{ folder: entry.name }];
    const file = item.getAsFile();
    return file ? [file] : [];
  });
}
