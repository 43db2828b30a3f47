// What `explain agreement` predicts of a change and of a read, held against the simulation of the same description: messages
// to the last one, times within a bound.
import { readFileSync } from "node:fs";
import { type Agreement, clientEntry, type RemoteRegister, type RemoteSet, stateEntry } from "skerry/runtime";
import { expect, test } from "vitest";
import type { AgreementView } from "../../src/cli/explain/agreement-view.ts";
import { viewThreads } from "../../src/emit/boot/threads/threads-view.ts";
import { encodeRoutes } from "../../src/emit/tables/routes-binary.ts";
import { compile } from "../../src/pipeline.ts";
import { simulate } from "../../src/runtime/hosts/simulation/simulation.ts";
import { Trace } from "../../src/runtime/hosts/simulation/trace.ts";
import { frameKind } from "../../src/runtime/kernel/frame.ts";
import { u32 } from "../runtime/fixtures/u32.ts";
import { skerryHere } from "./in-process.ts";
import { folderOf, root, smallMachine } from "./skerry.ts";

const ring = `use "prelude/amd64"
use "prelude/links"

package Socket {
  core cpu[2]: amd64 @ 2 GHz {
    cache l1: 32 KiB, latency 2 cycles
  }
  coherence between cpu[*]: latency 100 cycles
  memory dram: 1 GiB
  port ht[2]
}
machine ring {
  package p[5]: Socket
  for i in 0..3 {
    link p[i].ht[0] -- p[i + 1].ht[1]: HyperTransport, latency 150 cycles
  }
  link p[4].ht[0] -- p[0].ht[1]: HyperTransport, latency 150 cycles
}
`;

/** Four tiles that hang on a bus, over which one line is for all. */
const bus = `use "prelude/riscv64"

interconnect Bus {
  latency 40 ns, bandwidth 4 GB/s, ordered, reliable, polled, broadcast
}
die Tile {
  core hart: riscv64 @ 1 GHz {
    cache l1: 16 KiB, latency 2 cycles
  }
  memory sram: 64 MiB
  port out
}
part Wires {
  port in[4]
}
machine bus {
  die t[4]: Tile
  part wires: Wires
  for i in 0..3 {
    link t[i].out -- wires.in[i]: Bus
  }
}
`;

function stated(machine: string, replicas: string, user: string): string {
  return `
system agreed on ${machine} {
  state broadcast: register<u32> replicas ${replicas}, agree broadcast
  state twoPhase: register<u32> replicas ${replicas}, agree twoPhase
  state majority: register<u32> replicas ${replicas}, agree majority
  state shootdown: set<u32, 64> replicas ${replicas}, agree shootdown
  client user = "./user.ts" on ${user} uses broadcast, twoPhase, majority, shootdown
}
`;
}

const systems = [
  { name: "two replicas", text: smallMachine + stated("small", "on cpu[0], cpu[1]", "cpu[0]") },
  { name: "every core of four", text: smallMachine + stated("small", "every core", "cpu[2]") },
  { name: "a user without a replica", text: smallMachine + stated("small", "on cpu[0], cpu[1], cpu[2]", "cpu[3]") },
  { name: "one per package of five", text: ring + stated("ring", "one per package", "p[3].cpu[1]") },
  { name: "every core of five packages", text: ring + stated("ring", "every core", "p[4].cpu[0]") },
  { name: "every core on a bus", text: bus + stated("bus", "every core", "t[1].hart") },
] as const;

const protocols = ["broadcast", "twoPhase", "majority", "shootdown"] as const;
/** Virtual milliseconds in which all that comes of an agreement has arrived, and no alarm has rung. */
const quiet = 5;
/**
 * Times that are predicted, as a share of those that are simulated. Prediction has a message between neighbours take two
 * transfers of a line, and nothing beside; simulation one, and 50 ns of the kernel that gets it.
 */
const [least, most] = [0.75, 2.2];

interface Handles {
  readonly broadcast: RemoteRegister<number>;
  readonly twoPhase: RemoteRegister<number>;
  readonly majority: RemoteRegister<number>;
  readonly shootdown: RemoteSet<number>;
}

interface Step {
  readonly began: number;
  readonly ended: number;
}

type Steps = Map<string, Step>;

/** A change and a read of each object, far enough apart. */
function programWriting(steps: Steps) {
  return clientEntry<object, Handles>({
    uses: {},
    state: {
      broadcast: stateEntry.register(u32).remote,
      twoPhase: stateEntry.register(u32).remote,
      majority: stateEntry.register(u32).remote,
      shootdown: stateEntry.set(u32).remote,
    },
    load: async () => ({
      program: async ({ state, now, sleep }) => {
        const time = async (name: string, act: () => Promise<Agreement<unknown>>): Promise<void> => {
          await sleep(quiet);
          const began = now();
          const { kind } = await act();
          if (kind !== "agreed") throw new Error(`${name} was not agreed on`);
          steps.set(name, { began, ended: now() });
        };
        for (const name of ["broadcast", "twoPhase", "majority"] as const) {
          await time(`${name} change`, () => state[name].set(7));
          await time(`${name} read`, () => state[name].read());
        }
        await time("shootdown change", () => state.shootdown.add(7));
        await time("shootdown read", () => state.shootdown.read(7));
        await sleep(quiet);
      },
    }),
  });
}

async function run(text: string): Promise<{ readonly steps: Steps; readonly trace: Trace }> {
  const read = (path: string) => (path.startsWith("prelude/") ? readFileSync(`${root}dsl/${path}`, "utf8") : text);
  const { product, diagnostics } = compile(["agreed.skerry"], { read: (path) => ({ kind: "text", text: read(path) }) });
  const { plan } = product;
  const configuration = plan === null ? null : viewThreads(plan);
  if (plan === null || plan.routes === null || configuration === null) throw new Error(diagnostics[0]?.message);
  const steps: Steps = new Map();
  const trace = new Trace();
  const routes = encodeRoutes(plan.routes, plan.fabric?.hops);
  await simulate(configuration, routes, { user: programWriting(steps) }, { trace, patience: 0 });
  return { steps, trace };
}

const agreeing: ReadonlySet<number> = new Set([frameKind.agree, frameKind.ask, frameKind.answer]);

function messagesIn({ messages }: Trace, { began }: Step): number {
  return messages.filter(
    ({ kind, sent, source, destination }) =>
      agreeing.has(kind) && source !== destination && sent >= began && sent < began + quiet,
  ).length;
}

test.each(systems)("$name: changes and reads take what is predicted", async ({ text }) => {
  const folder = folderOf({ "agreed.skerry": text, "user.ts": "export const program = () => {};\n" });
  const { out } = await skerryHere(["explain", "agreement", folder, "--json"]);
  const views: readonly AgreementView[] = JSON.parse(out).states;
  const { steps, trace } = await run(text);
  expect(steps.size).toBe(2 * protocols.length);
  for (const [name, step] of steps) {
    const [protocol, what] = name.split(" ");
    const user = views.find((view) => view.name === protocol)?.users[0];
    const predicted = what === "change" ? user?.change : user?.read;
    const taken = Math.round((step.ended - step.began) * 1e9);
    expect({ name, messages: messagesIn(trace, step) }).toEqual({ name, messages: predicted?.messages });
    const time = predicted?.time ?? 0;
    expect(time, name).toBeGreaterThanOrEqual(least * taken);
    expect(time, name).toBeLessThanOrEqual(most * taken);
  }
});
