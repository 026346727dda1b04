import { useEffect, useReducer, useRef, useState } from "./htm-preact.js";
import { Problem, collection, serverSettings, streamAnswer } from "./api.js";
import { answersOf, removeAnswer } from "./history.js";
import { keep, readKept } from "./kept.js";
import { t } from "./messages.js";
import { preferences } from "./preferences.js";

/** @import {Talk} from "./history.js" */
/** @import {KeptAnswer, ServerEvent, Turn} from "./types.js" */

/** @typedef {{type: "asked", id: number, question: string} | {type: "forgotten"}
 *   | {type: "cut", id: number} | {type: "recalled", turns: Turn[]}
 *   | {type: "heard", id: number, event: ServerEvent} | {type: "stopped" | "kept", id: number}
 *   | {type: "failed", id: number, problem: {title: string, detail: string}}} Action */

/** Where a tab remembers its conversation; each collection has its own. */
const NAME = `pincite-conversation:${collection ?? ""}`;

/**
 * The conversation: its turns, and what can be done with them. One answer is written at a time.
 *
 * Where answers are kept, it goes on after the page was loaded anew: the tab remembers its name.
 */
export function useConversation() {
  const [turns, dispatch] = useReducer(conversation, /** @type {Turn[]} */ ([]));
  const [name, setName] = useState(() => readKept("sessionStorage", NAME));
  const [recalling, setRecalling] = useState(name !== null);
  const running = useRef(/** @type {AbortController | null} */ (null));
  const serverKeeps = useRef(true);

  /** @param {Talk | {id: string, named: true}} talk */
  const recall = async (talk) => {
    setRecalling(true);
    const answers = await answersOf(talk).catch(() => []);
    dispatch({ type: "recalled", turns: answers.map(recalledTurn) });
    setRecalling(false);
  };
  useEffect(() => {
    serverSettings().then(({ keeps_history }) => {
      serverKeeps.current = keeps_history;
    }, () => {});
    if (name !== null) recall({ id: name, named: true });
  }, []);

  /** @param {number} id @param {string} question @param {Turn[]} earlier @param {Turn[]} [replaced] */
  const run = async (id, question, earlier, replaced = []) => {
    const controller = new AbortController();
    running.current = controller;
    const kept = preferences().keep && serverKeeps.current;
    const conversation = name ?? newName();
    setName(conversation);
    if (kept) keep("sessionStorage", NAME, conversation);
    dispatch({ type: "asked", id, question });
    try {
      for await (const event of streamAnswer(question, earlier, controller.signal, { keep: kept, conversation })) {
        dispatch({ type: "heard", id, event });
      }
      if (kept) dispatch({ type: "kept", id });
      forgetAnswers(replaced);
    } catch (error) {
      dispatch(controller.signal.aborted ? { type: "stopped", id } : { type: "failed", id, problem: readable(error) });
    }
  };
  const stop = () => running.current?.abort();
  return {
    turns,
    name,
    recalling,
    ask: (/** @type {string} */ question) => run((turns[turns.length - 1]?.id ?? 0) + 1, question, turns),
    retry: (/** @type {Turn} */ turn) => run(turn.id, turn.question, turns.slice(0, turns.indexOf(turn)), [turn]),
    /** Ask another question in the place of one, and of those that followed it. */
    edit: (/** @type {Turn} */ turn, /** @type {string} */ question) => {
      const at = turns.indexOf(turn);
      dispatch({ type: "cut", id: turn.id });
      run(turn.id, question, turns.slice(0, at), turns.slice(at));
    },
    stop,
    forget: () => {
      stop();
      setName(null);
      keep("sessionStorage", NAME, null);
      dispatch({ type: "forgotten" });
    },
    /** Go on with a conversation that was kept. */
    open: (/** @type {Talk} */ talk) => {
      stop();
      const wanted = talk.named ? talk.id : null;
      setName(wanted);
      keep("sessionStorage", NAME, wanted);
      dispatch({ type: "forgotten" });
      recall(talk);
    },
  };
}

/** @param {Turn[]} turns  Whose answers others have taken the place of. */
function forgetAnswers(turns) {
  for (const { answer, kept } of turns) {
    if (answer && kept) removeAnswer(answer.id).catch(() => {}); // it is seen, and can be deleted, under History
  }
}

/**
 * Return the turns after an action. What is heard of a forgotten turn changes nothing.
 *
 * @param {Turn[]} turns
 * @param {Action} action
 * @returns {Turn[]}
 */
export function conversation(turns, action) {
  if (action.type === "forgotten") return [];
  if (action.type === "recalled") return action.turns;
  if (action.type === "cut") return turns.filter((turn) => turn.id <= action.id);
  if (action.type === "asked") {
    const { id, question } = action;
    const asked = newTurn(id, question);
    const again = turns.some((turn) => turn.id === id);
    return again ? turns.map((turn) => (turn.id === id ? asked : turn)) : [...turns, asked];
  }
  return turns.map((turn) => (turn.id === action.id ? changed(turn, action) : turn));
}

/** @param {number} id @param {string} question @returns {Turn} */
function newTurn(id, question) {
  return { id, question, phase: "running", stage: "", statements: [], dropped: [], answer: null, problem: null, kept: false, withheld: [], leftOut: 0 };
}

/** @param {KeptAnswer} answer @param {number} at @returns {Turn} */
function recalledTurn(answer, at) {
  const { question, statements, dropped, withheld, left_out } = answer;
  const leftOut = left_out - dropped.length;
  return { ...newTurn(at + 1, question), phase: "done", statements, dropped, answer, kept: true, recalled: true, withheld, leftOut };
}

/** @param {Turn} turn @param {Action} action @returns {Turn} */
function changed(turn, action) {
  if (action.type === "heard") return heard(turn, action.event);
  if (action.type === "kept") return { ...turn, kept: true };
  if (action.type === "failed") return { ...turn, phase: "failed", problem: action.problem };
  return { ...turn, phase: "stopped" };
}

/** @param {Turn} turn @param {ServerEvent} event @returns {Turn} */
function heard(turn, { type, data }) {
  if (type === "status") return { ...turn, stage: data.stage };
  if (type === "statement") return { ...turn, statements: [...turn.statements, data] };
  if (type === "dropped") return { ...turn, dropped: [...turn.dropped, data] };
  if (type !== "done") return turn;
  return { ...turn, phase: "done", answer: data, statements: data.statements, dropped: data.dropped };
}

/**
 * Return what went wrong as the page shows it.
 *
 * @param {unknown} error
 */
export function readable(error) {
  if (error instanceof Problem) return { title: error.title, detail: error.detail };
  return { title: t("problem.page"), detail: String(error) };
}

/** A name that no other conversation has. */
function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `conv_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
