import { useReducer, useRef } from "./htm-preact.js";
import { Problem, streamAnswer } from "./api.js";
import { t } from "./messages.js";

/** @import {ServerEvent, Turn} from "./types.js" */

/** @typedef {{type: "asked", id: number, question: string} | {type: "forgotten"}
 *   | {type: "heard", id: number, event: ServerEvent} | {type: "stopped", id: number}
 *   | {type: "failed", id: number, problem: {title: string, detail: string}}} Action */

/**
 * The conversation: its turns, and what can be done with them. One answer is written at a time.
 *
 * @returns {{turns: Turn[], ask: (question: string) => void, retry: (turn: Turn) => void,
 *   stop: () => void, forget: () => void}}
 */
export function useConversation() {
  const [turns, dispatch] = useReducer(conversation, /** @type {Turn[]} */ ([]));
  const running = useRef(/** @type {AbortController | null} */ (null));

  /** @param {number} id @param {string} question @param {Turn[]} earlier */
  const run = async (id, question, earlier) => {
    const controller = new AbortController();
    running.current = controller;
    dispatch({ type: "asked", id, question });
    try {
      for await (const event of streamAnswer(question, earlier, controller.signal)) {
        dispatch({ type: "heard", id, event });
      }
    } catch (error) {
      dispatch(controller.signal.aborted ? { type: "stopped", id } : { type: "failed", id, problem: readable(error) });
    }
  };
  const stop = () => running.current?.abort();
  return {
    turns,
    ask: (question) => run((turns[turns.length - 1]?.id ?? 0) + 1, question, turns),
    retry: (turn) => run(turn.id, turn.question, turns.slice(0, turns.indexOf(turn))),
    stop,
    forget: () => {
      stop();
      dispatch({ type: "forgotten" });
    },
  };
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
  return { id, question, phase: "running", stage: "", statements: [], dropped: [], answer: null, problem: null };
}

/** @param {Turn} turn @param {Action} action @returns {Turn} */
function changed(turn, action) {
  if (action.type === "heard") return heard(turn, action.event);
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
