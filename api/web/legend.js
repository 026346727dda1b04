import { html } from "./htm-preact.js";
import { t } from "./messages.js";
import { KINDS } from "./verdicts.js";

const SHOWN = ["supported", "contradicted", "partly", "not_in_sources"];

/** What the marks of a checked draft mean, and what they do not. */
export function Legend() {
  return html`<section class="legend" aria-label=${t("legend.label")}>
    <dl>${SHOWN.map((kind) => html`<div key=${kind}>
      <dt><span class=${`sentence ${kind}`}>${KINDS.get(kind)?.name}</span></dt>
      <dd>${KINDS.get(kind)?.meaning}</dd>
    </div>`)}</dl>
    <p>${t("legend.text")}</p>
  </section>`;
}
