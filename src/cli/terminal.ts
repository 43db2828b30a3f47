/** Where a command prints, and what the other end of it can show. */
export interface Terminal {
  /** Results: what a pipe is given. */
  readonly print: (text: string) => void;
  /** Everything a person is told beside. */
  readonly say: (text: string) => void;
  /** How far long work has come, over what was said of it before; only where a person watches. Empty clears it. */
  readonly progress: (text: string) => void;
  /** Whether results, and what is said beside, may carry colours. */
  readonly colours: { readonly print: boolean; readonly say: boolean };
  /** A person watches the results as they come. */
  readonly watched: boolean;
  /** False once nobody reads the results any more. */
  readonly listening: () => boolean;
}

type Stream = NodeJS.WriteStream & { fd: 1 | 2 };

/** The terminal of this process. A reader that leaves (`| head`) is no error: what follows is dropped. */
export function processTerminal(): Terminal {
  let listening = true;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    listening = false;
  });
  process.stderr.on("error", () => {});
  return {
    print: (text) => {
      if (listening) process.stdout.write(text);
    },
    say: (text) => process.stderr.write(text),
    progress: (text) => {
      if (process.stderr.isTTY === true) process.stderr.write(`\r\u001b[K${text}`);
    },
    colours: { print: wantsColours(process.stdout), say: wantsColours(process.stderr) },
    watched: process.stdout.isTTY === true,
    listening: () => listening,
  };
}

/** After https://no-color.org and https://force-color.org: both win over what the stream is. */
function wantsColours(stream: Stream): boolean {
  const { NO_COLOR: never, FORCE_COLOR: always, TERM: term } = process.env;
  if (never !== undefined && never !== "") return false;
  if (always !== undefined && always !== "") return always !== "0" && always !== "false";
  return stream.isTTY === true && term !== "dumb";
}
