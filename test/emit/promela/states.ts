// Models of replicated state on a machine of four cores, some objects of each protocol.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { emitPromela } from "../../../src/emit/promela/emit-promela.ts";
import { compile } from "../../../src/pipeline.ts";
import type { SourceHost } from "../../../src/source/source-host.ts";

const description = `use "prelude/amd64"

machine small {
  core cpu[4]: amd64 @ 2 GHz {
    cache l1: 32 KiB, latency 2 cycles
  }
  coherence between cpu[*]: latency 100 cycles
  memory dram: 1 GiB
}
interface Echo { call echo(text: string<64>) -> (text: string<64>) }
system counted on small {
  state ordered: counter replicas every core, agree broadcast
  state pair: counter replicas on cpu[0], cpu[1], agree broadcast
  state voted: counter replicas on cpu[0], cpu[1], cpu[2], agree twoPhase
  state stale: set<u64, 16> replicas on cpu[0], cpu[1], cpu[2], agree shootdown
  state led: counter replicas on cpu[0], cpu[1], cpu[2], agree majority
  state alone: counter replicas on cpu[0], agree broadcast
  service echo: Echo = "./echo.ts" uses ordered, voted, led, alone on cpu[0]
  client user = "./user.ts" uses echo, stale, pair on cpu[3]
}
`;

const dsl = fileURLToPath(new URL("../../../dsl/", import.meta.url));
const host: SourceHost = {
  read: (path) => {
    const text = path.startsWith("prelude/") ? readFileSync(dsl + path, "utf8") : description;
    return { kind: "text", text };
  },
};

/** By path. */
export function modelsOfStates(): ReadonlyMap<string, string> {
  const { product, diagnostics } = compile(["counted.skerry"], host);
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return new Map(emitPromela(product.plan).map(({ path, content }) => [path, String(content)]));
}

export function modelOf(state: string): string {
  return modelsOfStates().get(`formal/states/${state}.pml`) ?? "";
}
