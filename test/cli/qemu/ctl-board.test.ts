/** A board in QEMU whose kernels are taken off and back while a client in C goes on calling. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { until } from "../../until.ts";
import { root } from "../skerry.ts";
import { type BootedBoard, bootBoard } from "./booted-board.ts";
import { boards } from "./boots.ts";

const quad = path.join(root, "examples", "riscv-quad");
const read = (name: string): string => readFileSync(path.join(quad, name), "utf8");

/** Asks on and on. Calls that are lost on the way are made again. */
const walker = `#include "sums.h"

struct walker {
  skerry_program *me;
  skerry_binding *sums;
  sums_add_pending adding;
};

static void ask(struct walker *walker);

static void on_sum(sums_add_pending *pending, const sums_add_answer *answer) {
  if (answer->kind == SKERRY_REPLY && answer->as.reply.sum != 3) skerry_fail(((struct walker *)pending->context)->me, "it is not 3");
  else ask(pending->context);
}

static void ask(struct walker *walker) {
  const sums_add_request request = {.numbers = {2, {1, 2}}};
  walker->adding = (sums_add_pending){on_sum, walker};
  sums_add(walker->sums, &request, &walker->adding);
}

static void start(void *self, skerry_program *me) {
  struct walker *walker = self;
  walker->me = me;
  walker->sums = skerry_use(me, "summer", &sums_interface);
  skerry_log(me, "walking");
  ask(walker);
}

SKERRY_PROGRAM(walker) = {.name = "walker", .state_bytes = sizeof(struct walker), .start = start};
`;

/** All harts on a ring: from each to each other there are two ways. */
function machineOf(isa: keyof typeof boards): string {
  const machine = read("machine.skerry").replace(
    "  link west.hart[1] -- east.hart[0]: Bridge\n",
    "  link west.hart[1] -- east.hart[0]: Bridge\n  link west.hart[0] -- east.hart[1]: Bridge\n",
  );
  return Object.entries(boards[isa]).reduce((text, [from, to]) => text.replaceAll(from, to), machine);
}

const system = `use "./machine"
use "./sums"

system strolling on riscvQuad {
  service summer: Sums = "./summer.c" on east.hart[0]
  client walker = "./walker.c" on west.hart[0] uses summer
}
`;

/** A board, and what is done to it while a client goes on calling the summer. */
interface Ground {
  readonly machine: string;
  readonly system: string;
  readonly summer: string;
  /** One after another, each of which comes back. */
  readonly taken: readonly (readonly ["kill" | "offline", string])[];
}

const rings = Object.keys(boards).map((isa): [string, Ground] => {
  const taken = [
    ["kill", "west.hart[1]"],
    ["offline", "east.hart[1]"],
  ] as const;
  return [isa, { machine: machineOf(isa as keyof typeof boards), system, summer: "east.hart[0]", taken }];
});

/** A53s and R5s in one machine: of each kind one is killed, and one leaves. */
const zynqmp: Ground = {
  machine: readFileSync(path.join(root, "examples", "zynqmp", "machine.skerry"), "utf8"),
  system: system
    .replace("riscvQuad", "zynqmp")
    .replace("east.hart[0]", "apu.cpu[2]")
    .replace("west.hart[0]", "apu.cpu[0]"),
  summer: "apu.cpu[2]",
  taken: [
    ["kill", "apu.cpu[1]"],
    ["offline", "apu.cpu[3]"],
    ["kill", "rpu.r5[0].cpu"],
    ["offline", "rpu.r5[1].cpu"],
  ],
};

/** Boots such a board; resolves once the client calls. */
function walkOn(machine: string, strolling: string): Promise<BootedBoard> {
  const programs = { "summer.c": read("summer.c"), "walker.c": walker };
  const texts = { "machine.skerry": machine, "system.skerry": strolling, "sums.skerry": read("sums.skerry") };
  return bootBoard({ ...texts, ...programs }, "walking");
}

async function askOfLinks(ctl: BootedBoard["ctl"], goesOn: () => Promise<void>): Promise<void> {
  expect((await ctl("cut", "west.hart[1] -- east.hart[0]")).code).toBe(0);
  await goesOn();
  expect((await ctl("heal", "west.hart[1] -- east.hart[0]")).code).toBe(0);
  await goesOn();

  const refused = await ctl("kill", "west.hart[0]");
  expect(refused.code).toBe(2);
  expect(refused.err).toContain(
    "the kernel on west.hart[0] stays where it is: it has the console, and starts the others",
  );
  const kept = await ctl("offline", "east.hart[0]");
  expect(kept.err).toContain("summer runs there, and kernels on bare metal do not move what they run");
}

test.each([...rings, ["zynqmp", zynqmp] as const])(
  "on %s a kernel is killed and comes back, another leaves and comes back, and calls go on",
  async (name, { machine, system: strolling, summer, taken }) => {
    const { ctl, status, stop, kill } = await walkOn(machine, strolling);
    const all = new Set(Object.values((await status()).states));
    expect([...all]).toEqual(["running"]);
    const calls = async (): Promise<number> => {
      const top = await ctl("top", "--json", "--once").then(({ out }) => JSON.parse(out));
      return top.loads.find(({ core }: { core: string }) => core === summer).statistics.delivered;
    };
    const goesOn = async (): Promise<void> => {
      const before = await calls();
      await until(async () => (await calls()) > before + 10);
    };
    await goesOn();

    for (const [order, core] of taken) {
      expect((await ctl(order, core)).code).toBe(0);
      const gone = order === "kill" ? "lost" : "offline";
      await until(async () => (await status()).states[core] === gone);
      await goesOn();
      expect((await ctl("online", core)).code).toBe(0);
      expect((await status()).states[core]).toBe("running");
      await goesOn();
    }

    // What is asked of links, and refused, is the same on every board.
    if (name === "riscv64") await askOfLinks(ctl, goesOn);
    if (name === "arm64") {
      await kill();
      return;
    }
    const ending = await stop();
    expect(ending.out).toContain('"kind":"kernelRestarted"');
  },
  120_000,
);

/** Harts of either triple, the last of which are lost together; no neighbour of one is one of the other. */
const triples = machineOf("riscv64")
  .replace("hart[i in 0..1]", "hart[i in 0..2]")
  .replace("east: Pair(2)", "east: Pair(3)\n  failure domain edge: west.hart[2], east.hart[2]");

test("of a failure domain whose kernels are killed one after another the others take leave in one view", async () => {
  const { ctl, status, stop } = await walkOn(triples, system);
  const { epoch } = await status();
  const edge = ["west.hart[2]", "east.hart[2]"];
  for (const core of edge) expect((await ctl("kill", core)).code).toBe(0);
  // That they are lost and which view that is are said one after the other.
  const isDone = async (): Promise<boolean> => {
    const now = await status();
    return now.epoch > epoch && edge.every((core) => now.states[core] === "lost");
  };
  await until(isDone);
  expect((await status()).epoch).toBe(epoch + 1);
  await stop();
}, 120_000);
