/** A description as long as editors have to bear: interfaces, a machine, and a system that serves them all. */
import { describeInterfaces } from "../compile/interfaces.ts";

/** About so many lines in one file, the same every time. */
export function describeAtLength(lines: number): string {
  const interfaces = describeInterfaces({ interfaces: Math.ceil(lines / 61), operations: 10 });
  const parts = [...interfaces.map(({ text }) => text), machine, system(interfaces.length)];
  return `use "prelude/amd64"\nuse "prelude/links"\n\n${parts.join("\n")}`;
}

const machine = `/// Eight packages in a ring.
machine ring {
  package p[8]: Socket
  for i in 0..7 {
    link p[i].out[0] -- p[(i + 1) % 8].out[1]: HyperTransport, latency 60 ns
  }
}

package Socket {
  core cpu[4]: amd64 @ 2 GHz { cache l1: 32 KiB, latency 4 cycles }
  coherence between cpu[*]: latency 60 ns
  memory dram: 8 GiB
  port out[2]
}
`;

function system(services: number): string {
  const lines = Array.from({ length: services }, (_, at) => `  service s${at}: Service${at} = "./s.ts"\n`);
  const client = `  client web = "./s.ts" on p[3].cpu[*] uses s0, s1, s2\n`;
  return `system site on ring {\n${lines.join("")}${client}}\n`;
}
