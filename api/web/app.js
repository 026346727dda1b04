import { html, useEffect, useRef, useState } from "./htm-preact.js";
import { AskView } from "./ask-view.js";
import { CheckView } from "./check-view.js";
import { useDraft } from "./checking.js";
import { useCollections } from "./collection-choice.js";
import { useConversation } from "./conversation.js";
import { useDroppedFiles } from "./dropped-files.js";
import { useLibrary } from "./library.js";
import { LibraryView } from "./library-view.js";
import { Masthead } from "./masthead.js";
import { t } from "./messages.js";
import { Preview } from "./preview.js";
import { Reading, useReading } from "./reading.js";
import { Removals } from "./removal-list.js";
import { SourcePane } from "./source-pane.js";
import { goTo, useScrollOf, useView } from "./views.js";

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
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const welcoming = view === "ask" && !conversation.turns.length;
  useScrollOf(view);
  useKeys(box, reading, view !== "check");

  const addFiles = (/** @type {(File | {folder: string})[]} */ files) => {
    goTo("library");
    library.uploads.add(files);
  };
  const dropping = useDroppedFiles(view === "check" ? null : addFiles);
  const startAnew = () => {
    reading.close();
    conversation.forget();
    box.current?.focus();
  };
  const masthead = html`<${Masthead} view=${view} collections=${collections} welcoming=${welcoming}
    onNew=${view === "ask" && !welcoming ? startAnew : null} />`;
  const aside = html`
    <${Removals} removals=${library.removals} />
    ${dropping && html`<div class="dropping" aria-hidden="true"><p>${t("drop.here")}</p></div>`}`;
  if (view === "check") return html`<${CheckView} work=${draft} masthead=${masthead} />${aside}`;
  return html`
    <${Reading.Provider} value=${reading}>
      <div class=${reading.place ? "page with-source" : "page"}>
        <main class=${welcoming ? "conversation empty" : "conversation"}>
          ${masthead}
          ${view === "ask" && html`<${AskView} conversation=${conversation} box=${box} typed=${typed} setTyped=${setTyped} />`}
          ${view === "library" && html`<${LibraryView} library=${library} />`}
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
  useEffect(() => {
    if (!active) return undefined;
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      const typing = event.target instanceof HTMLElement && event.target.matches("textarea, input");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        (box.current ?? document.getElementById("filter"))?.focus();
      }
      if (event.key === "Escape" && !event.isComposing) reading.stepBack();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [reading, active]);
}
