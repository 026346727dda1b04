import { html, useMemo, useRef, useState } from "./htm-preact.js";
import { cancelJob, fetchJob, sendFile, wordsOf } from "./documents-api.js";
import { useListener } from "./listening.js";
import { percent, t } from "./messages.js";

/** @import {Job, Upload} from "./types.js" */

const LANES = 3;
const ASKED_EVERY_MS = 400;
const ASKED_AGAIN_MS = 2000;
const MOST_FAILED_ASKS = 15;

/**
 * The files on their way into the library, and what can be done with them.
 *
 * A few are sent and followed at a time; the others wait here, so that the server's own queue
 * stays short.
 *
 * @param {() => Promise<unknown>} beforeSending
 * @param {() => void} onAdded
 */
export function useUploads(beforeSending, onAdded) {
  const [uploads, setUploads] = useState(/** @type {Upload[]} */ ([]));
  const queue = useRef(/** @type {{upload: Upload, file: File, controller: AbortController}[]} */ ([]));
  const controllers = useRef(/** @type {Map<number, AbortController>} */ (new Map()));
  const lanes = useRef(0);
  const hooks = useRef({ beforeSending, onAdded });
  hooks.current = { beforeSending, onAdded };
  const sending = uploads.some(({ phase }) => phase === "waiting" || phase === "sending");
  useListener("beforeunload", (event) => event.preventDefault(), sending); // the browser asks before the page is left

  return useMemo(() => {
    const change = (/** @type {number} */ id, /** @type {Partial<Upload>} */ news) =>
      setUploads((all) => all.map((upload) => (upload.id === id ? { ...upload, ...news } : upload)));
    const runLane = async () => {
      lanes.current += 1;
      await hooks.current.beforeSending();
      for (let next = queue.current.shift(); next; next = queue.current.shift()) {
        const { upload, file, controller } = next;
        const ending = controller.signal.aborted
          ? CANCELLED
          : await added(file, controller.signal, (news) => change(upload.id, news));
        change(upload.id, ending);
        hooks.current.onAdded();
      }
      lanes.current -= 1;
    };
    return {
      uploads,
      /** @param {(File | {folder: string})[]} files */
      add: (files) => {
        const fresh = files.map((file) => newUpload(file));
        setUploads((all) => [...all, ...fresh]);
        fresh.forEach((upload, at) => {
          const file = files[at];
          if (!(file instanceof File)) return;
          const controller = new AbortController();
          controllers.current.set(upload.id, controller);
          queue.current.push({ upload, file, controller });
        });
        const wanted = Math.min(LANES, queue.current.length);
        while (lanes.current < wanted) runLane();
      },
      /** @param {number} id */
      cancel: (id) => {
        controllers.current.get(id)?.abort();
        setUploads((all) => all.map((each) => (each.id === id && each.phase === "waiting" ? { ...each, ...CANCELLED } : each)));
      },
      clear: () => setUploads((all) => all.filter((upload) => !isOver(upload))),
    };
  }, [uploads]);
}

/** @param {Upload} upload */
export function isOver({ phase }) {
  return phase === "added" || phase === "failed" || phase === "cancelled";
}

/** @type {Partial<Upload>} */
const CANCELLED = { phase: "cancelled", told: t("upload.cancelled") };

let count = 0;

/** @param {File | {folder: string}} file @returns {Upload} */
function newUpload(file) {
  count += 1;
  if (file instanceof File) return { id: count, name: file.name, phase: "waiting", share: 0, told: "" };
  const told = t("upload.folder", { command: "pincite add" });
  return { id: count, name: file.folder, phase: "failed", share: 0, told };
}

/**
 * Send a file and follow its job to the end; return what became of it.
 *
 * @param {File} file
 * @param {AbortSignal} signal
 * @param {(news: Partial<Upload>) => void} change
 * @returns {Promise<Partial<Upload>>}
 */
async function added(file, signal, change) {
  try {
    change({ phase: "sending", share: 0 });
    const job = await sendFile(file, (share) => change({ share }), signal);
    change({ phase: "working", share: 1 });
    return endingOf(await followed(job, signal));
  } catch (error) {
    return error === signal.reason ? CANCELLED : { phase: "failed", told: wordsOf(error) };
  }
}

/**
 * Return a job once it is finished; cancel it when that is wanted.
 *
 * @param {Job} job
 * @param {AbortSignal} signal
 */
async function followed(job, signal) {
  let failures = 0;
  while (job.finished_at === null) {
    await pause(failures ? ASKED_AGAIN_MS : ASKED_EVERY_MS, signal);
    try {
      job = await (signal.aborted ? cancelJob(job.id) : fetchJob(job.id));
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures >= MOST_FAILED_ASKS || signal.aborted) throw error;
    }
  }
  return job;
}

/**
 * @param {Job} job
 * @returns {Partial<Upload>}
 */
function endingOf({ state, counts, note, files }) {
  const errors = files.flatMap((file) => file.errors).join(" ");
  const good = [
    counts.added && t("upload.counts.added", { count: counts.added }),
    counts.replaced && t("upload.counts.replaced", { count: counts.replaced }),
    counts.unchanged && t("upload.counts.unchanged", { count: counts.unchanged }),
  ].filter(Boolean);
  const total = counts.added + counts.replaced + counts.unchanged;
  if (state === "cancelled") return total ? { phase: "cancelled", told: t("upload.cancelled.after", { counts: good.join(", ") }) } : CANCELLED;
  if (state === "failed" || !total) return { phase: "failed", told: note ?? (errors || t("upload.nothing")) };
  if (counts.failed) return { phase: "failed", told: `${[...good, t("uploads.failed", { count: counts.failed })].join(", ")}. ${errors}` };
  return { phase: "added", told: total === 1 ? inWords(counts) : `${good.join(", ")}.` };
}

/** @param {Job["counts"]} counts  Of one document. */
function inWords({ added: fresh, replaced }) {
  if (fresh) return t("upload.added");
  return replaced ? t("upload.replaced") : t("upload.unchanged");
}

/** @param {number} milliseconds @param {AbortSignal} signal */
function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, signal.aborted ? 0 : milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve(null);
    });
  });
}

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
