import { html, useEffect, useRef } from "./htm-preact.js";
import { AskBox } from "./ask-box.js";
import { CollectionChoice, useCollections } from "./collection-choice.js";
import { useConversation } from "./conversation.js";
import { Library, Welcome } from "./empty-state.js";
import { Preview } from "./preview.js";
import { Reading, useReading } from "./reading.js";
import { SourcePane } from "./source-pane.js";
import { TurnView } from "./turn-view.js";

/** The whole page: the conversation, the box to ask in, and beside them the source being read. */
export function App() {
  const { turns, ask, retry, stop, forget } = useConversation();
  const collections = useCollections();
  const reading = useReading();
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const running = turns.some((turn) => turn.phase === "running");
  useKeys(box, reading);

  const askAndFocus = (/** @type {string} */ question) => {
    ask(question);
    box.current?.focus();
  };
  const startAnew = () => {
    reading.close();
    forget();
    box.current?.focus();
  };
  return html`
    <${Reading.Provider} value=${reading}>
      <div class=${reading.place ? "page with-source" : "page"}>
        <main class=${turns.length ? "conversation" : "conversation empty"}>
          ${turns.length ? html`<${Masthead} collections=${collections} onNew=${startAnew} />` : html`<${Welcome} collections=${collections} />`}
          ${turns.map((turn) => html`<${TurnView} key=${turn.id} turn=${turn} busy=${running} onRetry=${retry} />`)}
          <${AskBox} box=${box} running=${running} onAsk=${ask} onStop=${stop} />
          ${!turns.length && html`<${Library} onAsk=${askAndFocus} />`}
        </main>
        ${reading.place && html`<${SourcePane} place=${reading.place} onClose=${reading.close} />`}
      </div>
      <${Preview} />
    <//>`;
}

/** @param {{collections: string[], onNew: () => void}} props */
function Masthead({ collections, onNew }) {
  return html`<header class="masthead">
    <h1 class="wordmark">Pin<mark>cite</mark></h1>
    <${CollectionChoice} names=${collections} />
    <button type="button" class="plain" onClick=${onNew}>New chat</button>
  </header>`;
}

/**
 * Bind the keys of the whole page: `/` goes to the question, Escape closes what lies on top.
 *
 * @param {{current: HTMLTextAreaElement | null}} box
 * @param {ReturnType<typeof useReading>} reading
 */
function useKeys(box, reading) {
  useEffect(() => {
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      const typing = event.target instanceof HTMLElement && event.target.matches("textarea, input");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        box.current?.focus();
      }
      if (event.key === "Escape" && !event.isComposing) reading.stepBack();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [reading]);
}
