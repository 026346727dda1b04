import { useLayoutEffect, useRef } from "./htm-preact.js";

/**
 * Listen to the events of the window, always with the newest listener, from when the page is drawn:
 * an effect would come later, and miss what happens before it.
 *
 * @param {string} type
 * @param {(event: any) => void} listener
 * @param {boolean} [active]
 */
export function useListener(type, listener, active = true) {
  const newest = useRef(listener);
  newest.current = listener;
  useLayoutEffect(() => {
    if (!active) return undefined;
    const onEvent = (/** @type {Event} */ event) => newest.current(event);
    addEventListener(type, onEvent);
    return () => removeEventListener(type, onEvent);
  }, [type, active]);
}

/**
 * Tell whether a key belongs to what is typed into, or to the browser.
 *
 * @param {KeyboardEvent} event
 */
export function isTyped({ target, ctrlKey, metaKey, isComposing }) {
  const typing = target instanceof HTMLElement && target.matches("textarea, input, select");
  return typing || ctrlKey || metaKey || isComposing;
}
