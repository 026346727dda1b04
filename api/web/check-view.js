import { html, useEffect, useMemo } from "./htm-preact.js";
import { Ending, Progress, Summary } from "./check-summary.js";
import { Preview } from "./citations.js";
import { Compose } from "./compose.js";
import { Coverage } from "./coverage.js";
import { DraftView } from "./draft-view.js";
import { isTyped, useListener } from "./listening.js";
import { t } from "./messages.js";
import { Reading, useReading } from "./reading.js";
import { SourcePane } from "./source-pane.js";
import { VerdictPanel } from "./verdict-panel.js";
import { isWanted, itemsOf, stepped } from "./verdicts.js";

/** @import {Item} from "./check-types.js" */
/** @import {useDraft} from "./checking.js" */

/**
 * A draft beside the sources: written or pasted first, then shown with what was found in it.
 *
 * @param {{work: ReturnType<typeof useDraft>, masthead: unknown}} props
 */
export function CheckView({ work, masthead }) {
  const { check, text, setText, problem, start, take } = work;
  const reading = useReading();
  const items = useMemo(() => itemsOf(check.sentences, check.quotations), [check.sentences, check.quotations]);
  const steps = useSteps(work, items, reading);
  const writing = check.phase === "writing";
  useEffect(reading.close, [check.run, writing]); // it was opened from another draft
  const beside = !writing && (reading.place || steps.item);
  return html`<${Reading.Provider} value=${reading}>
    <div class=${beside ? "page with-source" : "page"}>
      <main class="conversation checking">
        ${masthead}
        ${writing
          ? html`<${Compose} text=${text} setText=${setText} onCheck=${start} onFile=${take} problem=${problem} />`
          : html`<${Result} work=${work} items=${items} steps=${steps} />`}
      </main>
      ${beside && html`<div class="beside">
        ${steps.item && html`<${VerdictPanel} key=${steps.item.start} item=${steps.item} steps=${steps} />`}
        ${reading.place && html`<${SourcePane} place=${reading.place} onClose=${reading.close} />`}
      </div>`}
    </div>
    <${Preview} />
  <//>`;
}

/**
 * The checked draft with what is told of it as a whole.
 *
 * @param {{work: ReturnType<typeof useDraft>, items: Item[], steps: ReturnType<typeof useSteps>}} props
 */
function Result({ work, items, steps }) {
  const { check, filter, setFilter, problem, file, again, stop, edit } = work;
  return html`<section class="result" aria-label=${t("check.result")} aria-busy=${check.phase === "running"}>
    <h2 class="visually-hidden">${t("check.result")}</h2>
    ${problem && html`<p class="problem" role="alert">${problem}</p>`}
    <${Progress} check=${check} onStop=${stop} />
    <${Summary} check=${check} filter=${filter} onFilter=${setFilter} steps=${steps} />
    <${DraftView} draft=${check.draft} items=${items} filter=${filter} chosen=${work.chosen} onChoose=${steps.choose} />
    <${Coverage} check=${check} items=${items} onChoose=${steps.choose} />
    <${Ending} check=${check} file=${file} onAgain=${again} onEdit=${edit} />
  </section>`;
}

/**
 * Which item is looked at, and how that changes.
 *
 * @param {ReturnType<typeof useDraft>} work
 * @param {Item[]} items
 * @param {ReturnType<typeof useReading>} reading
 */
function useSteps({ check, chosen, choose, filter }, items, reading) {
  const wanted = useMemo(() => items.filter((item) => isWanted(item, filter)), [items, filter]);
  const item = items.find(({ start }) => start === chosen) ?? null;
  const open = (/** @type {Item | null} */ next) => {
    if (!next) return;
    reading.close();
    choose(next.start);
  };
  const close = () => {
    document.getElementById(`item-${chosen}`)?.focus({ preventScroll: true });
    choose(null);
  };
  const step = (/** @type {1 | -1} */ direction) => open(stepped(wanted, chosen, direction));
  const stepBack = () => (reading.shown || reading.place ? reading.stepBack() : close());
  useDraftKeys(check.phase !== "writing", step, stepBack);
  return { item, choose: open, close, step, count: wanted.length, at: item ? wanted.indexOf(item) : -1 };
}

/** @type {Map<string, 1 | -1>} */
const STEPS = new Map([["j", 1], ["n", 1], ["k", -1], ["p", -1]]);
/** @type {Map<string, 1 | -1>} */
const STEPS_WITH_ALT = new Map([["ArrowDown", 1], ["ArrowUp", -1]]);

/**
 * Bind the keys of a checked draft: `j`, `n` and Alt+Down go to the next problem, `k`, `p` and Alt+Up
 * to the one before, Escape closes what lies on top.
 *
 * @param {boolean} active
 * @param {(direction: 1 | -1) => void} step
 * @param {() => void} stepBack
 */
export function useDraftKeys(active, step, stepBack) {
  useListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && !event.isComposing) stepBack();
    const direction = !isTyped(event) && (event.altKey ? STEPS_WITH_ALT : STEPS).get(event.key);
    if (!direction) return;
    event.preventDefault();
    step(direction);
  }, active);
}
