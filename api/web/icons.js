import { html } from "./htm-preact.js";

/** Drawn by strokes, as all pictures of the page. */
const PATHS = {
  edit: "m4 16 .8-3.6L13 4.2l2.8 2.8-8.2 8.2zM11.5 5.7l2.8 2.8",
  remove: "M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v4.5M11.5 9v4.5",
};

/** @param {{of: keyof typeof PATHS}} props */
export function Icon({ of }) {
  return html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d=${PATHS[of]} /></svg>`;
}
