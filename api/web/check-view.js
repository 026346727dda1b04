import { html, useMemo } from "./htm-preact.js";
import { Compose } from "./compose.js";
import { Coverage } from "./coverage.js";
import { DraftView } from "./draft-view.js";
import { isWanted, itemsOf, stepped } from "./draft-items.js";
import { useDraftKeys } from "./draft-keys.js";
import { t } from "./messages.js";
import { Preview } from "./preview.js";
import { Reading, useReading } from "./reading.js";
import { Ending, Progress, Summary } from "./check-summary.js";
import { SourcePane } from "./source-pane.js";
import { VerdictPanel } from "./verdict-panel.js";
import { useDropped } from "./dropping.js";

/** @import {Item} from "./check-types.js" */
/** @import {useDraft} from "./checking.js" */

/**
 * A draft beside the sources: written or pasted first, then shown with what was found in it.
 *
 * @param {{work: ReturnType<typeof useDraft>, masthead: unknown}} props
 */
export function CheckView({ work, masthead }) {
  const { check, text, setText, start, edit } = work;
  const reading = useReading();
  const items = useMemo(() => itemsOf(check.sentences, check.quotations), [check.sentences, check.quotations]);
  const steps = useSteps(work, items, reading);
  const writing = check.phase === "writing";
  const drop = useDropped((dropped) => {
    reading.close();
    edit();
    setText(dropped);
  });
  const beside = !writing && (reading.place || steps.item);
  return html`<${Reading.Provider} value=${reading}>
    <div class=${`page${beside ? " with-source" : ""}${drop.over ? " dropping" : ""}`} ...${drop.handlers}>
      <main class="conversation checking">
        ${masthead}
        ${writing
          ? html`<${Compose} text=${text} setText=${setText} onCheck=${start} onFile=${drop.take} problem=${drop.problem} />`
          : html`<${Result} work=${work} items=${items} steps=${steps} problem=${drop.problem} onEdit=${() => { reading.close(); edit(); }} />`}
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
 * @param {{work: ReturnType<typeof useDraft>, items: Item[], steps: ReturnType<typeof useSteps>,
 *   problem: string, onEdit: () => void}} props
 */
function Result({ work, items, steps, problem, onEdit }) {
  const { check, filter, setFilter, start, stop } = work;
  return html`<section class="result" aria-label=${t("check.result")} aria-busy=${check.phase === "running"}>
    <h2 class="visually-hidden">${t("check.result")}</h2>
    ${problem && html`<p class="problem" role="alert">${problem}</p>`}
    <${Progress} check=${check} onStop=${stop} />
    <${Summary} check=${check} filter=${filter} onFilter=${setFilter} steps=${steps} />
    <${DraftView} draft=${check.draft} items=${items} filter=${filter} chosen=${work.chosen} onChoose=${steps.choose} />
    <${Coverage} check=${check} items=${items} onChoose=${steps.choose} />
    <${Ending} check=${check} onAgain=${start} onEdit=${onEdit} />
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
