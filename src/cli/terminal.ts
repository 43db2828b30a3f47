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

/** As much of a stream of this process as a terminal needs. */
export interface Stream {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
  readonly on: (event: "error", listener: (error: NodeJS.ErrnoException) => void) => unknown;
}

export interface Streams {
  readonly stdout: Stream;
  readonly stderr: Stream;
}

const clearLine = "\r\u001b[K";

/**
 * The terminal of this process. A reader that leaves (`| head`) is no error: what follows is dropped, as it is where
 * results cannot be written, which `onFault` is told once.
 */
export function processTerminal(
  { stdout, stderr }: Streams,
  environment: NodeJS.ProcessEnv,
  onFault: (error: NodeJS.ErrnoException) => void,
): Terminal {
  let listening = true;
  let isShowing = false;
  stdout.on("error", (error) => {
    if (listening && error.code !== "EPIPE") onFault(error);
    listening = false;
  });
  stderr.on("error", () => {});
  const isFollowed = showsProgress(stderr, environment);
  const clear = (): void => {
    if (isShowing) stderr.write(clearLine);
    isShowing = false;
  };
  return {
    print: (text) => {
      clear();
      if (listening) stdout.write(text);
    },
    say: (text) => {
      clear();
      stderr.write(text);
    },
    progress: (text) => {
      if (text === "") return clear();
      if (isFollowed) stderr.write(`${clearLine}${text}`);
      isShowing = isFollowed;
    },
    colours: { print: wantsColours(stdout, environment), say: wantsColours(stderr, environment) },
    watched: stdout.isTTY === true,
    listening: () => listening,
  };
}

/** Where a person watches, and the terminal can clear a line; CI keeps all that was ever written. */
function showsProgress(stream: Stream, { CI: ci, TERM: term }: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && term !== "dumb" && (ci === undefined || ci === "" || ci === "false");
}

/** After https://no-color.org and https://force-color.org: both win over what the stream is. */
function wantsColours(
  stream: Stream,
  { NO_COLOR: never, FORCE_COLOR: always, TERM: term }: NodeJS.ProcessEnv,
): boolean {
  if (never !== undefined && never !== "") return false;
  if (always !== undefined && always !== "") return always !== "0" && always !== "false";
  return stream.isTTY === true && term !== "dumb";
}
