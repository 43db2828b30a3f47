import { EncodeError } from "skerry/runtime";
import { expect, test } from "vitest";
import { ClientBinding } from "../../../../src/runtime/kernel/clients/client-binding.ts";
import { Deadlines } from "../../../../src/runtime/kernel/deadlines.ts";
import {
  EndpointGrants,
  type Passable,
  parseGrant,
  parseOpcodes,
  printGrant,
  printOpcodes,
} from "../../../../src/runtime/kernel/resources/endpoint-grants.ts";
import { Tester } from "../../fixtures/tester.ts";

const name = { service: "tester", instance: 0 };

function granter() {
  const revoked: number[] = [];
  const grants = new EndpointGrants((_, grant) => revoked.push(grant));
  const deadlines = new Deadlines({ now: () => 0, ticking: false, alarm() {} });
  const facts = { service: "tester", instance: 0, program: "broker", window: 8, canMove: false, longestReply: 40 };
  const { version, operations } = Tester;
  const binding = new ClientBinding({ deadlines, drop() {}, handledInPlace() {} }, { ...facts, version, operations });
  const place = { core: 1, program: "broker", instance: 0, instances: 1 };
  const passable: Passable = {
    ...{ service: "tester", place, descriptor: Tester, binding, settled: Promise.resolve(), opcodes: null },
  };
  const client = Tester.connect(binding);
  grants.register(client, passable);
  return { grants, client, binding, revoked };
}

test("a kernel vouches for what it has granted, to whom it has, and for no other service", async () => {
  const { grants, client } = granter();
  const [, grant] = grants.grant(client, Tester, 2, "field");
  expect(await grants.vouch(grant, 2, name)).toEqual({ program: "broker", instance: 0, opcodes: null });
  expect(await grants.vouch(grant, 3, name)).toBe(null);
  expect(await grants.vouch(grant + 1, 2, name)).toBe(null);
  expect(await grants.vouch(grant + 4096, 2, name)).toBe(null);
  expect(await grants.vouch(0, 2, name)).toBe(null);
  expect(await grants.vouch(grant, 2, { service: "tester", instance: 1 })).toBe(null);
  expect(await grants.vouch(grant, 2, { service: "other", instance: 0 })).toBe(null);
});

test("not when it was revoked, nor when its own binding has failed", async () => {
  const { grants, client, binding, revoked } = granter();
  const [[, first], [, second]] = [grants.grant(client, Tester, 2, "f"), grants.grant(client, Tester, 3, "f")];
  grants.revoke(client);
  expect(revoked).toEqual([first, second]);
  expect(await grants.vouch(first, 2, name)).toBe(null);
  const [, third] = grants.grant(client, Tester, 2, "field");
  binding.connection.fail(new Error("gone"));
  expect(await grants.vouch(third, 2, name)).toBe(null);
  expect(() => grants.grant(client, Tester, 2, "field")).toThrow(EncodeError);
});

test("what a kernel is given again and again is one grant, until it is taken back", () => {
  const { grants, client, revoked } = granter();
  const given = Array.from({ length: 5000 }, () => grants.grant(client, Tester, 2, "field")[1]);
  expect(new Set(given).size).toBe(1);
  grants.revoke(client);
  expect(revoked).toEqual([given[0]]);
  expect(grants.grant(client, Tester, 2, "field")[1]).not.toBe(given[0]);
});

test("a client is limited to operations that its interface has, and never widened", () => {
  const { grants, client } = granter();
  const few = {};
  grants.register(few, grants.limit(client, Tester, ["add", "note"]));
  expect(grants.limit(few, Tester, ["note", "echo"]).opcodes).toEqual([3]);
  expect(() => grants.limit(client, Tester, ["subtract"])).toThrow("Tester has no operation subtract");
  expect(() => grants.limit({}, Tester, ["add"])).toThrow(TypeError);
});

test("what kernels write of grants and operations is read again, and nothing else", () => {
  expect(parseGrant(printGrant({ granter: 7, grant: 0xffffffff }))).toEqual({ granter: 7, grant: 0xffffffff });
  for (const text of ["", "7", "7 8 9", "-1 2", "x y", "7  8", "123456 1"]) expect(parseGrant(text)).toBe(null);
  expect(parseOpcodes(printOpcodes(null))).toBe(null);
  expect(parseOpcodes(printOpcodes([1, 200]))).toEqual(new Set([1, 200]));
  for (const text of ["", "all", "**", "1e3"]) expect(parseOpcodes(text)).toEqual(new Set());
});

test("what was given to a kernel that is lost counts no more, and the others keep theirs", async () => {
  const { grants, client, revoked } = granter();
  const [, lost] = grants.grant(client, Tester, 2, "field");
  const [, kept] = grants.grant(client, Tester, 3, "field");
  grants.coreLost(2);
  expect(await grants.vouch(lost, 2, name)).toBe(null);
  expect(await grants.vouch(kept, 3, name)).not.toBe(null);
  grants.revoke(client);
  expect(revoked).toEqual([kept]);
});
