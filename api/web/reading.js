import { createContext, useContext, useLayoutEffect, useMemo, useRef, useState } from "./htm-preact.js";

/** @import {Place} from "./types.js" */

const PREVIEW_DELAY_MS = 120;

/** Which source is being read: provided by the page, used by every citation in it. */
export const Reading = createContext(/** @type {ReturnType<typeof useReading>} */ (/** @type {unknown} */ (null)));

/**
 * The place open in the source pane, the one shown as a preview, and how they change.
 *
 * Previews come and go a moment late, so that the pointer can cross the gap from a citation to its
 * preview, and pass over a citation without calling it up.
 */
export function useReading() {
  const [place, setPlace] = useState(/** @type {Place | null} */ (null));
  const [shown, setShown] = useState(/** @type {{place: Place, anchor: HTMLElement} | null} */ (null));
  const opener = useRef(/** @type {HTMLElement | null} */ (null));
  const timer = useRef(0);

  // The page may have been laid out anew around what was pressed: it stays in sight.
  useLayoutEffect(() => {
    if (place) opener.current?.scrollIntoView({ block: "nearest" });
  }, [place]);

  return useMemo(() => {
    const soon = (/** @type {() => void} */ action) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(action, PREVIEW_DELAY_MS);
    };
    const dismiss = () => {
      clearTimeout(timer.current);
      setShown(null);
    };
    const close = () => {
      setPlace(null);
      if (place) opener.current?.focus();
      dismiss();
    };
    return {
      place,
      shown,
      close,
      /** @param {Place} next @param {HTMLElement} element */
      open: (next, element) => {
        opener.current = element;
        setPlace(next);
        dismiss();
      },
      /** @param {Place} next @param {HTMLElement} anchor */
      preview: (next, anchor) => soon(() => setShown({ place: next, anchor })),
      keepPreview: () => clearTimeout(timer.current),
      leavePreview: () => soon(() => setShown(null)),
      stepBack: () => (shown ? dismiss() : close()),
    };
  }, [place, shown]);
}

/** Return the reading of the page that a component is part of. */
export function useSources() {
  return useContext(Reading);
}
