import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "./htm-preact.js";
import { Problem, fetchDocument } from "./api.js";
import { CopyAs } from "./citing.js";
import { IconButton } from "./controls.js";
import { DocumentView, Outline } from "./document-view.js";
import { t } from "./messages.js";
import { PageImages, usePageImages } from "./page-images.js";
import { describeCopies, describeLocator } from "./places.js";

/** @import {CodePointText} from "./pieces.js" */
/** @import {Block, Place} from "./types.js" */

/**
 * The document beside the answer, at the words that a citation points to.
 *
 * @param {{place: Place, onClose: () => void}} props
 */
export function SourcePane({ place, onClose }) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  const source = useSource(place);
  const images = usePageImages(place);
  useLayoutEffect(() => heading.current?.focus(), [place]);
  return html`<aside class="source" id="source" aria-label=${t("source.label")}>
    <header>
      <div class="where">
        ${place.n !== null && html`<span class="number" aria-label=${t("citation.number", { n: String(place.n) })}>${place.n}</span>`}
        <span dir="auto">${whatIsShown(place)}</span>
        ${images.offered && html`<button type="button" class="plain" aria-pressed=${images.shown} onClick=${images.toggle}>${t("source.image")}</button>`}
        <a href=${place.url} target="_blank" rel="noopener">${t("source.open")}</a>
        <${IconButton} of="close" class="close" label=${t("source.close")} onClick=${onClose} />
      </div>
      <h2 ref=${heading} tabindex="-1" dir="auto">${place.title}</h2>
      ${place.exact && html`<${CopyAs} key=${place.url} place=${place} />`}
      ${place.copies > 1 && html`<p class="copies">${describeCopies(place.copies)}</p>`}
    </header>
    <${Body} place=${place} source=${source} withImages=${images.shown} />
  </aside>`;
}

/** @param {Place} place */
function whatIsShown({ n, whole, locator }) {
  if (whole) return t("source.document");
  return n === null ? t("nearest.one") : describeLocator(locator);
}

/** @param {{place: Place, source: Source | null, withImages: boolean}} props */
function Body({ place, source, withImages }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  // The answer arriving beside it redraws the page; the document is laid out only when it changes.
  const laidOut = useMemo(
    () => source?.document && html`<${DocumentView} document=${source.document} place=${place} />`,
    [source],
  );
  useLayoutEffect(() => showMark(box.current), [source]);
  return html`<div class="body" ref=${box} tabindex="0" role="region" aria-label=${t("source.text")}>
    ${!source && html`<p class="progress" role="status">${t("source.opening")}</p>`}
    ${source?.problem && html`<div class="problem" role="alert">
      <p>${source.problem}</p>${place.exact && html`<blockquote dir="auto">${place.exact}</blockquote>`}</div>`}
    ${withImages && html`<${PageImages} place=${place} />`}
    ${place.whole && source?.document && html`<${Outline} document=${source.document} />`}
    ${laidOut}
  </div>`;
}

/**
 * The source of a place once it has been read; null until then.
 *
 * @param {Place} place
 */
function useSource(place) {
  const [opened, setOpened] = useState(/** @type {{place: Place, source: Source} | null} */ (null));
  useEffect(() => {
    let wanted = true;
    openSource(place).then((source) => wanted && setOpened({ place, source }));
    return () => {
      wanted = false;
    };
  }, [place]);
  return opened?.place === place ? opened.source : null;
}

/**
 * Scroll the pane, and nothing else, so that the marked words stand in its upper half.
 *
 * @param {HTMLElement | null} box
 */
function showMark(box) {
  const mark = box?.querySelector("mark");
  if (!box || !mark) return;
  const offset = mark.getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTop += offset - box.clientHeight / 4;
}

/** @typedef {{document: {text: CodePointText, blocks: Block[]} | null, problem: string | null}} Source */

/** @type {Map<string, {text: CodePointText, blocks: Block[]}>} */
const read = new Map();

/**
 * Return the document of a place, or the reason why the place cannot be shown in it.
 *
 * The words are compared with the stored text, character by character; a document that was read
 * before and no longer has them is read again.
 *
 * @param {Place} place
 * @returns {Promise<Source>}
 */
async function openSource(place) {
  const words = place.exact && ` ${t("source.cited")}`;
  const before = read.get(place.document_id);
  if (before && !place.whole && holds(before.text, place)) return { document: before, problem: null };
  try {
    const document = await fetchDocument(place.document_id);
    read.set(place.document_id, document);
    if (holds(document.text, place)) return { document, problem: null };
    return { document: null, problem: t("source.changed") + words };
  } catch (error) {
    const { title, detail } = /** @type {Problem} */ (error);
    return { document: null, problem: `${title}. ${detail}${words}` };
  }
}

/** @param {CodePointText} text @param {Place} place */
function holds(text, { position, exact }) {
  return text.slice(position.start, position.end) === exact;
}
