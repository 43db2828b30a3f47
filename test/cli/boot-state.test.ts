/** Replicated state from a description to programs that agree on it, under simulation. */
import path from "node:path";
import { expect, test } from "vitest";
import { folderOf, skerry, smallMachine } from "./skerry.ts";

const description = `${smallMachine}
interface Registry {
  struct Entry { name: string<32>; value: u64 }
}
system agreed on small {
  state names: map<string<32>, Registry.Entry, 1> replicas on cpu[0], cpu[1], cpu[2], agree majority
  state current: register<Registry.Entry> replicas every core, agree broadcast
  state hits: counter replicas on cpu[0], cpu[1], agree twoPhase
  state stale: set<u64, 256> replicas every core, agree shootdown
  state audit: log<Registry.Entry, 16> replicas every core, agree majority
  state leader: lease 50 ms replicas every core, agree majority
  client user = "./user.ts" uses names, current, hits, stale, audit, leader on cpu[3]
}
`;

const program = `
export const program = async ({ state, log }) => {
  const entry = { name: "a", value: 7n };
  const said = (agreement) => (agreement.kind === "agreed" ? "agreed" : agreement.reason);
  log("names " + said(await state.names.set("a", entry)));
  log("full " + said(await state.names.set("b", entry)));
  log("stale " + said(await state.names.replace("a", { name: "b", value: 7n }, entry)));
  log("names are " + (await state.names.get("a")).value);
  log("read " + (await state.names.read("a")).value.value);
  log("current " + said(await state.current.set(entry)) + " " + state.current.get().name);
  log("hits " + (await state.hits.add(2)).value);
  log("stale " + said(await state.stale.add(3n)) + " " + state.stale.has(3n));
  log("audit " + (await state.audit.append(entry)).value + " " + state.audit.get(0).name);
  const held = await state.leader.acquire();
  log("leader " + said(held) + " " + said(await state.leader.acquire()));
  log("released " + said(await state.leader.release(held.value)));
};
`;

test("programs agree on every kind of state, by every protocol", async () => {
  const folder = folderOf({ "agreed.skerry": description, "user.ts": program });
  const { code, out, err } = await skerry(["boot", path.join(folder, "agreed.skerry"), "--host", "simulation"]);
  const lines = `${out}${err}`.split("\n").flatMap((line) => / user +(.*)$/.exec(line)?.[1] ?? []);
  expect(lines.slice(1, -1)).toEqual([
    "names agreed",
    "full rejected",
    "stale superseded",
    "names are 7",
    "read 7",
    "current agreed a",
    "hits 2",
    "stale agreed true",
    "audit 0 a",
    "leader agreed rejected",
    "released agreed",
  ]);
  expect(code).toBe(0);
});
