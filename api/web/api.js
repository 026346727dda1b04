import { CodePointText } from "./codepoints.js";
import { here } from "./collection.js";
import { t } from "./messages.js";
import { serverEvents } from "./sse.js";

/** @import {Answer, Block, ServerEvent, Statement, Summary, Turn} from "./types.js" */

const PAGE_LENGTH = 100;
const MOST_PAGES = 10;
const HISTORY_LENGTH = 10;
const LONGEST_ANSWER = 20_000;

/** What went wrong, in words for the reader: a problem+json body, or a connection that failed. */
export class Problem extends Error {
  /**
   * @param {string} title
   * @param {string} detail
   * @param {number} [status]  HTTP's, where the server answered at all.
   */
  constructor(title, detail, status) {
    super(title);
    this.title = title;
    this.detail = detail;
    this.status = status;
  }
}

/**
 * Yield the events of an answer; the last one is `done`.
 *
 * @param {string} question
 * @param {Turn[]} earlier
 * @param {AbortSignal} signal
 */
export function streamAnswer(question, earlier, signal) {
  const body = { question, history: history(earlier) };
  return stream("/v1/answers", body, signal, t("problem.answer"));
}

/**
 * Yield the events of the check of a draft; the last one is `done`.
 *
 * @param {string} text
 * @param {AbortSignal} signal
 */
export function streamCheck(text, signal) {
  return stream("/v1/checks", { text }, signal, t("problem.check"));
}

/**
 * Yield the events that answer a request; the last one is `done`.
 *
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal} signal
 * @param {string} cutOff  What a reader is told when the connection ends before that.
 * @returns {AsyncGenerator<ServerEvent>}
 * @throws {Problem} the server refused, failed, or went away before all was told
 */
async function* stream(path, body, signal, cutOff) {
  const response = await post(here(path), body, "text/event-stream", signal);
  try {
    for await (const event of serverEvents(/** @type {ReadableStream} */ (response.body))) {
      if (event.type === "error") throw problemFrom(event.data);
      yield event;
      if (event.type === "done") return;
    }
  } catch (error) {
    if (error instanceof Problem || signal.aborted) throw error;
  }
  throw new Problem(t("problem.lost"), cutOff);
}

/**
 * Tell whether the library answers a question.
 *
 * @param {string} question
 * @param {AbortSignal} signal
 */
export async function isAnswered(question, signal) {
  const response = await post(here("/v1/answers"), { question }, "application/json", signal);
  return (await response.json()).status === "answered";
}

/**
 * Return once questions can be answered.
 *
 * @throws {Problem} they cannot yet (status 503) or the server cannot be reached
 */
export async function ready() {
  await request("/readyz");
}

/**
 * @param {Turn[]} turns
 * @returns {{question: string, answer: string}[]}
 */
function history(turns) {
  return turns
    .filter((turn) => turn.phase !== "failed")
    .slice(-HISTORY_LENGTH)
    .map(({ question, statements }) => {
      const answer = new CodePointText(statements.map(({ text }) => text).join(" "));
      return { question, answer: answer.slice(0, LONGEST_ANSWER) };
    });
}

/**
 * Return the names of all collections, the default one first.
 *
 * @returns {Promise<string[]>}
 */
export async function listCollections() {
  const { data } = await (await request("/v1/collections")).json();
  return data.map((/** @type {{name: string}} */ { name }) => name);
}

/**
 * Return the documents of the library in the order of adding, and whether there are more.
 *
 * @returns {Promise<{documents: Summary[], more: boolean}>}
 */
export async function listDocuments() {
  /** @type {Summary[]} */
  const documents = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const after = documents.length ? `&after=${documents[documents.length - 1].id}` : "";
    const list = await (await request(here(`/v1/documents?limit=${PAGE_LENGTH}${after}`))).json();
    documents.push(...list.data);
    if (!list.has_more) return { documents, more: false };
  }
  return { documents, more: true };
}

/** Tell whether there is no document to answer from. */
export async function libraryIsEmpty() {
  const { data } = await (await request(here("/v1/documents?limit=1"))).json();
  return data.length === 0;
}

/**
 * Return a document's exact text and the blocks that it is laid out in.
 *
 * @param {string} id
 * @returns {Promise<{text: CodePointText, blocks: Block[]}>}
 */
export async function fetchDocument(id) {
  const path = `/v1/documents/${encodeURIComponent(id)}`;
  const [text, document] = await Promise.all([request(here(`${path}/text`)), request(here(`${path}?include=blocks`))]);
  // response.text() would swallow a byte order mark, and every offset would be off by one.
  const exact = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await text.arrayBuffer());
  return { text: new CodePointText(exact), blocks: (await document.json()).blocks };
}

/**
 * @param {string} path
 * @param {object} body
 * @param {string} accept
 * @param {AbortSignal} signal
 */
function post(path, body, accept, signal) {
  const headers = { "Content-Type": "application/json", Accept: accept };
  return request(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

/**
 * @param {string} path
 * @param {RequestInit} [options]
 * @throws {Problem} the server refused, failed, or cannot be reached
 */
export async function request(path, options) {
  const response = await fetch(path, options).catch((error) => {
    if (options?.signal?.aborted) throw error;
    throw unreachable();
  });
  if (!response.ok) throw problemFrom(await response.json().catch(() => ({})), response.status);
  return response;
}

/** What to say when no answer came at all. */
export function unreachable() {
  return new Problem(t("problem.unreachable"), t("problem.unreachable.help"));
}

/**
 * @param {{title?: string, detail?: string, status?: number}} body  A problem+json object, or one that lacks it all.
 * @param {number} [status]
 */
export function problemFrom({ title, detail, status: said }, status = said) {
  return new Problem(title || t("problem.wrong"), detail || t("problem.status", { status: String(status) }), status);
}
