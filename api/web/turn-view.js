import { html, useLayoutEffect, useMemo, useRef } from "./htm-preact.js";
import { SourceList } from "./citations.js";
import { Trouble } from "./controls.js";
import { t } from "./messages.js";
import { citationsOf } from "./places.js";
import { Question } from "./question.js";
import { Dropped, Missing, Notice, Refusal, Withheld } from "./refusal.js";
import { StatementList } from "./statement-view.js";
import { TurnActions } from "./turn-actions.js";

/** @import {Turn} from "./types.js" */

/** What the server says it does, in the reader's words. */
const STAGES = new Map([
  ["retrieving", t("stage.retrieving")],
  ["writing", t("stage.writing")],
  ["checking sources", t("stage.checking")],
]);

/**
 * One question with its answer as far as it has come.
 *
 * @param {{turn: Turn, busy: boolean, later: number, onRetry: (turn: Turn) => void,
 *   onEdit: (turn: Turn, question: string) => void}} props  `later`: how many turns follow.
 */
export function TurnView({ turn, busy, later, onRetry, onEdit }) {
  const { statements, answer, phase, withheld } = turn;
  const top = useRef(/** @type {HTMLElement | null} */ (null));
  // The question moves to the top once; the answer then grows below it and never scrolls the reader.
  useLayoutEffect(() => {
    if (!later) top.current?.scrollIntoView({ block: "start" });
  }, []);
  const done = useRef({ onRetry, onEdit });
  done.current = { onRetry, onEdit };
  // A long conversation is not drawn anew with each word of its newest answer.
  return useMemo(() => html`<article class="turn" ref=${top} aria-busy=${phase === "running"}>
    <${Question} turn=${turn} busy=${busy} later=${later}
      onEdit=${(/** @type {string} */ question) => done.current.onEdit(turn, question)} />
    <div class="answer" aria-live="polite">
      <${StatementList} statements=${statements} conflicts=${answer?.conflicts} />
      ${answer?.note && !answer.conflicts.length && html`<${Notice} text=${answer.note} alone=${!statements.length} />`}
      ${answer?.status === "not_in_sources" && !answer.note && !withheld.length && html`<${Refusal} related=${answer.related} />`}
      ${answer && answer.missing.length > 0 && html`<${Missing} parts=${answer.missing} />`}
      ${answer?.degraded && html`<p class="note">${answer.degraded}</p>`}
      <${Ending} turn=${turn} busy=${busy} onRetry=${() => done.current.onRetry(turn)} />
    </div>
    <${Progress} turn=${turn} />
    ${phase !== "running" && statements.length > 0 && html`
      <${SourceList} citations=${citationsOf(statements)} />`}
    ${phase !== "running" && html`<${TurnActions} turn=${turn} busy=${busy} last=${!later} onRetry=${() => done.current.onRetry(turn)} />`}
    <${Dropped} rejections=${turn.dropped} />
    <${Withheld} turn=${turn} />
  </article>`, [turn, busy, later]);
}

/** @param {{turn: Turn}} props */
function Progress({ turn: { phase, stage, statements, answer } }) {
  if (phase === "running") {
    return html`<p class="progress" role="status">${STAGES.get(stage || "retrieving") ?? stage}</p>`;
  }
  const places = citationsOf(statements).length;
  return html`<p class="visually-hidden" role="status">
    ${answer && places > 0 && t("turn.complete", { count: places })}
  </p>`;
}

/** @param {{turn: Turn, busy: boolean, onRetry: () => void}} props */
function Ending({ turn, busy, onRetry }) {
  const again = t("turn.again");
  if (turn.phase === "stopped") {
    return html`<div class="note"><p>${t("turn.stopped")}</p><button type="button" disabled=${busy} onClick=${onRetry}>${again}</button></div>`;
  }
  return turn.problem && html`<${Trouble} ...${turn.problem} again=${again} busy=${busy} onRetry=${onRetry} />`;
}
