/** Real boots of a machine whose cores have two instruction sets and two sizes of words: four Cortex-A53, two Cortex-R5. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kernelExit } from "../../../src/cli/boot/qemu/run-qemu.ts";
import { planZynqmp, viewZynqmp } from "../../emit/boot/qemu/zynqmp.ts";
import { root } from "../skerry.ts";
import { type Board, describeSystem, endless, judged, prepareBoard, rogue, word } from "./boots.ts";

const timeout = 120_000;
const example = { plan: planZynqmp(), view: viewZynqmp() };
const { cores, channels, platform } = example.view;
let board: Board;

const store = "store access fault";
const load = "load access fault";
const [first] = cores;
const isOfR5 = (core: number): boolean => cores[core]?.name.startsWith("rpu") === true;
const away = channels.find(({ from, to }) => !isOfR5(from) && !isOfR5(to) && from + to === 1);
if (first === undefined || away === undefined) throw new Error("the example has no such cores");

const faults = [
  ["writes into another core's memory", `${word(first.memory.address + 0x1_0000)} = 1;`, store],
  ["reads another core's memory", `(void)${word(first.memory.address + 0x1_0000)};`, load],
  ["writes into rings between others", `${word(away.address)} = 1;`, store],
  ["writes into the image", "*(volatile uint32_t *)(uintptr_t)fill = 1;", store],
  ["writes into the blob", `${word(platform.blobAt)} = 1;`, store],
  ["writes to the console", `${word(0xff00_0030)} = 65;`, store],
  ["runs what is no program", `((void (*)(void))${platform.blobAt})();`, "instruction access fault"],
  ["runs an instruction that is none", '__asm__ volatile("udf #0");', "illegal instruction"],
  ["uses up its stack", "fill(1);", store],
] as const;

/** Two on the R5s at a time; the pages of the A53s are those of the other board of their architecture. */
const rounds: readonly (readonly (readonly [number, string])[])[] = [
  [
    [0, "rpu.r5[0].cpu"],
    [1, "rpu.r5[1].cpu"],
    [2, "apu.cpu[2]"],
    [5, "apu.cpu[3]"],
  ],
  [
    [2, "rpu.r5[0].cpu"],
    [3, "rpu.r5[1].cpu"],
    [8, "apu.cpu[2]"],
    [1, "apu.cpu[3]"],
  ],
  [
    [4, "rpu.r5[0].cpu"],
    [5, "rpu.r5[1].cpu"],
  ],
  [
    [6, "rpu.r5[0].cpu"],
    [7, "rpu.r5[1].cpu"],
  ],
  [[8, "rpu.r5[0].cpu"]],
];

beforeAll(async () => {
  const rogues = faults.map(([, does], at) => rogue(`rogue${at}`, does)).join("");
  const programs = ["filter.c", "ledger.c", "sensor.c"].map((name) => ({
    file: path.join(root, "examples", "zynqmp-bare", name),
  }));
  const text = `#include "skerry.h"\n${endless}${rogues}`;
  board = await prepareBoard(example, [...programs, { name: "rogues.c", text }]);
}, timeout);

afterAll(() => board.remove());

test.each([
  [
    "less memory than described, and an R5 less",
    { "4096M": "3072M", "6": "5" },
    [
      "node 0 (ddr): described 4 GiB at 0x0, found 3 GiB at 0x0",
      "core rpu.r5[1].cpu: described with hardware id 5 on node 0, not found",
    ],
  ],
  ["much less memory", { "4096M": "1024M" }, ["node 0 (ddr): described 4 GiB at 0x0, found 1 GiB at 0x0"]],
])(
  "%s: refused by name",
  async (_, replaced, expected) => {
    const { lines, code } = await board.boot({ arguments: replaced });
    for (const line of expected) expect(lines).toContain(line);
    expect(lines).toContain("boot refused: the hardware is not what was described");
    expect(lines.join("\n")).not.toContain("kernel up");
    expect(code).toBe(kernelExit.hardware);
  },
  timeout,
);

test(
  "a blob is refused with any byte of its header changed, and wherever its body is damaged",
  async () => {
    const { lines, code } = await board.boot({ system: { ...example, view: { ...example.view, name: judged } } });
    expect(lines[0]).toBe("boot blob refused: with any damage");
    expect(code).toBe(kernelExit.blob);
  },
  timeout,
);

test.each(
  rounds.map((round) => [round.map(([fault, core]) => `${core} ${faults[fault]?.[0]}`).join(", "), round] as const),
)(
  "programs die alone that touch what is not theirs: %s",
  async (_, round) => {
    const clients = round.map(([fault, core]) => `  client rogue${fault} = "./rogues.c" on ${core}`);
    const system = describeSystem({
      "zynqmp-bare/system.skerry": `use "../zynqmp/machine"\n\nsystem outbreak on zynqmp {\n${clients.join("\n")}\n}\n`,
      "zynqmp/machine.skerry": readFileSync(path.join(root, "examples", "zynqmp", "machine.skerry"), "utf8"),
    });
    const { lines, code } = await board.boot({ system });
    for (const [fault, core] of round) {
      const line = lines.find((each) => each.startsWith(`${core}: died: `));
      expect(line?.replace(/ at 0x[0-9a-f]+, address 0x[0-9a-f]+$/, "")).toBe(`${core}: died: ${faults[fault]?.[2]}`);
    }
    expect(lines.filter((line) => line.includes(": died: "))).toHaveLength(round.length);
    expect(code).toBe(kernelExit.died);
  },
  timeout,
);
