import { html, useEffect, useState } from "./htm-preact.js";
import { listCollections } from "./api.js";
import { collection } from "./collection.js";
import { t } from "./messages.js";
import { ViewSwitch } from "./views.js";

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
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12M4 10h12" /></svg><span>${t("masthead.new")}</span>
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
    <select value=${current ?? ""} onChange=${(/** @type {{currentTarget: HTMLSelectElement}} */ event) => choose(event.currentTarget.value)}>
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
