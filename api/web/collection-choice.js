import { html, useEffect, useState } from "./htm-preact.js";
import { listCollections } from "./api.js";
import { collection } from "./collection.js";
import { t } from "./messages.js";

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
export function CollectionChoice({ names }) {
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
