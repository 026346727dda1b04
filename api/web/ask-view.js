import { html, useState } from "./htm-preact.js";
import { AskBox } from "./ask-box.js";
import { Library, Welcome } from "./empty-state.js";
import { t } from "./messages.js";
import { TurnView } from "./turn-view.js";

/** @import {useConversation} from "./conversation.js" */

/** Recalled turns that are drawn at once; those before them when they are wanted. */
const MOST_TURNS = 30;

/**
 * The conversation and the box to ask in.
 *
 * @param {{conversation: ReturnType<typeof useConversation>, box: {current: HTMLTextAreaElement | null},
 *   typed: string, setTyped: (text: string) => void}} props
 */
export function AskView({ conversation: { turns, recalling, ask, retry, edit, stop }, box, typed, setTyped }) {
  const [shown, setShown] = useState(MOST_TURNS);
  const earlier = Math.max(0, turns.filter((turn) => turn.recalled).length - shown);
  const running = turns.some((turn) => turn.phase === "running");
  const askAndFocus = (/** @type {string} */ question) => {
    ask(question);
    box.current?.focus();
  };
  return html`
    ${recalling && html`<p class="progress" role="status">${t("ask.recalling")}</p>`}
    ${!turns.length && !recalling && html`<${Welcome} />`}
    ${earlier > 0 && html`<button type="button" class="plain earlier" onClick=${() => setShown(shown + MOST_TURNS)}>
      ${t("ask.earlier", { count: earlier })}</button>`}
    ${turns.slice(earlier).map((turn) => html`<${TurnView} key=${turn.id} turn=${turn} busy=${running}
      later=${turns.length - 1 - turns.indexOf(turn)} onRetry=${retry} onEdit=${edit} />`)}
    <${AskBox} box=${box} text=${typed} setText=${setTyped} running=${running} onAsk=${ask} onStop=${stop} />
    ${!turns.length && !recalling && html`<${Library} onAsk=${askAndFocus} />`}`;
}
