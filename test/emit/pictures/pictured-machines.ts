/** Machines whose pictures show what the example doesn't. */
import { readFileSync } from "node:fs";
import { compile } from "../../../src/pipeline.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { exampleHost, textHost } from "../../plan/example-host.ts";

export function hotos09(): Plan {
  return planOf(
    compile(["block.skerry", "machine.skerry", "registry.skerry", "system.skerry"], exampleHost("hotos09")),
  );
}

/** What the probe makes of a recorded tree. */
export function probed(fixture: string): Plan {
  const file = new URL(`../../import/sysfs/fixtures/${fixture}/expected.skerry`, import.meta.url);
  return described(readFileSync(file, "utf8"));
}

export function described(text: string): Plan {
  return planOf(compile(["machine.skerry"], textHost({ "machine.skerry": text })));
}

function planOf({ product, diagnostics }: ReturnType<typeof compile>): Plan {
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return product.plan;
}

/** A ring in each row and each column: the links that close them lead around boxes. */
export const torus = `use "prelude/amd64"
interconnect East { transfer 64 bytes }
interconnect South { transfer 64 bytes }
part Tile {
  core cpu: amd64 @ 1 GHz
  port east; port west; port north; port south
}
machine torus {
  part t[16]: Tile
  for y in 0..3 {
    for x in 0..3 {
      link t[4 * y + x].east -> t[4 * y + (x + 1) % 4].west: East, latency 3 ns
      link t[4 * y + x].south -- t[4 * ((y + 1) % 4) + x].north: South, latency 5 ns
    }
  }
}
`;

/** Everybody joined to everybody, two of them twice. */
export const mesh = `use "prelude/amd64"
use "prelude/devices"
interconnect Wire { transfer 64 bytes }
package Node {
  core cpu[3]: amd64 @ 1 GHz { cache l1: 32 KiB }
  cache l2: 1 MiB, latency 4 ns, shared by cpu[0], cpu[1]
  coherence between cpu[*]: latency 20 ns
  port out[8]
}
machine mesh {
  package p[6]: Node
${pairs(6)
  .map(([a, b]) => `  link p[${a}].out[${b}] -- p[${b}].out[${a}]: Wire, latency ${30 + a + b} ns`)
  .join("\n")}
  link p[0].out[6] -- p[5].out[6]: Wire, latency 99 ns
  memory far: 64 GiB
  device nic: Ethernet10G at p[2]
  device disk[9]: SataDisk at p[4]
}
`;

/** Boxes in boxes: a board of two packages of two dies, cores of two clocks, a link between dies and one between cores. */
export const nested = `use "prelude/amd64"
interconnect OnDie { transfer 64 bytes }
interconnect OnBoard { transfer 64 bytes }
die Die {
  core big: amd64 @ 3 GHz, threads 2, kind performance
  core little: amd64 @ 1 GHz, kind efficiency
  link big -- little: OnDie, latency 2 ns
  memory sram: 1 MiB, latency 3 ns
  port side; port up
}
package Pair {
  die d[2]: Die
  link d[0].side -- d[1].side: OnDie, latency 9 ns
  port edge; port inner
  link d[0].up -> inner: OnDie, latency 1 ns
}
board Board {
  package p: Pair
}
machine nested {
  board a: Board
  board b: Board
  link a.p.edge -- b.p.edge: OnBoard, latency 50 ns
}
`;

export function pairs(count: number): readonly (readonly [number, number])[] {
  const numbers = Array.from({ length: count }, (_, index) => index);
  return numbers.flatMap((a) => numbers.slice(a + 1).map((b) => [a, b] as const));
}
