import { html, useEffect, useLayoutEffect, useRef, useState } from "./htm-preact.js";
import { t } from "./messages.js";

/** The views of the page, each under its own address: `#ask` and so on. The first is the page's. */
export const VIEWS = ["ask", "check", "library", "history", "settings"];

/** The id of the view that the address names. */
export function useView() {
  const [view, setView] = useState(named);
  useEffect(() => {
    const onChange = () => setView(named());
    addEventListener("hashchange", onChange);
    onChange(); // it may have changed before anyone listened
    return () => removeEventListener("hashchange", onChange);
  }, []);
  return view;
}

/** @param {string} id */
export function goTo(id) {
  location.hash = id;
}

/**
 * Scroll each view to where it was left.
 *
 * @param {string} view
 */
export function useScrollOf(view) {
  const places = useRef(/** @type {Record<string, number>} */ ({}));
  useLayoutEffect(() => {
    scrollTo({ top: places.current[view] ?? 0, behavior: "instant" });
    const keep = () => {
      places.current[view] = scrollY;
    };
    addEventListener("scroll", keep);
    return () => removeEventListener("scroll", keep);
  }, [view]);
}

/** @param {{view: string}} props */
export function ViewSwitch({ view }) {
  return html`<nav class="views" aria-label=${t("views.label")}>
    ${VIEWS.map((id) => html`<a key=${id} href=${`#${id}`} aria-current=${id === view ? "page" : null}>${
      id === "settings" ? html`<${SettingsIcon} /><span class="visually-hidden">${t("view.settings")}</span>` : t(`view.${id}`)}</a>`)}
  </nav>`;
}

function SettingsIcon() {
  return html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 6h6m4 0h4M3 14h3m4 0h7" /><circle cx="11" cy="6" r="2" /><circle cx="8" cy="14" r="2" /></svg>`;
}

function named() {
  const id = location.hash.slice(1);
  return VIEWS.includes(id) ? id : VIEWS[0];
}
