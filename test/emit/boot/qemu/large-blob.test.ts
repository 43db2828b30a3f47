/** A machine of 4,096 cores: what its kernels boot from has room in what they set aside. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { mostBlobBytes } from "../../../../src/emit/boot/qemu/blob-format.ts";
import { type Blob, decodeBlob } from "../../../../src/emit/boot/qemu/decode-blob.ts";
import { blobOf } from "../../../../src/emit/boot/qemu/emit-qemu.ts";
import type { Platform } from "../../../../src/emit/boot/qemu/platform.ts";
import { fitBoard } from "../../../../src/emit/boot/qemu/qemu-view.ts";
import { riscv64 } from "../../../../src/emit/boot/qemu/riscv64.ts";
import { compile } from "../../../../src/pipeline.ts";
import type { Plan } from "../../../../src/plan/plan.ts";
import { textHost } from "../../../plan/example-host.ts";

const folder = fileURLToPath(new URL("../../../../examples/torus/", import.meta.url));

/** A board that bounds nothing: QEMU has none of so many cores. */
const vast: Platform = {
  ...riscv64,
  ...{ name: "none", mostCores: 0xffff, mostNodes: 0xffff, mostBytes: 2 ** 45, mostAreas: null },
  hardwareIds: (nodes) => nodes.flatMap(({ cores }) => cores.map(({ core }) => core.hardwareId ?? 0)),
};

/** The torus of the examples, its programs in C and its cores numbered. */
function planTorus(): Plan {
  const names = readdirSync(folder).filter((each) => each.endsWith(".skerry"));
  const texts = names.map((name) => [name, readFileSync(folder + name, "utf8").replaceAll('.ts"', '.c"')] as const);
  const { product, diagnostics } = compile(["system.skerry"], textHost(Object.fromEntries(texts)));
  const { plan } = product;
  if (plan === null || plan.machine === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const cores = plan.machine.cores.map((core, hardwareId) => ({ ...core, hardwareId }));
  return { ...plan, machine: { ...plan.machine, cores } };
}

let bytes = new Uint8Array(0);
let blob: Blob;

beforeAll(() => {
  const plan = planTorus();
  const fit = fitBoard(plan, vast, "memory");
  if (fit.kind === "refused") throw new Error(fit.faults.map(({ message }) => message).join("\n"));
  bytes = new Uint8Array(blobOf(plan, fit.view));
  const read = decodeBlob(bytes);
  if (read.kind === "damaged") throw new Error(read.fault);
  blob = read.blob;
}, 120_000);

test("the blob of 4,096 cores has less than 4 MiB", () => {
  expect(blob.cores.filter(({ online }) => online)).toHaveLength(4096);
  expect(bytes.length).toBeLessThan(mostBlobBytes);
});

test("it says of each core what it says of any: its memory, its rings, its hops", () => {
  expect(blob.memories).toHaveLength(4096);
  expect(new Set(blob.cores.map(({ memory }) => memory.address)).size).toBe(4096);
  for (const { channels } of blob.cores) expect(channels).toBeGreaterThanOrEqual(6 * 3);
  expect(blob.channels).toHaveLength(blob.cores.reduce((sum, { channels }) => sum + channels, 0));
  expect(blob.hops).toHaveLength(4096 * 3);
  expect(blob.routes.length).toBeLessThan(1 << 20);
});
