import { TransformStream } from "node:stream/web";
import { Response } from "undici";
import { ErrorReply, OllamaFault } from "./failures.ts";

/**
 * The same response, refusing to end as if all were well when it is not whole. In a stream of JSON lines every line must
 * be JSON, none may report an error, and the last must say that the work is done.
 *
 * @param onBytes called whenever something has come
 */
export function wholeReply(response: Response, onBytes: () => void): Response {
  if (response.body === null) {
    return response;
  }
  const lines = response.headers.get("content-type")?.includes("ndjson") ? new JsonLines() : undefined;
  const guard = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      onBytes();
      lines?.read(bytes);
      controller.enqueue(bytes);
    },
    flush() {
      lines?.end();
    },
  });
  return new Response(response.body.pipeThrough(guard), { status: response.status, headers: response.headers });
}

class JsonLines {
  readonly #decoder = new TextDecoder();
  #rest = "";
  #done = false;

  read(bytes: Uint8Array): void {
    const parts = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split("\n");
    this.#rest = parts.pop() ?? "";
    for (const line of parts) {
      this.#check(line);
    }
  }

  end(): void {
    this.#check(this.#rest);
    if (!this.#done) {
      throw new OllamaFault("interrupted", "Ollama's reply ended before it was done.");
    }
  }

  #check(line: string): void {
    if (line.trim() === "") {
      return;
    }
    const message = parse(line);
    if ("error" in message) {
      const status = message["status"];
      throw new ErrorReply(typeof status === "number" ? status : 200, String(message["error"]));
    }
    this.#done = message["done"] === true || message["status"] === "success";
  }
}

function parse(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Reported below, with every other line that is no message.
  }
  throw new OllamaFault("interrupted", "Ollama's reply holds a line that is not a message.");
}
