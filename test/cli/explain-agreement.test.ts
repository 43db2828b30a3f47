import path from "node:path";
import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { folderOf, smallMachine } from "./skerry.ts";

const text = `${smallMachine}
interface Echo { call echo(text: string<64>) -> (text: string<64>) }
system counted on small {
  state hits: counter replicas every core, agree broadcast
  state names: map<string<32>, u32, 16> replicas on cpu[0], cpu[1], cpu[2], agree majority
  service echo: Echo = "./echo.ts" uses hits on cpu[0]
  client user = "./user.ts" uses echo, names on cpu[3]
}
`;

const description = () => path.join(folderOf({ "counted.skerry": text }), "counted.skerry");

test("says for each object what a change costs, phase by phase, and which losses it survives", async () => {
  const { code, out } = await skerry(["explain", "agreement", description()]);
  expect(code).toBe(0);
  expect(out).toContain(
    "hits: a counter, agreed on by broadcast, ordered by cpu[0]\n4 replicas: cpu[0], cpu[1], cpu[2], cpu[3]",
  );
  expect(out).toMatch(/ordered, down the tree +3/);
  expect(out).toContain("names: a map of at most 16, agreed on by majority");
  expect(out).toContain("read is linearisable: it has all that was agreed on before it began.");
  expect(out).toContain("It goes on without any one of its replicas, at once.");
});

test("counts what a program pays that has no replica, as data", async () => {
  const { out } = await skerry(["explain", "agreement", description(), "names", "--json"]);
  const { ok, states } = JSON.parse(out);
  expect({ ok, count: states.length }).toEqual({ ok: true, count: 1 });
  const [{ users, messages, losses }] = states;
  expect(messages).toBe(6);
  expect(users).toMatchObject([{ program: "user", core: "cpu[3]", replica: "cpu[0]", get: { messages: 2 } }]);
  expect(users[0].change.messages).toBeGreaterThan(messages);
  expect(losses).toEqual({ most: 1, atOnce: true, domains: [] });
});

test("tells what objects there are when one is misspelt", async () => {
  const { code, err } = await skerry(["explain", "agreement", description(), "name"]);
  expect(code).toBe(2);
  expect(err).toContain("names");
});

/** Four cores on a bus. */
const onBus = (promises: string) => `use "prelude/riscv64"
interconnect Bus { latency 40 ns, bandwidth 4 GB/s, ${promises}, polled, broadcast }
die Tile {
  core hart: riscv64 @ 1 GHz
  memory sram: 64 MiB
  port out
}
part Wires { port in[4] }
machine bus {
  die t[4]: Tile
  part wires: Wires
  for i in 0..3 { link t[i].out -- wires.in[i]: Bus }
}
system agreed on bus {
  state hits: counter replicas every core, agree twoPhase
  client user = "./user.ts" uses hits on t[0].hart traffic hits.add 100 kHz
}
`;

const busIn = (promises: string) => path.join(folderOf({ "bus.skerry": onBus(promises) }), "bus.skerry");

test("a bus that broadcasts is made use of, and said to be", async () => {
  const { out } = await skerry(["explain", "agreement", busIn("ordered, reliable")]);
  expect(out).toContain("t[0].hart tells t[1].hart, t[2].hart, t[3].hart at once, since Bus broadcasts");
  // A line is stored and fetched in 160 ns, by all of them at once.
  expect(out).toMatch(/proposed, down the tree +3 +160 ns/);
  const tree = await skerry(["explain", "tree", busIn("ordered, reliable"), "t[2].hart"]);
  expect(tree.out).toMatch(/machine-aware tree +160 ns +160 +320 ns +1 +1\n/);
  expect(tree.out).toContain("Bus broadcasts: what goes to several neighbours over it is stored once.");
});

test.each(["unordered, reliable", "ordered, unreliable"])("none that is %s is", async (promises) => {
  const { out } = await skerry(["explain", "agreement", busIn(promises)]);
  expect(out).not.toContain("at once, since");
  expect(out).toMatch(/proposed, down the tree +3 +320 ns/);
  const { states } = JSON.parse((await skerry(["explain", "agreement", busIn(promises), "--json"])).out);
  expect(states[0].broadcasts).toEqual([]);
});

test("a broadcast crosses what leads to all of them once", async () => {
  const demands = async (promises: string) => {
    const { out } = await skerry(["explain", "traffic", busIn(promises), "--json"]);
    const loads: readonly { readonly over: string; readonly demand: number }[] = JSON.parse(out).loads;
    const demandOn = (over: string) => loads.find((load) => load.over === over)?.demand ?? 0;
    return { said: demandOn("t[0].out -> wires.in[0]"), heard: demandOn("wires.in[1] -> t[1].out") };
  };
  const { said, heard } = await demands("ordered, reliable");
  expect(said).toBe(heard);
  expect((await demands("unordered, reliable")).said).toBeGreaterThan(said);
});
