/**
 * What kernels do on each board of one instruction set. All that boots on a board is in one image, and as much as can be is
 * asked of one boot: each takes seconds where the machine is busy.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kernelExit } from "../../../src/cli/boot/qemu/run-qemu.ts";
import { described } from "../../emit/boot/qemu/attributes.ts";
import { planQuad, viewQuad } from "../../emit/boot/qemu/quad.ts";
import { root } from "../skerry.ts";
import {
  type Board,
  boards,
  type Described,
  describeSystem,
  endless,
  judged,
  prepareBoard,
  rogue,
  word,
} from "./boots.ts";

const timeout = 120_000;
const quad = path.join(root, "examples", "riscv-quad");

const memory: Readonly<Record<keyof typeof boards, string>> = {
  riscv64: "0x88000000",
  arm64: "0x48000000",
  amd64: "0x8000000",
};

const access = (initiator: number, target: number, type: string): string =>
  `hmat-lb,initiator=${initiator},target=${target},hierarchy=memory,data-type=${type}`;
const cache = (bytes: number, level: number): string =>
  `hmat-cache,node-id=1,size=${bytes},level=${level},associativity=none,policy=none,line=64`;

/** Another latency, another bandwidth and one that is not said, a larger cache and one more. */
const wrongAttributes = {
  [access(1, 0, "access-latency,latency=340")]: access(1, 0, "access-latency,latency=400"),
  [access(0, 1, "access-bandwidth,bandwidth=1907M")]: access(0, 1, "access-bandwidth,bandwidth=1024M"),
  [access(1, 1, "access-bandwidth,bandwidth=12207M")]: access(1, 1, "read-bandwidth,bandwidth=12207M"),
  [cache(4 << 20, 2)]: [cache(8 << 20, 2), "-numa", cache(16 << 20, 3)],
} as const;

const missedAttributes = [
  "node 0 (west.dram): its latency for the cores of node 1 (east.dram) is described as 340 ns, found 400 ns",
  "node 1 (east.dram): its bandwidth for the cores of node 0 (west.dram) is described as 1907 MiB/s, found 1024 MiB/s",
  "node 1 (east.dram): its bandwidth for the cores of node 1 (east.dram) is described as 12207 MiB/s, found none",
  "node 1 (east.dram): its cache of level 2 is described as 4 MiB, found 8 MiB",
  "node 1 (east.dram): its cache of level 3 is found 16 MiB, not described",
];

/** Less memory on one node, other distances, a core on another node, and one core more. */
const wrong = (isa: keyof typeof boards): Readonly<Record<string, string | readonly string[]>> => ({
  "256M": "192M",
  "memory-backend-ram,id=m1,size=128M": "memory-backend-ram,id=m1,size=64M",
  "dist,src=0,dst=1,val=43": "dist,src=0,dst=1,val=20",
  "dist,src=1,dst=0,val=43": "dist,src=1,dst=0,val=21",
  "node,nodeid=0,cpus=0-1,memdev=m0": "node,nodeid=0,cpus=0,memdev=m0",
  "node,nodeid=1,cpus=2-3,memdev=m1": "node,nodeid=1,cpus=1-4,memdev=m1",
  ...(isa === "amd64"
    ? { "4,sockets=2,cores=2,threads=1": "5,sockets=1,cores=5,threads=1", ...wrongAttributes }
    : { "4": "5" }),
});

/**
 * Kernels that live, of which one has the console, and about them, each beside one that lives, those that will die: a
 * program that breaks out ends its kernel alone, and there is no way across it that anybody needs.
 */
const crowd = (system: string): Readonly<Record<string, string>> => ({
  "system.skerry": system,
  "sums.skerry": readFileSync(path.join(quad, "sums.skerry"), "utf8"),
  "machine.skerry": `use "prelude/riscv64"

interconnect Wire {
  latency 100 ns, bandwidth 2 GB/s, transfer 64 bytes, ordered, reliable, interrupt
}

machine crowd {
  core live[i in 0..3]: riscv64 @ 1 GHz, id i
  core lost[i in 0..11]: riscv64 @ 1 GHz, id 4 + i
  memory dram: 128 MiB, latency 80 ns
  link live[0] -- live[1]: Wire
  link live[0] -- live[2]: Wire
  link live[0] -- live[3]: Wire
${Array.from({ length: 12 }, (_, at) => `  link live[${1 + Math.floor(at / 4)}] -- lost[${at}]: Wire`).join("\n")}
}
`,
});

