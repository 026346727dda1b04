import { useEffect, useRef } from "./htm-preact.js";

/** @type {Map<string, 1 | -1>} */
const STEPS = new Map([["j", 1], ["n", 1], ["k", -1], ["p", -1]]);
/** @type {Map<string, 1 | -1>} */
const STEPS_WITH_ALT = new Map([["ArrowDown", 1], ["ArrowUp", -1]]);

/**
 * Bind the keys of a checked draft: `j`, `n` and Alt+Down go to the next problem, `k`, `p` and Alt+Up
 * to the one before, Escape closes what lies on top.
 *
 * @param {boolean} active
 * @param {(direction: 1 | -1) => void} step
 * @param {() => void} stepBack
 */
export function useDraftKeys(active, step, stepBack) {
  const actions = useRef({ step, stepBack });
  actions.current = { step, stepBack };
  useEffect(() => {
    if (!active) return undefined;
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") actions.current.stepBack();
      const direction = directionOf(event);
      if (!direction) return;
      event.preventDefault();
      actions.current.step(direction);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [active]);
}

/** @param {KeyboardEvent} event */
function directionOf({ key, target, altKey, ctrlKey, metaKey }) {
  const typing = target instanceof HTMLElement && target.matches("textarea, input, select");
  if (typing || ctrlKey || metaKey) return undefined;
  return (altKey ? STEPS_WITH_ALT : STEPS).get(key);
}
