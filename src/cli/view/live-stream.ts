/** Asks a booted system how it is as long as somebody looks, and sends that to all who do (server-sent events, HTML Living Standard, 9.2). */
import type { ServerResponse } from "node:http";
import { goneEvent, type LiveFrame } from "../../view/live-frame.ts";
import type { ControlClient } from "../control/control-client.ts";
import { measure } from "../ctl/measure.ts";
import type { Measured } from "../ctl/render-top.ts";
import type { Refusal } from "../refusal.ts";
import { buildFrame } from "./build-frame.ts";

/** Milliseconds between two looks, and until it is tried again where there is no system. */
const pause = 1000;

export class LiveStream {
  readonly #find: () => Promise<ControlClient | Refusal>;
  readonly #listeners = new Set<ServerResponse>();
  #system: ControlClient | null;
  #before: Measured | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isAsking = false;
  #isClosed = false;

  /** `find`: again, when the system has ended. */
  constructor(system: ControlClient, find: () => Promise<ControlClient | Refusal>) {
    this.#system = system;
    this.#find = find;
  }

  /** Sends everything from now on to a browser, until it leaves. */
  join(listener: ServerResponse): void {
    listener.writeHead(200, { "Content-Type": "text/event-stream" });
    listener.write(`retry: ${pause}\n\n`);
    this.#listeners.add(listener);
    listener.on("close", () => this.#listeners.delete(listener));
    if (!this.#isAsking) void this.#look();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#system?.close();
    for (const listener of this.#listeners) listener.end();
  }

  async #look(): Promise<void> {
    this.#isAsking = true;
    await this.#ask();
    if (this.#isClosed) return;
    if (this.#listeners.size === 0) {
      this.#isAsking = false;
      this.#before = null;
      return;
    }
    this.#timer = setTimeout(() => void this.#look(), pause);
  }

  async #ask(): Promise<void> {
    this.#system ??= await this.#findAgain();
    if (this.#system === null) return;
    const now = await measure(this.#system);
    if ("kind" in now) {
      this.#lose(now.message);
      return;
    }
    this.#send(null, buildFrame(this.#before, now));
    this.#before = now;
  }

  #lose(text: string): void {
    this.#system?.close();
    this.#system = null;
    this.#before = null;
    this.#send(goneEvent, text);
  }

  async #findAgain(): Promise<ControlClient | null> {
    const found = await this.#find();
    if (!("kind" in found)) return found;
    this.#send(goneEvent, found.message);
    return null;
  }

  #send(event: string | null, data: LiveFrame | string): void {
    const head = event === null ? "" : `event: ${event}\n`;
    for (const listener of this.#listeners) listener.write(`${head}data: ${JSON.stringify(data)}\n\n`);
  }
}