function describeCrowd(isa: keyof typeof boards, system: string): Described {
  const changed = Object.entries(crowd(system)).map(([name, text]) => [
    name,
    Object.entries(boards[isa]).reduce((before, [from, to]) => before.replaceAll(from, to), text),
  ]);
  return describeSystem(Object.fromEntries(changed));
}

/** A service and its clients at both ends of those that live; a service that breaks out when it is asked, and its client. */
const others = `#include "sums.h"

struct asker {
  skerry_program *me;
  skerry_binding *sums;
  sums_noted_pending asking;
  uint32_t right;
};

static void on_noted(sums_noted_pending *pending, const sums_noted_answer *answer) {
  struct asker *it = pending->context;
  if (answer->kind != SKERRY_REPLY) skerry_fail(it->me, "it was not told");
  else if (++it->right == 200) {
    skerry_log(it->me, "all were told");
    skerry_done(it->me);
  } else sums_noted(it->sums, &it->asking);
}

static void ask(struct asker *it, skerry_program *me, const char *service) {
  it->me = me;
  it->sums = skerry_use(me, service, &sums_interface);
  it->asking = (sums_noted_pending){on_noted, it};
  sums_noted(it->sums, &it->asking);
}

static void start_walker(void *self, skerry_program *me) { ask(self, me, "counter"); }
static void start_caller(void *self, skerry_program *me) { ask(self, me, "victim"); }

static void count(void *self, const skerry_call *call) {
  (void)self;
  sums_noted_reply_send(call, &(sums_noted_reply){1, 1});
}

static const sums_server server = {.noted = count};

static void receive(void *self, const skerry_call *call, const void *payload, uint32_t bytes) {
  sums_dispatch(&server, self, call, payload, bytes);
}

SKERRY_PROGRAM(counter) = {.name = "counter", .serves = &sums_interface, .receive = receive};
SKERRY_PROGRAM(walker) = {.name = "walker", .state_bytes = sizeof(struct asker), .start = start_walker};
SKERRY_PROGRAM(caller) = {.name = "caller", .state_bytes = sizeof(struct asker), .start = start_caller};

static void break_out(void *self, const skerry_call *call, const void *payload, uint32_t bytes) {
  (void)self, (void)call, (void)payload, (void)bytes;
  *(volatile uint32_t *)0x44 = 1;
}

SKERRY_PROGRAM(victim) = {.name = "victim", .serves = &sums_interface, .receive = break_out};
`;

const noInstruction = { riscv64: "unimp", amd64: "ud2", arm64: "udf #0" } as const;
const store = "store access fault";
const load = "load access fault";

/** What each of those does that will die, and what is then said of it. Those of amd64 at the end have tables of its own. */
function faultsOf(isa: keyof typeof boards, { view: { cores, channels, platform } }: Described) {
  const [first] = cores;
  const last = cores.at(-1);
  const away = channels.find(({ from, to }) => from < 4 && to < 4);
  if (first === undefined || last === undefined || away === undefined) throw new Error("there are no such cores");
  const end = last.memory.address + last.memory.bytes;
  const console = isa === "arm64" ? 0x0900_0000 : 0x1000_0000;
  const further =
    isa === "amd64"
      ? ([
          ["reads the tables that fence it", `(void)${word(end - 0x2000)};`, load],
          ["writes what its traps go through", `${word(end - 0x1000)} = 1;`, store],
        ] as const)
      : ([
          ["reads the console", `(void)${word(console)};`, load],
          ["writes to the console", `${word(console)} = 65;`, store],
        ] as const);
  return [
    ["writes into another core's memory", `${word(first.memory.address + 0x1_0000)} = 1;`, store],
    ["reads another core's memory", `(void)${word(first.memory.address + 0x1_0000)};`, load],
    ["writes into rings between others", `${word(away.address)} = 1;`, store],
    ["writes into the image", "*(volatile uint32_t *)(uintptr_t)receive = 1;", store],
    ["writes into the blob", `${word(platform.blobAt)} = 1;`, store],
    ["writes where no memory is", `${word(0x40)} = 1;`, store],
    ["runs what is no program", `((void (*)(void))${platform.blobAt})();`, "instruction access fault"],
    ["runs an instruction that is none", `__asm__ volatile("${noInstruction[isa]}");`, "illegal instruction"],
    ["uses up its stack", "fill(1);", store],
    ...further,
  ] as const;
}

