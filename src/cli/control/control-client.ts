/** A control socket, as those see it who ask something of a system. */
import { createConnection, type Socket } from "node:net";
import { Lines } from "./lines.ts";
import { type ControlAnswer, type ControlRequest, controlVersion, printLine } from "./message.ts";
import { parseAnswer } from "./parse-answer.ts";

/** Of a large machine with all that is counted. */
const longestAnswer = 64 * 1024 * 1024;

/** What comes of a request; a text where there is no answer: what kept it from coming. */
export type Answered = ControlAnswer | { readonly lost: string };

/** A connection on which one request after the other is made. */
export class ControlClient {
  readonly #socket: Socket;
  readonly #lines = new Lines(longestAnswer);
  #next = 1;
  #answered: ((answer: Answered) => void) | null = null;
  #lost: string | null = null;
  /** What came before anything was asked: why nothing will be answered. */
  #early: ControlAnswer | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (piece: Buffer) => this.#received(piece));
    socket.on("error", (error) => this.#lose(error.message));
    socket.on("close", () => this.#lose("the system has ended"));
  }

  /** Rejects with the system's error. */
  static connect(path: string): Promise<ControlClient> {
    return new Promise((resolve, reject) => {
      const socket = createConnection({ path });
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(new ControlClient(socket));
      });
    });
  }

  /** Never rejects; not to be called before the last request is answered. */
  ask(request: ControlRequest): Promise<Answered> {
    if (this.#early !== null) return Promise.resolve(this.#early);
    if (this.#lost !== null) return Promise.resolve({ lost: this.#lost });
    this.#socket.write(printLine({ version: controlVersion, id: this.#next++, ...request }));
    return new Promise((resolve) => {
      this.#answered = resolve;
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #received(piece: Buffer): void {
    this.#lines.add(piece);
    const line = this.#lines.next();
    if (line.kind === "partial") return;
    const answer = line.kind === "line" ? parseAnswer(line.text) : null;
    if (answer !== null) this.#told(answer);
    else {
      this.#lose("what it has answered is not of this version of Skerry");
      this.close();
    }
  }

  #told(answer: ControlAnswer): void {
    if (this.#answered === null) this.#early ??= answer;
    else this.#settle(answer);
  }

  #lose(text: string): void {
    this.#lost ??= text;
    this.#settle({ lost: this.#lost });
  }

  #settle(answer: Answered): void {
    const answered = this.#answered;
    this.#answered = null;
    answered?.(answer);
  }
}
