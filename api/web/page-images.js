import { html, useLayoutEffect, useRef, useState } from "./htm-preact.js";
import { here, request } from "./api.js";
import { wordsOf } from "./documents-api.js";
import { t } from "./messages.js";

/** @import {Box, Place} from "./types.js" */

const WIDTHS = [600, 900, 1200, 1600, 2400];

/**
 * Whether a place's pages can be shown as they were printed, and whether they are.
 *
 * What is chosen stays chosen for the next place.
 *
 * @param {Place} place
 */
export function usePageImages(place) {
  const [wanted, setWanted] = useState(false);
  const offered = (place.locator?.boxes ?? []).length > 0;
  return { offered, shown: offered && wanted, toggle: () => setWanted(!wanted) };
}

/**
 * The pages that cited words stand on, with a box over each run of them.
 *
 * @param {{place: Place}} props
 */
export function PageImages({ place }) {
  /** @type {Map<number, Box[]>} */
  const pages = new Map();
  for (const box of place.locator?.boxes ?? []) pages.set(box.page, [...(pages.get(box.page) ?? []), box]);
  return [...pages].map(([page, boxes], at) => html`
    <${PageImage} key=${`${place.url} ${page}`} place=${place} page=${page} boxes=${boxes} first=${at === 0} />`);
}

/** @param {{place: Place, page: number, boxes: Box[], first: boolean}} props */
function PageImage({ place, page, boxes, first }) {
  const figure = useRef(/** @type {HTMLElement | null} */ (null));
  const [address, setAddress] = useState("");
  const [problem, setProblem] = useState("");
  useLayoutEffect(() => {
    const pixels = (figure.current?.clientWidth ?? 0) * devicePixelRatio;
    const width = WIDTHS.find((each) => each >= pixels) ?? WIDTHS[WIDTHS.length - 1];
    setAddress(here(`/v1/documents/${encodeURIComponent(place.document_id)}/pages/${page}?width=${width}`));
  }, []);
  useLayoutEffect(() => {
    if (address && first) showBox(figure.current);
  }, [address]);
  // An image tells only that it failed; asked once more, the server says why.
  const tell = () => request(address).then(
    () => setProblem(t("page.failed")),
    (error) => setProblem(wordsOf(error)),
  );
  const [{ width, height }] = boxes;
  return html`<figure class="page-image" ref=${figure}>
    ${problem
      ? html`<p class="problem" role="alert">${problem}</p>`
      : html`<div class="sheet">
        ${address && html`<img src=${address} width=${Math.round(width)} height=${Math.round(height)} onError=${tell}
          alt=${t("page.alt", { page: String(page), title: place.title, words: place.exact })} />`}
        ${boxes.map((box, at) => html`<${Outlined} key=${at} box=${box} />`)}
      </div>`}
    <figcaption>${t("page.caption", { page: String(page) })}</figcaption>
  </figure>`;
}

/** @param {{box: Box}} props */
function Outlined({ box: { left, top, right, bottom, width, height } }) {
  const element = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    if (!element.current) return;
    const { style } = element.current;
    style.left = `${(100 * left) / width}%`;
    style.top = `${(100 * top) / height}%`;
    style.width = `${(100 * (right - left)) / width}%`;
    style.height = `${(100 * (bottom - top)) / height}%`;
  }, [left, top, right, bottom, width, height]);
  return html`<span class="box" ref=${element} />`;
}

/**
 * Scroll the pane, and nothing else, so that the first box stands in its upper half.
 *
 * @param {HTMLElement | null} figure
 */
function showBox(figure) {
  const pane = figure?.closest(".body");
  const box = figure?.querySelector(".box");
  if (!pane || !box) return;
  pane.scrollTop += box.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
}
