import { html, useRef, useState } from "./htm-preact.js";
import { useDroppedFiles } from "./add-documents.js";
import { AskView } from "./ask-view.js";
import { CheckView } from "./check-view.js";
import { useDraft } from "./checking.js";
import { Preview } from "./citations.js";
import { useConversation } from "./conversation.js";
import { useHistory } from "./history.js";
import { HistoryView } from "./history-view.js";
import { LibraryView, useLibrary } from "./library-view.js";
import { Removals } from "./listed.js";
import { isTyped, useListener } from "./listening.js";
import { Masthead, goTo, useCollections, useScrollOf, useView } from "./masthead.js";
import { t } from "./messages.js";
import { Reading, useReading } from "./reading.js";
import { SettingsView } from "./settings-view.js";
import { SourcePane } from "./source-pane.js";

/** @import {Talk} from "./history.js" */

/**
 * The whole page: one of its views, and beside it the source being read.
 *
 * What a view is in the middle of is held here, so that it goes on while another one is shown.
 */
export function App() {
  const view = useView();
  const conversation = useConversation();
  const [typed, setTyped] = useState("");
  const draft = useDraft();
  const collections = useCollections();
  const reading = useReading();
  const library = useLibrary(view === "library");
  const history = useHistory(view === "history", (id) => {
    if (id === conversation.name) conversation.forget();
  });
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const welcoming = view === "ask" && !conversation.turns.length && !conversation.recalling;
  useScrollOf(view);
  useKeys(box, reading, view !== "check");

  const addFiles = (/** @type {(File | {folder: string})[]} */ files) => {
    goTo("library");
    library.uploads.add(files);
  };
  const dropping = useDroppedFiles(view === "check" ? ([file]) => draft.take(file) : addFiles);
  const startAnew = () => {
    reading.close();
    conversation.forget();
    box.current?.focus();
  };
  const openTalk = (/** @type {Talk} */ talk) => {
    reading.close();
    conversation.open(talk);
    goTo("ask");
  };
  const masthead = html`<${Masthead} view=${view} collections=${collections} welcoming=${welcoming}
    onNew=${view === "ask" && !welcoming ? startAnew : null} />`;
  const aside = html`
    <${Removals} all=${[library.removals, history.removals]} />
    ${dropping && html`<div class="dropping" aria-hidden="true"><p>${t(view === "check" ? "drop.check" : "drop.here")}</p></div>`}`;
  if (view === "check") return html`<${CheckView} work=${draft} masthead=${masthead} />${aside}`;
  return html`
    <${Reading.Provider} value=${reading}>
      <div class=${reading.place ? "page with-source" : "page"}>
        <main class=${welcoming ? "conversation empty" : "conversation"}>
          ${masthead}
          ${view === "ask" && html`<${AskView} conversation=${conversation} box=${box} typed=${typed} setTyped=${setTyped} />`}
          ${view === "library" && html`<${LibraryView} library=${library} />`}
          ${view === "history" && html`<${HistoryView} history=${history} onOpen=${openTalk} />`}
          ${view === "settings" && html`<${SettingsView} />`}
        </main>
        ${reading.place && html`<${SourcePane} place=${reading.place} onClose=${reading.close} />`}
      </div>
      <${Preview} />
    <//>
    ${aside}`;
}

/**
 * Bind the keys of the whole page: `/` goes to what is typed into, Escape closes what lies on top.
 *
 * @param {{current: HTMLTextAreaElement | null}} box
 * @param {ReturnType<typeof useReading>} reading
 * @param {boolean} active  The view that is shown has no keys of its own.
 */
function useKeys(box, reading, active) {
  useListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "/" && !event.altKey && !isTyped(event)) {
      event.preventDefault();
      (box.current ?? document.getElementById("filter"))?.focus();
    }
    if (event.key === "Escape" && !event.isComposing) reading.stepBack();
  }, active);
}
