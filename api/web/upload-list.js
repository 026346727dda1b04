import { html } from "./htm-preact.js";
import { isOver } from "./uploads.js";

/** @import {useUploads} from "./uploads.js" */
/** @import {Upload} from "./types.js" */

/**
 * The files on their way, a line each, and what became of those that arrived.
 *
 * @param {{uploads: ReturnType<typeof useUploads>}} props
 */
export function UploadList({ uploads: { uploads, cancel, clear } }) {
  const allOver = uploads.every(isOver);
  return html`<div class=${uploads.length ? "uploads" : "uploads none"}>
    <div class="told">
      <p role="status">${uploads.length > 0 && summaryOf(uploads)}</p>
      ${uploads.length > 0 && allOver && html`<button type="button" class="plain" onClick=${clear}>Clear list</button>`}
    </div>
    <ul aria-label="Uploads">${uploads.map((upload) => html`<li key=${upload.id} class=${upload.phase}>
      <span class="name" dir="auto">${upload.name}</span>
      <${State} upload=${upload} />
      ${!isOver(upload) && html`<button type="button" class="plain" aria-label=${`Cancel ${upload.name}`}
        onClick=${() => cancel(upload.id)}>Cancel</button>`}
    </li>`)}</ul>
  </div>`;
}

/** @param {{upload: Upload}} props */
function State({ upload: { name, phase, share, told } }) {
  if (phase === "waiting") return html`<span class="state">Waiting</span>`;
  if (phase === "sending") return html`<span class="state">Sending ${Math.floor(share * 100)} %</span>
    <progress max="1" value=${share} aria-label=${`Sending ${name}`} />`;
  if (phase === "working") return html`<span class="state">Reading and indexing…</span>
    <progress aria-label=${`Reading ${name}`} />`;
  return html`<span class="state" dir="auto">${phase === "failed" && html`<strong>Failed. </strong>`}${told}</span>`;
}

/** @param {Upload[]} uploads */
function summaryOf(uploads) {
  const count = (/** @type {Upload["phase"]} */ phase) => uploads.filter((upload) => upload.phase === phase).length;
  const going = uploads.filter((upload) => !isOver(upload)).length;
  const parts = [
    going && `${going} of ${uploads.length} ${uploads.length === 1 ? "file" : "files"} to go`,
    count("added") && `${count("added")} done`,
    count("failed") && `${count("failed")} failed`,
    count("cancelled") && `${count("cancelled")} cancelled`,
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}
