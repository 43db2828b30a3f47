import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { folderOf } from "./skerry.ts";

const description = `isa tiny { word 32 bits, little endian, line 64 bytes, page 4 KiB }
interconnect Ethernet { latency 10 us }
box Box {
  core cpu: tiny @ 1 GHz
  memory ram: 1 GiB, latency 100 ns
  port out
}
machine pair {
  box a: Box
  box b: Box
  link a.out -- b.out: Ethernet
}
`;

test("no load reaches the memory of another box, however quick the link", async () => {
  const cwd = folderOf({ "machine.skerry": description });
  const own = await skerry(["explain", "latency", "a.cpu", "a.ram", "--json"], { cwd });
  expect(JSON.parse(own.out)).toMatchObject({ ok: true, picoseconds: 100_000 });
  const { code, out } = await skerry(["explain", "latency", "a.cpu", "b.ram"], { cwd });
  expect(code).toBe(0);
  expect(out).toContain("No load or store of a.cpu reaches b.ram: only messages lead there.");
  expect(out).not.toContain("10 us");
});
