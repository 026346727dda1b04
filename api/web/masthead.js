import { html, useEffect, useLayoutEffect, useRef, useState } from "./htm-preact.js";
import { collection, listCollections } from "./api.js";
import { Icon, typed } from "./controls.js";
import { useListener } from "./listening.js";
import { t } from "./messages.js";

/** The views of the page, each under its own address: `#ask` and so on. The first is the page's. */
export const VIEWS = ["ask", "check", "library", "history", "settings"];

/** The id of the view that the address names. */
export function useView() {
  const [view, setView] = useState(named);
  useListener("hashchange", () => setView(named()));
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
  }, [view]);
  useListener("scroll", () => {
    places.current[view] = scrollY;
  });
}

/** @param {{view: string}} props */
export function ViewSwitch({ view }) {
  return html`<nav class="views" aria-label=${t("views.label")}>
    ${VIEWS.map((id) => html`<a key=${id} href=${`#${id}`} aria-current=${id === view ? "page" : null}>${
      id === "settings" ? html`<${Icon} of="settings" /><span class="visually-hidden">${t("view.settings")}</span>` : t(`view.${id}`)}</a>`)}
  </nav>`;
}

function named() {
  const id = location.hash.slice(1);
  return VIEWS.includes(id) ? id : VIEWS[0];
}

/**
 * The bar at the top of every view.
 *
 * @param {{view: string, collections: string[], welcoming: boolean, onNew: (() => void) | null}} props
 *   `welcoming`: the name stands large below it, so not here.
 */
export function Masthead({ view, collections, welcoming, onNew }) {
  return html`<header class="masthead">
    ${!welcoming && html`<h1 class="wordmark">Pin<mark>cite</mark></h1>`}
    <${ViewSwitch} view=${view} />
    <${CollectionChoice} names=${collections} />
    ${onNew && html`<button type="button" class="plain new-chat" aria-label=${t("masthead.new")} onClick=${onNew}>
      <${Icon} of="add" /><span>${t("masthead.new")}</span>
    </button>`}
  </header>`;
}

const DEFAULT = "default";

/** The names of all collections, the default one first; none until they are known. */
export function useCollections() {
  const [names, setNames] = useState(/** @type {string[]} */ ([]));
  useEffect(() => {
    listCollections().then(setNames, () => setNames([]));
  }, []);
  return names;
}

/**
 * Which collection is asked, where there is more than one. Another one is another page.
 *
 * @param {{names: string[]}} props
 */
function CollectionChoice({ names }) {
  if (names.length < 2) return null;
  const wanted = (collection ?? DEFAULT).toLowerCase();
  const current = names.find((name) => name.toLowerCase() === wanted);
  return html`<label class="collection">
    <span class="visually-hidden">${t("collection.label")}</span>
    <select value=${current ?? ""} onChange=${typed(choose)}>
      ${!current && html`<option value="" disabled>${collection}</option>`}
      ${names.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
    </select>
  </label>`;
}

/** @param {string} name */
function choose(name) {
  const path = name === DEFAULT ? "/" : `/?collection=${encodeURIComponent(name)}`;
  location.assign(path + location.hash);
}
