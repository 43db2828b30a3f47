/** A control socket, as its system sees it. */
import { chmodSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { Lines } from "./lines.ts";
import { answerTo, type ControlRequest, type Outcome, printLine, refuse } from "./message.ts";
import { parseRequest } from "./parse-request.ts";

/** What clients can make the system keep, or wait for. */
export interface ControlLimits {
  /** Bytes of a request. */
  readonly longest: number;
  /** Connections at a time. */
  readonly connections: number;
  /** Milliseconds for the rest of a request that has begun. */
  readonly patience: number;
}

export const controlLimits: ControlLimits = { longest: 4096, connections: 16, patience: 10_000 };

export interface ControlServer {
  /** Says nothing more to anyone, and takes the socket away. */
  readonly close: () => void;
}

/** Never rejects. */
export type Handle = (request: ControlRequest) => Promise<Outcome>;

/** Listens at a path that nothing is at, in a folder that only its owner may enter. Rejects with the system's error. */
export function serveControl(path: string, handle: Handle, limits = controlLimits): Promise<ControlServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // Whoever has left need not be told.
    socket.on("error", () => socket.destroy());
    if (sockets.size > limits.connections) turnAway(socket, limits, sockets.size > 2 * limits.connections);
    else new Connection(socket, handle, limits);
  });
  return listen(server, path, () => {
    for (const socket of sockets) socket.destroy();
  });
}

function listen(server: Server, path: string, disconnect: () => void): Promise<ControlServer> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ path }, () => {
      server.off("error", reject);
      server.on("error", () => {});
      chmodSync(path, 0o600);
      const close = (): void => {
        disconnect();
        server.close();
        rmSync(path, { force: true });
      };
      resolve({ close });
    });
  });
}

/** One client: its requests are answered one after the other, and while one is under way no more are read. */
class Connection {
  readonly #socket: Socket;
  readonly #handle: Handle;
  readonly #limits: ControlLimits;
  readonly #lines: Lines;
  #isBusy = false;
  #hasEnded = false;
  #late: NodeJS.Timeout | undefined;

  constructor(socket: Socket, handle: Handle, limits: ControlLimits) {
    this.#socket = socket;
    this.#handle = handle;
    this.#limits = limits;
    this.#lines = new Lines(limits.longest);
    socket.on("data", (piece: Buffer) => {
      this.#lines.add(piece);
      this.#proceed();
    });
    socket.on("end", () => {
      this.#hasEnded = true;
      this.#proceed();
    });
    socket.on("close", () => clearTimeout(this.#late));
  }

  #proceed(): void {
    if (this.#isBusy || this.#socket.writableEnded) return;
    const line = this.#lines.next();
    switch (line.kind) {
      case "line":
        void this.#answer(line.text);
        return;
      case "partial":
        this.#await();
        return;
      case "tooLong":
        this.#refuse(refuse("tooLong", `a request has more than ${this.#limits.longest} bytes`));
        return;
      case "notText":
        this.#refuse(refuse("malformed", "the line is no UTF-8"));
        return;
    }
  }

  async #answer(text: string): Promise<void> {
    clearTimeout(this.#late);
    this.#late = undefined;
    this.#isBusy = true;
    this.#socket.pause();
    const parsed = parseRequest(text);
    const outcome = parsed.kind === "fault" ? parsed.outcome : await this.#handle(parsed.request);
    await this.#send(printLine(answerTo(parsed.id, outcome)));
    this.#isBusy = false;
    this.#socket.resume();
    this.#proceed();
  }

  /** Resolves when there is room for more: who does not read the answers gets no more of them. */
  #send(text: string): Promise<void> {
    const socket = this.#socket;
    if (socket.destroyed || socket.write(text)) return Promise.resolve();
    return new Promise((resolve) => {
      socket.once("drain", resolve);
      socket.once("close", resolve);
    });
  }

  /** For the rest of a line, or the next. */
  #await(): void {
    if (this.#hasEnded && this.#lines.isWithin) {
      this.#refuse(refuse("malformed", "the line has no end"));
    } else if (this.#hasEnded) this.#socket.end();
    else if (this.#lines.isWithin && this.#late === undefined) {
      const text = `the rest of a request did not come within ${this.#limits.patience} ms`;
      this.#late = setTimeout(() => this.#refuse(refuse("tooSlow", text)), this.#limits.patience);
      this.#late.unref();
    }
  }

  #refuse(outcome: Outcome): void {
    clearTimeout(this.#late);
    sendLast(this.#socket, null, outcome);
  }
}

/** One too many is told so. What it writes first is waited for: who writes to a closed socket never reads what was said. */
function turnAway(socket: Socket, { connections, patience }: ControlLimits, isCrowd: boolean): void {
  const text = `${connections} others are connected already`;
  const outcome = refuse("tooManyConnections", text, "Try again when one of them has gone.");
  if (isCrowd) {
    sendLast(socket, null, outcome);
    return;
  }
  socket.end(printLine(answerTo(null, outcome)));
  const leave = (): void => socket.destroySoon();
  const late = setTimeout(leave, patience);
  late.unref();
  socket.once("data", leave).once("end", leave);
  socket.once("close", () => clearTimeout(late));
}

/** What still comes is not read: whoever goes on sending is cut off. */
function sendLast(socket: Socket, id: number | null, outcome: Outcome): void {
  socket.pause();
  socket.end(printLine(answerTo(id, outcome)), () => socket.destroySoon());
}
