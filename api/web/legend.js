import { html } from "./htm-preact.js";
import { KINDS } from "./verdicts.js";

const SHOWN = ["supported", "contradicted", "partly", "not_in_sources"];

/** What the marks of a checked draft mean, and what they do not. */
export function Legend() {
  return html`<section class="legend" aria-label="What the marks mean">
    <dl>${SHOWN.map((kind) => html`<div key=${kind}>
      <dt><span class=${`sentence ${kind}`}>${KINDS.get(kind)?.name}</span></dt>
      <dd>${KINDS.get(kind)?.meaning}</dd>
    </div>`)}</dl>
    <p>What is told is what your documents say, not what is true. A sentence that is reworded freely
      may be told as “partly” or “not in the sources” although they do say it: read what is cited.
      Your draft is not added to your library.</p>
  </section>`;
}
