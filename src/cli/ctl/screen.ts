import type { Terminal } from "../terminal.ts";

/** A terminal's other screen, which leaves what was on it as it was, and the keys that are pressed meanwhile. */
export interface Screen {
  /** In place of what is shown; the first line is emphasised where colours are wanted. */
  show(text: string): void;
  /** Somebody has seen enough: `q`, Ctrl-C, or a signal. */
  readonly left: AbortSignal;
  close(): void;
}

export interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** To the first place, and nothing below what is written there. */
const overwrite = "\u001b[H\u001b[J";
const [enter, leave] = ["\u001b[?1049h\u001b[?25l", "\u001b[?25h\u001b[?1049l"];
const [bold, plain] = ["\u001b[1m", "\u001b[22m"];
/** `q`, Ctrl-C and Ctrl-D: a terminal that gives every key at once makes no signals of them. */
const quitting = /[qQ\u0003\u0004]/;

export function openScreen(terminal: Terminal): Screen {
  const stop = new AbortController();
  const quit = (): void => stop.abort();
  const ignoreKeys = onKeys((keys) => quitting.test(keys) && quit());
  process.on("SIGINT", quit);
  process.on("SIGTERM", quit);
  terminal.print(enter);
  return {
    show: (text) => {
      const [head = "", ...rest] = fitTo(text, sizeOf(process.stdout)).split("\n");
      const shown = terminal.colours.print ? `${bold}${head}${plain}` : head;
      terminal.print(`${overwrite}${[shown, ...rest].join("\n")}`);
    },
    left: stop.signal,
    close: () => {
      terminal.print(leave);
      ignoreKeys();
      process.off("SIGINT", quit);
      process.off("SIGTERM", quit);
    },
  };
}

/** Lines that are too long lose their ends, and those that have no room are counted in the last one. */
export function fitTo(text: string, { rows, columns }: Size): string {
  const lines = text.trimEnd().split("\n");
  const cut = lines.map((line) => Array.from(line).slice(0, columns).join(""));
  if (cut.length <= rows) return cut.join("\n");
  const shown = Math.max(0, rows - 1);
  return [...cut.slice(0, shown), `… ${lines.length - shown} more lines`.slice(0, columns)].join("\n");
}

/** A terminal that does not say is taken for one of the usual size. */
function sizeOf({ rows = 0, columns = 0 }: Partial<Size>): Size {
  return { rows: rows > 0 ? rows : 24, columns: columns > 0 ? columns : 80 };
}

/** What is typed, as it is typed; nothing where nobody types. Gives back how to stop listening. */
function onKeys(listener: (keys: string) => void): () => void {
  const { stdin } = process;
  if (stdin.isTTY !== true) return () => {};
  const hear = (keys: Buffer): void => listener(keys.toString("latin1"));
  stdin.setRawMode(true);
  stdin.on("data", hear);
  stdin.resume();
  return () => {
    stdin.off("data", hear);
    stdin.setRawMode(false);
    stdin.pause();
  };
}
