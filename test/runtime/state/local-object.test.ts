import { expect, test } from "vitest";
import { ShutdownError } from "../../../src/runtime/errors.ts";
import { operations } from "../../../src/runtime/state/operations.ts";
import { mapFacts, ObjectNetwork } from "./object-network.ts";

const query = { operation: operations.get, key: Uint8Array.of(1) };
const command = { ...query, operation: operations.set, value: Uint8Array.of(2), expected: null };
const stopped = { kind: "failed", reason: "noQuorum", text: "the system is shutting down" };

test.each(["broadcast", "majority"] as const)(
  "nothing is waited for by %s when the system has stopped",
  async (protocol) => {
    const network = new ObjectNetwork(mapFacts(protocol, 2));
    network.cutOff(0);
    network.restart(1);
    const object = network.local(1);
    object.shutdown();
    await expect(object.propose(command, { timeout: Number.POSITIVE_INFINITY })).resolves.toEqual(stopped);
    await expect(object.read(query, { timeout: Number.POSITIVE_INFINITY })).resolves.toEqual(stopped);
    await expect(object.get(query)).rejects.toBeInstanceOf(ShutdownError);
    await expect(object.watch().next()).resolves.toMatchObject({ done: true });
  },
);
