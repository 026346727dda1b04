import { useEffect, useState } from "./htm-preact.js";
import { t } from "./messages.js";
import { CodePointText } from "./pieces.js";
import { preferences } from "./preferences.js";
import { serverEvents } from "./sse.js";

/** @import {Answer, Block, ServerEvent, Statement, Summary, Turn} from "./types.js" */

/** The collection that the page works in, as its address says; null for the default one. */
export const collection = new URLSearchParams(location.search).get("collection");

/**
 * Return an address of the server that works in the page's collection.
 *
 * @param {string} path
 */
export function here(path) {
  if (!collection) return path;
  return `${path}${path.includes("?") ? "&" : "?"}collection=${encodeURIComponent(collection)}`;
}

const PAGE_LENGTH = 1000;
const MOST_PAGES = 20;
const HISTORY_LENGTH = 10;
const LONGEST_ANSWER = 20_000;
const FILE_CHECKS = "/v1/checks/files";
const READY_AGAIN_MS = 500;

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
 * @param {{keep: boolean, conversation: string}} keeping  Whether the answer is kept, and under which name.
 */
export function streamAnswer(question, earlier, signal, keeping) {
  const writer = preferences().model ? {} : { writer: "extractive" };
  const body = { question, history: history(earlier), ...keeping, ...writer };
  return stream("/v1/answers", body, signal, t("problem.answer"));
}

/**
 * Yield the events of the check of a draft; the last one is `done`.
 *
 * @param {string} text
 * @param {AbortSignal} signal
 */
export function streamCheck(text, signal) {
  return stream("/v1/checks", { text, coverage: true }, signal, t("problem.check"));
}

/**
 * Yield the events of the check of a draft in a file; the first one is `draft`, with its text.
 *
 * @param {File} file
 * @param {AbortSignal} signal
 */
export function streamFileCheck(file, signal) {
  return stream(`${FILE_CHECKS}?coverage=true`, formOf(file), signal, t("problem.check"));
}

/**
 * Return a Word file with a footnote behind each supported sentence of it, and a comment on the others.
 *
 * @param {File} file
 */
export async function withCitations(file) {
  const response = await post(here(`${FILE_CHECKS}/citations?remarks=true`), formOf(file), "application/octet-stream");
  return response.blob();
}

/** @param {File} file */
export function formOf(file) {
  const form = new FormData();
  form.append("file", file);
  return form;
}

/**
 * Yield the events that answer a request; the last one is `done`. What the server does after it, it
 * has done when this ends.
 *
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal} signal
 * @param {string} cutOff  What a reader is told when the connection ends before that.
 * @returns {AsyncGenerator<ServerEvent>}
 * @throws {Problem} the server refused, failed, or went away before all was told
 */
async function* stream(path, body, signal, cutOff) {
  const send = () => post(here(path), body, "text/event-stream", signal);
  let response = await send().catch((error) => error);
  if (response instanceof Problem && response.status === 503) {
    yield* starting(signal);
    response = await send();
  }
  if (response instanceof Error) throw response;
  let complete = false;
  try {
    for await (const event of serverEvents(/** @type {ReadableStream} */ (response.body))) {
      if (event.type === "error") throw problemFrom(event.data);
      yield event;
      complete ||= event.type === "done";
    }
  } catch (error) {
    if (!complete && (error instanceof Problem || signal.aborted)) throw error;
  }
  if (complete) return;
  throw new Problem(t("problem.lost"), cutOff);
}

/**
 * Yield why nothing can be answered yet, until the server is ready.
 *
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<ServerEvent>}
 */
async function* starting(signal) {
  while (!signal.aborted) {
    const problem = await ready().catch((error) => error);
    if (problem?.status !== 503) return;
    yield { type: "status", data: { stage: problem.detail } };
    await new Promise((resolve) => setTimeout(resolve, READY_AGAIN_MS));
  }
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
 * Return a list of the server as far as it is shown, and whether there is more of it.
 *
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @param {number} [pages]  The most pages that are read.
 * @returns {Promise<{data: any[], more: boolean}>}
 */
export async function everyPage(path, signal, pages = MOST_PAGES) {
  const data = [];
  let list = { data, has_more: true, last_id: "" };
  for (let page = 0; page < pages && list.has_more; page += 1) {
    const after = list.last_id && `&after=${encodeURIComponent(list.last_id)}`;
    list = await (await request(here(`${path}?limit=${PAGE_LENGTH}${after}`), { signal })).json();
    data.push(...list.data);
  }
  return { data, more: list.has_more };
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
 * @param {object} body  A form, or what is sent as JSON.
 * @param {string} accept
 * @param {AbortSignal} [signal]
 */
export function post(path, body, accept, signal) {
  if (body instanceof FormData) return request(path, { method: "POST", headers: { Accept: accept }, body, signal });
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

/**
 * What the server does with questions and documents.
 *
 * @typedef {object} ServerSettings
 * @property {string} version
 * @property {string} embedder
 * @property {{name: string, endpoint: string, is_local: boolean, passages_sent: number} | null} language_model
 * @property {boolean} keeps_history
 */

/** @type {Promise<ServerSettings> | null} */
let settings = null;

/** Return what the server does; it is asked once. */
export function serverSettings() {
  settings ??= request("/v1/settings").then((response) => response.json());
  settings.catch(() => {
    settings = null; // not reached: the next one asks again
  });
  return settings;
}

/** What the server does, once it is known, and whether it did not say. */
export function useServerSettings() {
  const [server, setServer] = useState(/** @type {ServerSettings | null} */ (null));
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    serverSettings().then(setServer, () => setFailed(true));
  }, []);
  return { server, failed };
}
