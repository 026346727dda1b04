import { useReducer, useRef, useState } from "./htm-preact.js";
import { streamCheck, streamFileCheck } from "./api.js";
import { readable } from "./conversation.js";
import { isWord, readDraft } from "./draft-files.js";
import { withoutFootnotes } from "./footnotes.js";
import { keep, readKept } from "./kept.js";
import { useListener } from "./listening.js";
import { CodePointText } from "./pieces.js";

/** @import {Check} from "./check-types.js" */
/** @import {ServerEvent} from "./types.js" */

/** @typedef {{type: "started", run: number, draft: CodePointText} | {type: "edited"}
 *   | {type: "heard", run: number, events: ServerEvent[]} | {type: "stopped", run: number}
 *   | {type: "failed", run: number, problem: {title: string, detail: string}}} Action */

/** A long draft brings many events at once; the page is drawn anew at most this often. */
const REDRAWN_MS = 120;
const KEPT = "pincite-draft";

/** @type {Check} */
const NOTHING = { phase: "writing", run: 0, draft: new CodePointText(""), sentences: [], quotations: [], coverage: null, total: null, problem: null };

/**
 * The draft as it is written, its check, and what is looked at in it. It is held by the page, so
 * that a check goes on while another view is shown.
 */
export function useDraft() {
  const [text, setText] = useKeptText();
  const [check, dispatch] = useReducer(checked, NOTHING);
  const [chosen, choose] = useState(/** @type {number | null} Where the chosen item starts. */ (null));
  const [filter, setFilter] = useState(/** @type {string | null} */ (null));
  const [file, setFile] = useState(/** @type {File | null} The Word file that was checked. */ (null));
  const running = useRef(/** @type {AbortController | null} */ (null));
  const runs = useRef(0);
  const [problem, setProblem] = useState("");

  const leave = (/** @type {File | null} */ next = null) => {
    running.current?.abort();
    choose(null);
    setFilter(null);
    setProblem("");
    setFile(next);
  };
  const begin = (/** @type {string} */ written, /** @type {(signal: AbortSignal) => AsyncIterable<ServerEvent>} */ events) => {
    running.current = new AbortController();
    runs.current += 1;
    const { signal } = running.current;
    run(written, events(signal), runs.current, signal, dispatch);
  };
  const startFile = (/** @type {File} */ word) => {
    leave(word);
    begin("", (signal) => streamFileCheck(word, signal));
  };
  const start = () => {
    leave();
    // A draft that was copied with citations before is checked, and cited, as it was written.
    const written = withoutFootnotes(text);
    setText(written);
    begin(written, (signal) => streamCheck(written, signal));
  };
  const again = () => (file ? startFile(file) : start());
  const edit = () => {
    if (file && check.draft.length) setText(check.draft.string);
    leave();
    dispatch({ type: "edited" });
  };
  const take = async (/** @type {File | {folder: string}} */ chosen) => {
    if (isWord(chosen)) return startFile(chosen);
    try {
      const read = await readDraft(chosen);
      edit();
      setText(read);
    } catch (error) {
      setProblem(/** @type {Error} */ (error).message);
    }
  };
  const stop = () => running.current?.abort();
  return { text, setText, check, chosen, choose, filter, setFilter, problem, file, start, again, take, edit, stop };
}

/**
 * The text in the box. It is kept when the page is left for that of another collection or read anew.
 *
 * @returns {[string, (text: string) => void]}
 */
function useKeptText() {
  const [text, setText] = useState(() => readKept("sessionStorage", KEPT) ?? "");
  useListener("pagehide", () => keep("sessionStorage", KEPT, text || null));
  return [text, setText];
}

/**
 * Follow a check and tell what happens.
 *
 * @param {string} text  As far as it is known before.
 * @param {AsyncIterable<ServerEvent>} stream
 * @param {number} run
 * @param {AbortSignal} signal
 * @param {(action: Action) => void} dispatch
 */
async function run(text, stream, run, signal, dispatch) {
  /** @type {ServerEvent[]} */
  let events = [];
  let timer = 0;
  const tell = () => {
    clearTimeout(timer);
    timer = 0;
    if (events.length) dispatch({ type: "heard", run, events });
    events = [];
  };
  dispatch({ type: "started", run, draft: new CodePointText(text) });
  try {
    for await (const event of stream) {
      events.push(event);
      timer ||= setTimeout(tell, REDRAWN_MS);
    }
    tell();
  } catch (error) {
    tell();
    dispatch(signal.aborted ? { type: "stopped", run } : { type: "failed", run, problem: readable(error) });
  }
}

/**
 * Return a check after an action.
 *
 * @param {Check} check
 * @param {Action} action
 * @returns {Check}
 */
export function checked(check, action) {
  if (action.type === "started") return { ...NOTHING, phase: "running", run: action.run, draft: action.draft };
  if (action.type === "edited") return NOTHING;
  if (action.run !== check.run) return check;
  if (action.type === "failed") return { ...check, phase: "failed", problem: action.problem };
  return action.type === "stopped" ? { ...check, phase: "stopped" } : heard(check, action.events);
}

/** @param {Check} check @param {ServerEvent[]} events @returns {Check} */
function heard(check, events) {
  const of = (/** @type {string} */ type) => events.filter((event) => event.type === type).map(({ data }) => data);
  const [done] = of("done");
  const [read] = of("draft");
  const draft = read ? new CodePointText(read.text) : check.draft;
  if (done) {
    const { sentences, quotations, coverage = null } = done;
    return { ...check, draft, phase: "done", sentences, quotations, coverage, total: sentences.length };
  }
  return {
    ...check,
    draft,
    sentences: [...check.sentences, ...of("sentence")],
    quotations: [...check.quotations, ...of("quotation")],
    total: of("status").pop()?.sentences ?? check.total,
  };
}