const crowdSystem = `use "./machine"
use "./sums"

system outbreak on crowd {
  service counter: Sums = "./others.c" on live[2]
  service victim: Sums = "./others.c" on lost[0]
  client walker = "./others.c" on live[3] uses counter
  client caller = "./others.c" on live[0] uses victim
${Array.from({ length: 11 }, (_, at) => `  client rogue${at} = "./others.c" on lost[${at + 1}]`).join("\n")}
}
`;

describe.each(Object.keys(boards) as (keyof typeof boards)[])("on a board of %s", (isa) => {
  // What memories are to the cores only ACPI says.
  const changes = { ...boards[isa], ...(isa === "amd64" ? described : {}) };
  const example: Described = { plan: planQuad(changes), view: viewQuad(changes) };
  const outbreak = describeCrowd(isa, crowdSystem);
  const faults = faultsOf(isa, outbreak);
  let board: Board;

  beforeAll(async () => {
    const rogues = faults.map(([, does], at) => rogue(`rogue${at}`, does)).join("");
    const examples = ["summer.c", "asker.c"].map((name) => ({ file: path.join(quad, name) }));
    board = await prepareBoard(example, [...examples, { name: "others.c", text: `${others}${endless}${rogues}` }]);
  }, timeout);

  afterAll(() => board.remove());

  test(
    "what was described is there, and all clients are done",
    async () => {
      const { lines, code } = await board.boot();
      expect(lines).toContain("skerry: booting adding");
      for (const name of ["west.hart[0]", "west.hart[1]", "east.hart[0]", "east.hart[1]"]) {
        expect(lines).toContain(`${name}: kernel up`);
      }
      expect(lines).toContain("east.hart[1]: summer: ready, serves Sums @ 1");
      expect(lines).toContain("west.hart[0]: asker[0]> sums that were right: 32");
      expect(lines).toContain("east.hart[0]: asker[1]: done");
      expect(lines.filter((line) => line.includes("dropped") && !line.includes("dropped 0"))).toEqual([]);
      expect(code).toBe(kernelExit.done);
    },
    timeout,
  );

  test(
    "what is not as it was described is said by name, and nothing boots",
    async () => {
      const { lines, code } = await board.boot({ arguments: wrong(isa) });
      for (const line of [
        `node 1 (east.dram): described 128 MiB at ${memory[isa]}, found 64 MiB at ${memory[isa]}`,
        "node 0 (west.dram): described 43 as the distance to node 1 (east.dram), found 20",
        "node 1 (east.dram): described 43 as the distance to node 0 (west.dram), found 21",
        "core west.hart[1]: described with hardware id 1 on node 0, found on node 1",
        "core with hardware id 4: found, not described",
        ...(isa === "amd64" ? missedAttributes : []),
        "boot refused: the hardware is not what was described",
      ])
        expect(lines).toContain(line);
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

  test(
    "programs that touch what is not theirs die alone, where they did; their clients are told, and all others go on",
    async () => {
      const { lines, code } = await board.boot({ system: outbreak });
      const said = faults.map(([what], at) => {
        const line = lines.find((each) => each.startsWith(`lost[${at + 1}]: died: `)) ?? "";
        return `${what}: ${line.replace(/^.*: died: (.*) at 0x[0-9a-f]+, address 0x[0-9a-f]+$/, "$1")}`;
      });
      expect(said).toEqual(faults.map(([what, , words]) => `${what}: ${words}`));
      expect(lines.join("\n")).toMatch(/^lost\[0\]: died: store access fault at 0x[0-9a-f]+, address 0x44$/m);
      // It was bound before, and its call fails; or it was not yet.
      expect(lines.join("\n")).toMatch(/^live\[0\]: caller: (failed: it was not told|could not bind to victim: )/m);
      expect(lines).toContain("live[3]: walker> all were told");
      expect(lines).toContain("live[3]: walker: done");
      for (let live = 0; live < 4; live++) expect(lines.join("\n")).not.toContain(`live[${live}]: died`);
      expect(code).toBe(kernelExit.died);
    },
    timeout,
  );

  // Of the three only Arm's has a level above the one that kernels run at.
  if (isa === "arm64") {
    test(
      "where there is a hypervisor's level, kernels leave it and start each other by SMC, as the device tree says",
      async () => {
        const { lines, code } = await board.boot({
          arguments: { "virt,gic-version=3": "virt,gic-version=3,virtualization=on" },
        });
        expect(code).toBe(kernelExit.done);
        expect(lines.filter((line) => line.endsWith(": kernel up"))).toHaveLength(4);
      },
      timeout,
    );
  }
});
