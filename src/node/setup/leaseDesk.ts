/**
 * Counts who uses a server. A lease is an open connection on the loopback address: the kernel closes it when its holder
 * ends, in whatever way, so no lease outlives its process and none has to be cleaned up.
 */
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Greeting } from "./serverState.ts";

/** Time for the process that started the supervisor to take the first lease. */
const FIRST_LEASE_MS = 30_000;

export class LeaseDesk {
  readonly #listener: Server;
  readonly #leases = new Set<Socket>();
  readonly #idleMs: number;
  readonly #onIdle: () => void;
  #timer: NodeJS.Timeout;

  private constructor(idleMs: number, onIdle: () => void, greet: () => Promise<Greeting>) {
    this.#idleMs = idleMs;
    this.#onIdle = onIdle;
    this.#timer = setTimeout(onIdle, Math.max(idleMs, FIRST_LEASE_MS));
    this.#listener = createServer((socket) => {
      this.#take(socket);
      // A greeting that comes after the holder has gone is nobody's loss.
      greet().then(
        (greeting) => socket.writable && socket.write(`${JSON.stringify(greeting)}\n`),
        () => socket.destroy(),
      );
    });
  }

  /** Opens a desk on a free port. `onIdle` is called once there has been no lease for `idleMs`. */
  static async open(idleMs: number, onIdle: () => void, greet: () => Promise<Greeting>): Promise<LeaseDesk> {
    const desk = new LeaseDesk(idleMs, onIdle, greet);
    desk.#listener.listen(0, "127.0.0.1");
    await once(desk.#listener, "listening");
    return desk;
  }

  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#listener.close();
    for (const socket of this.#leases) {
      socket.destroy();
    }
  }

  #take(socket: Socket): void {
    clearTimeout(this.#timer);
    this.#leases.add(socket);
    socket.resume();
    socket.on("error", () => socket.destroy());
    socket.once("close", () => {
      this.#leases.delete(socket);
      if (this.#leases.size === 0 && this.#listener.listening) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(this.#onIdle, this.#idleMs);
      }
    });
  }
}
