/** The console of a board, as the process beside it has it: lines of text, bells, and packets both ways. */
import { Arq } from "./arq.ts";
import { ConsoleReader, encodeFrame, LineReader, type Packet, packetType } from "./packets.ts";

export interface BoardConsoleListener {
  /** Bytes to the board. */
  readonly write: (bytes: Uint8Array) => void;
  readonly line: (text: string) => void;
  readonly bell: () => void;
  readonly packet: (packet: Packet) => void;
}

export class BoardConsole {
  readonly #listener: BoardConsoleListener;
  readonly #arq: Arq;
  readonly #reader: ConsoleReader;
  /** Lines that come in packets. */
  readonly #lines: LineReader;
  #settling: NodeJS.Immediate | undefined;
  #alarm: NodeJS.Timeout | undefined;
  #alarmAt: number | null = null;
  #hasEnded = false;

  constructor(listener: BoardConsoleListener) {
    const { write, line, bell } = listener;
    this.#listener = listener;
    this.#lines = new LineReader(line);
    this.#arq = new Arq({
      write: (content) => write(encodeFrame(content)),
      take: (packet) => this.#take(packet),
    });
    this.#reader = new ConsoleReader({ line, bell, frame: (content) => this.#arq.hear(content, performance.now()) });
  }

  /** The board has said something. */
  read(bytes: Uint8Array): void {
    this.#reader.read(bytes);
    // What is sent because of it tells the board that it has come, if anything is.
    this.#settling ??= setImmediate(() => this.#settle());
  }

  /** Arrives once and in order, for as long as the board runs. */
  post(packet: Packet): void {
    this.#arq.send(packet, performance.now());
    this.#watch();
  }

  /** Nothing more comes or goes. */
  end(): void {
    this.#hasEnded = true;
    clearImmediate(this.#settling);
    clearTimeout(this.#alarm);
    this.#reader.end();
    this.#lines.end();
  }

  #take(packet: Packet): void {
    if (packet.type === packetType.text) for (const byte of packet.body) this.#lines.add(byte);
    else this.#listener.packet(packet);
  }

  #settle(): void {
    this.#settling = undefined;
    this.#arq.expire(performance.now());
    this.#watch();
  }

  /** An alarm that is too early looks again. */
  #watch(): void {
    const { due } = this.#arq;
    if (due === null || this.#hasEnded || (this.#alarmAt !== null && this.#alarmAt <= due)) return;
    clearTimeout(this.#alarm);
    this.#alarmAt = due;
    this.#alarm = setTimeout(() => this.#expire(), Math.max(1, Math.ceil(due - performance.now())));
    this.#alarm.unref();
  }

  #expire(): void {
    this.#alarmAt = null;
    this.#arq.expire(performance.now());
    this.#watch();
  }
}
