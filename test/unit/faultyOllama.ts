/** A server that speaks Ollama's HTTP and fails on purpose, one way per request. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Reply = (response: ServerResponse, request: IncomingMessage & { readonly body: string }) => void;

/** The model that the server lists as present and loaded. */
export const MODEL = "coder:7b";
export const DIGEST = "d".repeat(64);

export class FaultyOllama {
  /** Bodies of the generate requests with a prompt, in the order they came. */
  readonly prompts: Record<string, unknown>[] = [];
  /** Requests whose connection the client closed before the reply was complete. */
  abandoned = 0;
  /** Replies to all paths but those of generate; tests may replace them. */
  readonly routes: Record<string, Reply> = {
    "/api/tags": json(200, { models: [{ name: MODEL, size: 5e9, digest: DIGEST }] }),
    "/api/ps": json(200, { models: [{ name: MODEL, size: 5e9, size_vram: 5e9, digest: DIGEST }] }),
  };
  readonly #server: Server;
  readonly #replies: Reply[];

  private constructor(replies: Reply[]) {
    this.#replies = replies;
    this.#server = createServer(async (incoming, response) => {
      response.on("close", () => {
        this.abandoned += response.writableEnded ? 0 : 1;
      });
      incoming.setEncoding("utf8");
      let body = "";
      for await (const chunk of incoming) {
        body += chunk;
      }
      this.#reply(Object.assign(incoming, { body }), response);
    });
  }

  /** The n-th generate request with a prompt gets the n-th reply, the last one for all that follow. */
  static async start(...replies: Reply[]): Promise<FaultyOllama> {
    const faulty = new FaultyOllama(replies);
    await new Promise<void>((resolve) => faulty.#server.listen(0, "127.0.0.1", resolve));
    return faulty;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #reply(request: IncomingMessage & { readonly body: string }, response: ServerResponse): void {
    if (request.url !== "/api/generate") {
      (this.routes[request.url ?? ""] ?? json(404, { error: "no such route" }))(response, request);
      return;
    }
    const body: Record<string, unknown> = JSON.parse(request.body);
    if (body["prompt"] === "") {
      json(200, { done: true, done_reason: "load" })(response, request);
      return;
    }
    this.prompts.push(body);
    const reply = this.#replies.length > 1 ? this.#replies.shift() : this.#replies[0];
    reply?.(response, request);
  }
}

export function json(status: number, body: unknown): Reply {
  return text(status, JSON.stringify(body));
}

export function text(status: number, body: string, type = "application/json"): Reply {
  return (response) => {
    response.writeHead(status, { "content-type": type }).end(body);
  };
}

/** A stream of JSON lines, whole and in order. */
export function stream(...messages: unknown[]): Reply {
  return lines(messages, (response) => response.end());
}

/** A stream of JSON lines that ends as `end` says. */
export function lines(messages: readonly unknown[], end: (response: ServerResponse) => void): Reply {
  return (response) => {
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    for (const message of messages) {
      response.write(`${JSON.stringify(message)}\n`);
    }
    // What was written first has to reach the client first.
    setImmediate(() => end(response));
  };
}

export const piece = { response: "return [2", done: false };
export const last = { response: "] * n", done: true, done_reason: "stop", eval_count: 7, prompt_eval_count: 20 };

export const wholeStream = stream(piece, last);
export const hangs: Reply = () => {};
export const hangsAfterFirstToken = lines([piece], () => {});
export const hangsAfterHeaders: Reply = (response) => response.writeHead(200).flushHeaders();
export const resets: Reply = (response) => response.socket?.resetAndDestroy();
export const resetsMidStream = lines([piece], (response) => response.socket?.resetAndDestroy());
