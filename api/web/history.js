import { everyPage, here, request } from "./api.js";
import { wordsOf } from "./documents-api.js";
import { useListed } from "./listed.js";

/** @import {KeptAnswer, KeptSummary} from "./types.js" */

const MOST_TURNS = 500;

/**
 * @typedef {object} Talk  Answers that were asked for in one conversation.
 * @property {string} id  The conversation's name; an answer without one is known by its own.
 * @property {boolean} named  Whether it has such a name.
 * @property {string} title  The first question.
 * @property {KeptSummary[]} answers  The newest first.
 */

/** Where all answers can be had as a file. */
export const EXPORT = here("/v1/answers/export");

/**
 * The conversations that were kept and what is being removed of them.
 *
 * @param {boolean} shown
 * @param {(id: string) => void} onRemoved  Told of a conversation that is gone.
 */
export function useHistory(shown, onRemoved) {
  const { setItems, setProblem, ...listed } = useListed(shown, keptTalks, (id) => (
    remove(listed.items?.find((talk) => talk.id === id)?.named === false ? answer(id) : answersIn(id))
  ), onRemoved);
  return {
    ...listed,
    /** Forget all of them at once. */
    clear: async () => {
      try {
        await remove("/v1/answers");
        listed.items?.forEach(({ id }) => onRemoved(id));
        setItems([]);
      } catch (error) {
        setProblem(wordsOf(error));
      }
    },
  };
}

/** @param {AbortSignal} signal */
async function keptTalks(signal) {
  const { data, more } = await everyPage("/v1/answers", signal);
  return { items: talksOf(data), more };
}

/**
 * Return answers by conversation, the one that was spoken in last first.
 *
 * @param {KeptSummary[]} answers  The newest first.
 * @returns {Talk[]}
 */
export function talksOf(answers) {
  /** @type {Map<string, Talk>} */
  const talks = new Map();
  for (const each of answers) {
    const id = each.conversation || each.id;
    const talk = talks.get(id) ?? { id, named: each.conversation !== "", title: "", answers: [] };
    talk.answers.push(each);
    talk.title = each.question;
    talks.set(id, talk);
  }
  return [...talks.values()];
}

/**
 * Return the answers of a conversation, verified anew, in the order in which they were asked.
 *
 * @param {Talk | {id: string, named: true}} talk
 * @returns {Promise<KeptAnswer[]>}
 */
export async function answersOf({ id, named }) {
  if (!named) return [await (await request(here(answer(id)))).json()];
  const { data } = await (await request(here(`${answersIn(id)}&include=answers&limit=${MOST_TURNS}`))).json();
  return data.reverse();
}

/**
 * Forget an answer for good.
 *
 * @param {string} id
 */
export function removeAnswer(id) {
  return remove(answer(id));
}

/**
 * Return where an answer has a page of its own.
 *
 * @param {string} id
 */
export function pageOf(id) {
  return here(`/a/${encodeURIComponent(id)}`);
}

/**
 * Return where it can be had as a file of Word.
 *
 * @param {string} id
 */
export function fileOf(id) {
  return here(`${answer(id)}/export?format=docx`);
}

/** @param {string} path  The request outlives the page that sends it. */
async function remove(path) {
  await request(here(path), { method: "DELETE", keepalive: true });
}

/** @param {string} id */
function answer(id) {
  return `/v1/answers/${encodeURIComponent(id)}`;
}

/** @param {string} conversation */
function answersIn(conversation) {
  return `/v1/answers?conversation=${encodeURIComponent(conversation)}`;
}
