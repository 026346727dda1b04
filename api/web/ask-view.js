import { html } from "./htm-preact.js";
import { AskBox } from "./ask-box.js";
import { Library, Welcome } from "./empty-state.js";
import { TurnView } from "./turn-view.js";

/** @import {useConversation} from "./conversation.js" */

/**
 * The conversation and the box to ask in.
 *
 * @param {{conversation: ReturnType<typeof useConversation>, box: {current: HTMLTextAreaElement | null},
 *   typed: string, setTyped: (text: string) => void}} props
 */
export function AskView({ conversation: { turns, ask, retry, stop }, box, typed, setTyped }) {
  const running = turns.some((turn) => turn.phase === "running");
  const askAndFocus = (/** @type {string} */ question) => {
    ask(question);
    box.current?.focus();
  };
  return html`
    ${!turns.length && html`<${Welcome} />`}
    ${turns.map((turn) => html`<${TurnView} key=${turn.id} turn=${turn} busy=${running} onRetry=${retry} />`)}
    <${AskBox} box=${box} text=${typed} setText=${setTyped} running=${running} onAsk=${ask} onStop=${stop} />
    ${!turns.length && html`<${Library} onAsk=${askAndFocus} />`}`;
}
