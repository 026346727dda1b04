import { Problem, everyPage, formOf, here, problemFrom, request, unreachable } from "./api.js";

/** @import {Job, Summary} from "./types.js" */

/**
 * Return the documents of the collection, the newest first, and whether there are more.
 *
 * @param {AbortSignal} signal
 * @returns {Promise<{items: Summary[], more: boolean}>}
 */
export async function allDocuments(signal) {
  const { data, more } = await everyPage("/v1/documents", signal);
  return { items: data.reverse(), more };
}

/**
 * Set the title or keys of the metadata of a document; null takes the file's own back.
 *
 * @param {string} id
 * @param {{title?: string | null, metadata?: Record<string, string | null>}} changes
 * @returns {Promise<Summary>}
 */
export async function editDocument(id, changes) {
  const headers = { "Content-Type": "application/json" };
  return (await request(document(id), { method: "PATCH", headers, body: JSON.stringify(changes) })).json();
}

/**
 * Remove a document for good. The request outlives the page that sends it.
 *
 * @param {string} id
 */
export async function removeDocument(id) {
  await request(document(id), { method: "DELETE", keepalive: true });
}

/**
 * Send a file, to be added in the background.
 *
 * @param {File} file
 * @param {(share: number) => void} onProgress  How much of it is sent, from 0 to 1.
 * @param {AbortSignal} signal
 * @returns {Promise<Job>}
 * @throws {Problem} the server refused it, or cannot be reached
 */
export function sendFile(file, onProgress, signal) {
  // fetch() cannot tell how much of a body is sent.
  const sending = new XMLHttpRequest();
  sending.open("POST", here("/v1/documents?background=true"));
  sending.responseType = "json";
  sending.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => sending.abort());
    sending.onabort = () => reject(signal.reason);
    sending.onerror = () => reject(unreachable());
    sending.onload = () => {
      if (sending.status === 202) resolve(sending.response);
      else reject(problemFrom(sending.response ?? {}, sending.status));
    };
    sending.send(formOf(file));
  });
}

/** @param {string} id @returns {Promise<Job>} */
export async function fetchJob(id) {
  return (await request(`/v1/jobs/${encodeURIComponent(id)}`)).json();
}

/** @param {string} id @returns {Promise<Job>} */
export async function cancelJob(id) {
  return (await request(`/v1/jobs/${encodeURIComponent(id)}`, { method: "DELETE" })).json();
}

/** @param {unknown} error @returns {string} What went wrong, in the server's words where it answered. */
export function wordsOf(error) {
  return error instanceof Problem ? error.detail : String(error);
}

/** @param {string} id */
function document(id) {
  return here(`/v1/documents/${encodeURIComponent(id)}`);
}
