import { html } from "./htm-preact.js";
import { percent, t } from "./messages.js";
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
      ${uploads.length > 0 && allOver && html`<button type="button" class="plain" onClick=${clear}>${t("uploads.clear")}</button>`}
    </div>
    <ul aria-label=${t("uploads.label")}>${uploads.map((upload) => html`<li key=${upload.id} class=${upload.phase}>
      <span class="name" dir="auto">${upload.name}</span>
      <${State} upload=${upload} />
      ${!isOver(upload) && html`<button type="button" class="plain" aria-label=${t("upload.cancel", { name: upload.name })}
        onClick=${() => cancel(upload.id)}>${t("cancel")}</button>`}
    </li>`)}</ul>
  </div>`;
}

/** @param {{upload: Upload}} props */
function State({ upload: { name, phase, share, told } }) {
  if (phase === "waiting") return html`<span class="state">${t("upload.waiting")}</span>`;
  if (phase === "sending") return html`<span class="state">${t("upload.sending", { share: percent(Math.floor(share * 100) / 100) })}</span>
    <progress max="1" value=${share} aria-label=${t("upload.sending.label", { name })} />`;
  if (phase === "working") return html`<span class="state">${t("upload.working")}</span>
    <progress aria-label=${t("upload.working.label", { name })} />`;
  return html`<span class="state" dir="auto">${phase === "failed" && html`<strong>${t("upload.failed")} </strong>`}${told}</span>`;
}

/** @param {Upload[]} uploads */
function summaryOf(uploads) {
  const count = (/** @type {Upload["phase"]} */ phase) => uploads.filter((upload) => upload.phase === phase).length;
  const going = uploads.filter((upload) => !isOver(upload)).length;
  const parts = [
    going && t("uploads.going", { going, count: uploads.length }),
    count("added") && t("uploads.done", { count: count("added") }),
    count("failed") && t("uploads.failed", { count: count("failed") }),
    count("cancelled") && t("uploads.cancelled", { count: count("cancelled") }),
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}
