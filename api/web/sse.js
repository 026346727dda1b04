/** @import {ServerEvent} from "./types.js" */

/**
 * Yield the events of a `text/event-stream` body whose data is JSON.
 *
 * `EventSource` cannot POST, so the stream is read here. An event that the end of the stream cuts
 * off is left out, as the specification asks.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<ServerEvent>}
 */
export async function* serverEvents(body) {
  let type = "";
  /** @type {string[]} */
  let data = [];
  for await (const line of lines(body)) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (line === "" && data.length) yield { type: type || "message", data: JSON.parse(data.join("\n")) };
    if (line === "") [type, data] = ["", []];
    else if (field === "event") type = value;
    else if (field === "data") data.push(value);
  }
}

/**
 * Yield the complete lines of a UTF-8 stream, without their ends (LF, CR LF or CR).
 *
 * @param {ReadableStream<Uint8Array>} body
 */
async function* lines(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const text = rest + decoder.decode(chunk.value, { stream: true });
      // A CR at the very end may be the first half of a CR LF: it waits for the next chunk.
      const parts = text.split(/\r\n|\n|\r(?!$)/);
      rest = parts.pop() ?? "";
      yield* parts;
    }
    if (rest.endsWith("\r")) yield rest.slice(0, -1);
  } finally {
    reader.cancel().catch(() => {});
  }
}
