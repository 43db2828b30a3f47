import { Command, InvalidArgumentError, Option } from "commander";
import type { Run } from "../call.ts";
import type { DrawOptions } from "../draw/draw-options.ts";
import { jsonOption, parsePath, systemOption } from "./options.ts";

export function drawCommand(run: Run): Command {
  return new Command("draw")
    .description("draw a machine as SVG: packages, cores, memories, links and devices; or one of its matters")
    .argument("[files...]", "descriptions, or folders of them; `-` for standard input")
    .option("-o, --out <file>", "the file to write; standard output without it", parsePath)
    .option("--route <cores...>", "FROM TO: the way of a message, hop by hop, and the way round a loss")
    .option(
      "--without <what>",
      "the link or core that is lost on the route (default: the first that leaves a way)",
      parseName,
    )
    .option("--tree <core>", "the multicast tree from a core to all others, against time", parseName)
    .option("--heat", "how much of each link the declared traffic uses")
    .option("--placement", "which programs and replicas are where, and why")
    .option("--address-map <core>", "what a core or device can address, to scale", parseName)
    .option("--sequence [call]", "a call of a simulated run, with all that came of it (default: the first)", parseName)
    .addOption(new Option("--theme <theme>", "for light or dark pages alone").choices(["light", "dark"]))
    .option("-w, --watch", "draw again whenever a file has changed, until Ctrl-C")
    .addOption(systemOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
A picture is one file that refers to nothing else. It follows the reader's choice of light or dark unless --theme says
which, and tells screen readers what it shows. Cores that are alike are drawn as one with a count where there are many.

Examples:
  skerry draw examples/hotos09 --out hotos09.svg
  skerry draw machine.skerry --out machine.svg --watch
  skerry draw examples/hotos09 --route 'p[0].cpu[0]' 'p[4].cpu[1]' -o route.svg
  skerry draw examples/hotos09 --route 'p[0].cpu[0]' 'p[4].cpu[1]' --without 'p[2].ht[2]' -o round.svg
  skerry draw examples/hotos09 --tree 'p[0].cpu[0]' -o tree.svg
  skerry draw examples/hotos09 --heat -o heat.svg
  skerry draw examples/hotos09 --placement --theme dark -o placement.svg
  skerry draw examples/omap4 --address-map 'mpu.cpu[0]' -o addresses.svg
  skerry draw examples/hotos09 --sequence disk.read -o call.svg
`,
    )
    .action((files: string[], options: DrawOptions) =>
      run(async (call) => (await import("../draw/draw.ts")).draw(call, files, options), options),
    );
}

function parseName(text: string): string {
  if (text === "") throw new InvalidArgumentError("It is empty.");
  return text;
}
