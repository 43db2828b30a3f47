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
