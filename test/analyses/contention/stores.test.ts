import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { passesOf, type Stores } from "../../../src/analyses/contention/stores.ts";
import type { Machine } from "../../../src/model/machine.ts";
import { compile } from "../../../src/pipeline.ts";
import { textHost } from "../../plan/example-host.ts";

const text = `use "prelude/amd64"
use "prelude/links"
interface Net {
  call receive() -> (data: bytes<4000>)
  call send(data: bytes<4000>) -> ()
}
device Nic { latency 1 us }
package Socket {
  core cpu[2]: amd64 @ 2 GHz
  coherence between cpu[*]: latency 50 ns
  memory dram: 1 GiB, bandwidth 10 GB/s
  port ht
}
machine pair {
  package p[2]: Socket
  link p[0].ht -- p[1].ht: HyperTransport, latency 60 ns, bandwidth 4 GB/s
  device nic: Nic at p[0] { dma reaches p[*].dram }
}
`;
const system = (buffers: string, rest = "") => `${text}system site on pair {
  service net: Net = "./net.ts" drives nic on p[0].cpu[0] { ${buffers} }
  client web = "./web.ts" on p[0].cpu[1] uses net traffic net.receive 1 MHz${rest}
}
`;

function planOf(source: string) {
  const { product, diagnostics } = compile(["d.skerry"], textHost({ "d.skerry": source }));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return { plan: product.plan, diagnostics };
}

/** `dram of p[0]` by its index: 4000 bytes are 63 lines, 4032 bytes. */
function memoryLoads(source: string): readonly (readonly [number, number])[] {
  return (planOf(source).plan?.traffic?.loads ?? []).flatMap(({ carrier, demand }) =>
    "memory" in carrier ? [[carrier.memory, demand / 1e6 / 4032] as const] : [],
  );
}

describe("what goes into memories", () => {
  test("is what lies in blocks, written and read", () => {
    expect(memoryLoads(system(""))).toEqual([[0, expect.closeTo(2, 1)]]);
  });

  test("and what a device fills and a core reads", () => {
    expect(memoryLoads(system("buffer rx: 1 MiB for nic in p[0].dram"))).toEqual([[0, expect.closeTo(4, 1)]]);
  });

  test("crosses the links to where it lies, each way once", () => {
    const { plan } = planOf(system("buffer rx: 1 MiB for nic in p[1].dram"));
    const links = (plan?.traffic?.loads ?? []).filter(({ carrier }) => "link" in carrier);
    expect(links.map(({ demand }) => demand)).toEqual([4.032e9, 4.032e9]);
    expect(links.every(({ utilisation }) => (utilisation ?? 0) > 1)).toBe(true);
  });

  test("more than a memory's bandwidth is told at the memory", () => {
    const { diagnostics } = planOf(system("buffer rx: 1 MiB for nic in p[0].dram"));
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toContainEqual(
      expect.stringMatching(/^SK5408 the memory `p\[0\].dram` would have to carry 16.*GB\/s, 16\d % of its 10 GB\/s/),
    );
  });
});

describe("what goes through the buffers of devices", () => {
  const { product } = compile(["d.skerry"], textHost({ "d.skerry": system("") }));
  const [machine] = product.description.machines;
  const [memory, device, core] = [machine?.memories[1], machine?.devices[0], machine?.cores[0]];
  const nothing = { blocks: null, regions: null };

  test.prop([fc.integer({ min: 81, max: 100_000 }), fc.integer({ min: 1, max: 4 }), fc.boolean()])(
    "is shared by them, whole in all, and as much leaves a memory as comes in",
    (bytes, count, isForwarded) => {
      if (machine === undefined || memory === undefined || device === undefined || core === undefined) return;
      const one = { device, memory, readers: isForwarded ? [] : [core], filler: isForwarded ? null : core };
      const stores: Stores = {
        toService: nothing,
        toClient: nothing,
        buffers: Array.from({ length: count }, () => one),
      };
      const contents = { toService: [], toClient: [{ kind: "message", bytes } as const] };
      const passed = passesOf(contents, stores, 64, machine satisfies Machine);
      const total = (isIt: (carrier: object) => boolean) =>
        passed.reduce((sum, pass) => sum + (isIt(pass.carrier) ? pass.bytes : 0), 0);
      const whole = Math.ceil(bytes / 64) * 64;
      expect(total((carrier) => "memory" in carrier)).toBeCloseTo(2 * whole, 3);
      const [forward, backward] = ["forward", "backward"].map((way) =>
        total((carrier) => "direction" in carrier && carrier.direction === way),
      );
      expect(forward).toBeCloseTo(backward ?? 0, 3);
    },
  );

  test("is nothing of messages that fit into slots", () => {
    if (machine === undefined || memory === undefined || device === undefined || core === undefined) return;
    const stores: Stores = {
      toService: nothing,
      toClient: nothing,
      buffers: [{ device, memory, readers: [core], filler: core }],
    };
    const contents = { toService: [{ kind: "message", bytes: 80 } as const], toClient: [] };
    expect(passesOf(contents, stores, 64, machine)).toEqual([]);
  });
});
