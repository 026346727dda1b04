import { html, useMemo, useState } from "./htm-preact.js";
import { withCitations } from "./api.js";
import { readable } from "./conversation.js";
import { CopyButton, Trouble } from "./controls.js";
import { withFootnotes } from "./footnotes.js";
import { percent, t } from "./messages.js";
import { Steps } from "./verdict-panel.js";
import { KINDS, countsOf } from "./verdicts.js";

/** @import {Check} from "./check-types.js" */

/** How often progress is read out, in parts of the whole: a voice that counts sentences disturbs. */
const READ_OUT = 4;

/**
 * How far the check is, with the button that stops it; for ears in quarters, and its end.
 *
 * @param {{check: Check, onStop: () => void}} props
 */
export function Progress({ check, onStop }) {
  const running = check.phase === "running";
  return html`
    ${running && html`<div class="checked">
      <span>${told(check)}</span>
      <progress aria-label=${t("check.progress")} value=${check.sentences.length} max=${check.total ?? 1}></progress>
      <button type="button" onClick=${onStop}>${t("ask.stop")}</button>
    </div>`}
    <p class="visually-hidden" role="status">${running ? readOut(check) : ending(check)}</p>`;
}

/** @param {Check} check */
function told({ sentences, total }) {
  if (total === null) return t("check.reading");
  return sentences.length < total ? t("check.sentences", { done: sentences.length, count: total }) : t("check.comparing");
}

/** @param {Check} check */
function readOut({ sentences, total }) {
  const part = Math.floor((READ_OUT * sentences.length) / (total || 1));
  return total && part > 0 ? t("check.share", { share: percent(part / READ_OUT) }) : t("check.checking");
}

/** @param {Check} check */
function ending({ phase, sentences, quotations }) {
  if (phase !== "done") return "";
  const counts = [...countsOf(sentences, quotations)].filter(([kind]) => KINDS.get(kind)?.problem);
  const problems = counts.map(([kind, count]) => `${count} ${KINDS.get(kind)?.name}`).join(", ");
  return t("check.complete", { problems: problems || t("check.fine") });
}

/**
 * How many sentences and quotations there are of each kind. A press shows only those.
 *
 * @param {{check: Check, filter: string | null, onFilter: (filter: string | null) => void,
 *   steps: Parameters<typeof Steps>[0]["steps"] & {item: unknown}}} props  With an item chosen, the steps stand beside it.
 */
export function Summary({ check, filter, onFilter, steps }) {
  const counts = useMemo(() => countsOf(check.sentences, check.quotations), [check.sentences, check.quotations]);
  const kinds = [...KINDS.keys()].filter((kind) => counts.has(kind));
  if (!kinds.length) return null;
  return html`<div class="summary">
    <ul aria-label=${t("check.only")}>${kinds.map((kind) => html`<li key=${kind}>
      <${Count} kind=${kind} count=${counts.get(kind) ?? 0} pressed=${kind === filter} onPress=${() => onFilter(kind === filter ? null : kind)} />
    </li>`)}</ul>
    ${!steps.item && html`<${Steps} steps=${steps} />`}
  </div>`;
}

/** @param {{kind: string, count: number, pressed: boolean, onPress: () => void}} props */
function Count({ kind, count, pressed, onPress }) {
  const name = KINDS.get(kind)?.name;
  if (kind === "no_claim") return html`<span class="count">${count} ${name}</span>`;
  return html`<button type="button" class=${`count ${kind}`} aria-pressed=${pressed} onClick=${onPress}>
    ${count} <span>${name}</span></button>`;
}

/**
 * What can be done with a check that is over, and what kept it from being whole.
 *
 * @param {{check: Check, file: File | null, onAgain: () => void, onEdit: () => void}} props
 */
export function Ending({ check, file, onAgain, onEdit }) {
  const { phase, problem, draft, sentences, total } = check;
  if (phase === "running") return null;
  const text = () => withFootnotes(draft, sentences, location.origin);
  return html`<div class="ending">
    ${phase === "stopped" && html`<p class="note">${total ? t("check.stopped.after", { done: sentences.length, count: total }) : t("check.stopped")} ${t("check.rest")}</p>`}
    ${problem && html`<${Trouble} ...${problem} />`}
    ${phase === "done" && !sentences.length && html`<p class="note">${t("check.empty")}</p>`}
  </div>
    <p class="actions">
      ${file && phase === "done" && sentences.length > 0 && html`<${DownloadCited} key=${check.run} file=${file} />`}
      ${sentences.length > 0 && html`<${CopyButton} label=${t("check.copy")} text=${text} />`}
      ${phase !== "done" && html`<button type="button" onClick=${onAgain}>${t("check.again")}</button>`}
      <button type="button" onClick=${onEdit}>${t("check.edit")}</button>
    </p>`;
}

const DOWNLOADED_MS = 60_000;

/**
 * A button that gives a Word file back with its citations.
 *
 * @param {{file: File}} props
 */
function DownloadCited({ file }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const download = async () => {
    setBusy(true);
    setProblem("");
    try {
      save(await withCitations(file), file.name.replace(/\.\w+$/, "-cited$&"));
    } catch (error) {
      setProblem(readable(error).detail);
    }
    setBusy(false);
  };
  return html`<button type="button" disabled=${busy} onClick=${download}>${t(busy ? "check.writing" : "check.word")}</button>
    ${problem && html`<span class="problem" role="alert">${problem}</span>`}`;
}

/** @param {Blob} data @param {string} name */
function save(data, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOADED_MS);
}
