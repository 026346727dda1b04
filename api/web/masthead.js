import { html } from "./htm-preact.js";
import { CollectionChoice } from "./collection-choice.js";
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
