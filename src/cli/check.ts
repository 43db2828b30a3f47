import { counted } from "../algorithms/counted.ts";
import { renderJson } from "../diagnostics/render-json.ts";
import type { Description } from "../model/description.ts";
import type { Call, Ending } from "./call.ts";
import { type CompilerFor, judgeFiles } from "./compile-files.ts";
import { exitCode } from "./exit-code.ts";
import { printJson } from "./print-json.ts";

export interface CheckOptions {
  readonly json?: boolean;
  readonly watch?: boolean;
}

/** Says what is wrong with a description; otherwise what is in it. */
export async function check(call: Call, names: readonly string[], options: CheckOptions): Promise<Ending> {
  if (options.watch !== true) return checkOnce(call, names, options);
  const { watch } = await import("./watch/watch.ts");
  return watch(call, names, options, async (compilerFor) => checkOnce(call, names, options, compilerFor));
}

function checkOnce(call: Call, names: readonly string[], options: CheckOptions, compilerFor?: CompilerFor): Ending {
  const judged = judgeFiles(call, names, options.json === true, compilerFor);
  if (judged.kind === "refused") return judged;
  if (judged.kind === "wrong") return exitCode.wrongDescription;
  if (options.json === true) {
    const diagnostics = renderJson(judged.diagnostics, judged.files.showPath);
    printJson(call.terminal, { ok: true, diagnostics, contents: contents(judged.description) });
  } else {
    call.terminal.print(`${sentence(judged.description)}\n`);
  }
  return exitCode.done;
}

function contents({ machines, interfaces, systems }: Description): Readonly<Record<string, unknown>> {
  return {
    machines: machines.map(({ name, cores, links }) => ({ name, cores: cores.length, links: links.length })),
    interfaces: interfaces.map(({ name, version }) => ({ name, version })),
    systems: systems.map(({ name, services, clients }) => ({
      name,
      services: services.map((service) => service.name),
      clients: clients.map((client) => client.name),
    })),
  };
}

function sentence({ machines, interfaces, systems }: Description): string {
  const parts = [
    ...machines.map(
      ({ name, cores, links }) =>
        `machine ${name} (${counted(cores.length, "core")}, ${counted(links.length, "link")})`,
    ),
    ...interfaces.map(({ name, version }) => `interface ${name} @ ${version}`),
    ...systems.map(
      ({ name, services, clients }) =>
        `system ${name} (${counted(services.length, "service")}, ${counted(clients.length, "client")})`,
    ),
  ];
  return parts.length === 0 ? "No errors; nothing is declared." : `No errors: ${parts.join(", ")}.`;
}
