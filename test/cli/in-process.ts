/** The command line within the test's own process: no bundle, no start-up, and what it prints kept. */
import { runCommandLine } from "../../src/cli/command-line.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { type CallOptions, type Ended, root } from "./skerry.ts";

/** For calls of which nobody asks what they print. */
export const silentTerminal: Terminal = {
  print: () => {},
  say: () => {},
  progress: () => {},
  colours: { print: false, say: false },
  watched: false,
  listening: () => true,
};

export async function skerryHere(
  args: readonly string[],
  { cwd = root }: Pick<CallOptions, "cwd"> = {},
): Promise<Ended> {
  const texts = { out: "", err: "" };
  const code = await runCommandLine(args, {
    workingFolder: cwd,
    terminal: {
      ...silentTerminal,
      print: (text) => {
        texts.out += text;
      },
      say: (text) => {
        texts.err += text;
      },
    },
  });
  return { code, ...texts };
}
