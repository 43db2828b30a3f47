import { Command, InvalidArgumentError } from "commander";
import type { Run } from "../call.ts";
import type { ViewOptions } from "../view/view-options.ts";
import { jsonOption, parsePath, systemOption } from "./options.ts";

export function viewCommand(run: Run): Command {
  return new Command("view")
    .description("a page to walk about in a machine: zoom, search, address spaces, routes, and how a booted system is")
    .argument("[files...]", "descriptions, or folders of them; `-` for standard input")
    .option("-o, --out <file>", "the HTML file to write; standard output without it", parsePath)
    .option("--serve", "show it from here instead, to browsers of yours on this machine, until Ctrl-C")
    .option("--live [system]", "serve it with how the booted system is; its name or process where several run")
    .option("--socket <path>", "the control socket of that system, instead of looking for it", parsePath)
    .option("--port <number>", "the port to serve it on; else one that is free", parsePort)
    .addOption(systemOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
The file is whole in itself: it loads nothing, and can be opened, kept and sent. What is served can be reached from this
machine alone, by those who know the address that is printed: it has a secret in it.

Live, the page shows messages a second on links, how full channels are, kernels that die and return, and how long
agreement takes, as skerry ctl top does. A system ends with its clients: those of examples/hotos09 are soon done.

In the page: drag or Shift with arrow keys to move, wheel or + and - to zoom, 0 to see all, / to search, arrow keys from core to
core, Enter to read all about it.

Examples:
  skerry view examples/hotos09 -o view.html
  skerry view examples/hotos09 --serve
  skerry boot examples/hotos09 --for 10m & skerry view examples/hotos09 --live
`,
    )
    .action((files: string[], options: ViewOptions) =>
      run(async (call) => (await import("../view/view.ts")).view(call, files, options), options),
    );
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("Say a whole number up to 65535.");
  return port;
}
