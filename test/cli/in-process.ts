/** The command line within the test's own process: no bundle, no start-up, and what it prints kept. */
import { runCommandLine } from "../../src/cli/command-line.ts";
import { type CallOptions, type Ended, root } from "./skerry.ts";

export async function skerryHere(
  args: readonly string[],
  { cwd = root }: Pick<CallOptions, "cwd"> = {},
): Promise<Ended> {
  const texts = { out: "", err: "" };
  const code = await runCommandLine(args, {
    workingFolder: cwd,
    terminal: {
      print: (text) => {
        texts.out += text;
      },
      say: (text) => {
        texts.err += text;
      },
      progress: () => {},
      colours: { print: false, say: false },
      watched: false,
      listening: () => true,
    },
  });
  return { code, ...texts };
}
