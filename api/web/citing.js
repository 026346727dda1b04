import { html } from "./htm-preact.js";
import { here, request } from "./api.js";
import { CopyButton } from "./controls.js";
import { t } from "./messages.js";

/** @import {Span} from "./types.js" */

/** The server's citation formats by what they are called. */
const NAMES = {
  "text": t("settings.style.text"),
  "markdown": "Markdown",
  "pandoc": "Pandoc",
  "latex": "LaTeX",
  "bibtex": "BibTeX",
  "ris": "RIS",
  "csl-json": "CSL JSON",
  "web-annotation": "Web Annotation",
  "apa": "APA",
  "mla": "MLA",
  "chicago": "Chicago",
  "ieee": "IEEE",
  "harvard": "Harvard",
  "link": t("citing.link"),
  "text-fragment": t("citing.fragment"),
};

/** @typedef {keyof typeof NAMES} Format */

/** @param {string} format */
export function nameOf(format) {
  return NAMES[/** @type {Format} */ (format)];
}

/**
 * Return words of a document as a citation, as the server writes it.
 *
 * @param {{document_id: string, position: Span}} place
 * @param {string} format
 */
export async function citationOf({ document_id, position: { start, end } }, format) {
  const query = new URLSearchParams({ document_id, start: String(start), end: String(end), format });
  return (await request(here(`/v1/citations?${query}`))).text();
}

/**
 * A menu to copy the citation of a place in any format.
 *
 * @param {{place: {document_id: string, position: Span}}} props
 */
export function CopyAs({ place }) {
  return html`<details class="more">
    <summary>${t("citing.as")}</summary>
    ${Object.entries(NAMES).map(([format, name]) => html`
      <${CopyButton} key=${format} label=${name} text=${() => citationOf(place, format)} />`)}
  </details>`;
}
