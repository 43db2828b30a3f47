import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { hasErrors } from "../../src/diagnostics/report.ts";
import { readText } from "../../src/files/read-text.ts";
import { compile } from "../../src/pipeline.ts";
import type { SourceHost } from "../../src/source/source-host.ts";
import { skerry } from "../cli/skerry.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const example = `${root}examples/this-machine/`;
const recorded = `${root}test/import/sysfs/fixtures/`;

/** The example with another machine in the place of its own. */
function hostWith(machine: string): SourceHost {
  return {
    read: (file) => {
      if (file === "machine.skerry") return { kind: "text", text: machine };
      return readText(file.startsWith("prelude/") ? `${root}dsl/${file}` : example + file);
    },
  };
}

/** By name; not every recording is of a machine that can be described. */
const machines = readdirSync(recorded, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "expected.skerry")
  .sort()
  .map((file) => [path.dirname(file), readFileSync(recorded + file, "utf8")] as const)
  .filter(([, text]) => text !== "");

test.each(["threads", "simulation"])(
  "%s: a text is lent to the counter, which notes what it finds by a right passed to it",
  async (host) => {
    const { code, out } = await skerry(["boot", "examples/this-machine", "--host", host]);
    expect(code).toBe(0);
    const words = [7, 11, 7, 5];
    for (const [index, count] of words.entries()) {
      expect(out).toContain(`${index + words.length}: reader's counter noted: line ${index + 1} has ${count} words\n`);
    }
    expect(out).toMatch(/none dropped\.\nCompleted: all clients are done\.\n$/);
  },
);

describe("the system of this-machine", () => {
  test.each(machines)("can be placed on what probe makes of %s", (_, machine) => {
    const { product, diagnostics } = compile(["system.skerry"], hostWith(machine));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const { plan } = product;
    const online = plan?.machine?.cores.filter((core) => core.online).length;
    expect(plan?.system?.services[0]?.instances.length).toBe(online);
    expect(plan?.system?.services[1]?.instances.length).toBe(1);
  });

  test("can be placed on a single core", () => {
    const machine = 'use "prelude/amd64"\nmachine thisMachine { core only: amd64 @ 1 GHz }';
    expect(hasErrors(compile(["system.skerry"], hostWith(machine)).diagnostics)).toBe(false);
  });
});
