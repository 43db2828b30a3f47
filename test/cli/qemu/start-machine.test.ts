import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findProgram } from "../../../src/cli/boot/qemu/find-program.ts";
import { boundToParent } from "../../../src/cli/boot/qemu/start-machine.ts";
import { until } from "../../until.ts";

/** Who has its parent's place need not have asked what it ended with. */
function hasEnded(id: string): boolean {
  return !existsSync(`/proc/${id}/stat`) || / Z /.test(readFileSync(`/proc/${id}/stat`, "utf8"));
}

test.skipIf(findProgram(["setpriv"]) === null)("what was started ends when who started it is killed", async () => {
  const { program, arguments: words } = boundToParent({ program: "sleep", arguments: ["1000"] });
  const parent = spawn("sh", ["-c", `"$@" & echo $!; wait`, "sh", program, ...words]);
  const [said] = await once(parent.stdout, "data");
  const id = String(said).trim();
  // Until it is what it was asked to be, it could not be told.
  await until(() => readFileSync(`/proc/${id}/comm`, "utf8").startsWith("sleep"));
  parent.kill("SIGKILL");
  await until(() => hasEnded(id));
  expect(hasEnded(id)).toBe(true);
});

test("where nothing binds it, it is started as it is", () => {
  const { PATH: before = "" } = process.env;
  process.env["PATH"] = "/nowhere";
  const call = { program: "sleep", arguments: ["1"] };
  expect(boundToParent(call)).toBe(call);
  process.env["PATH"] = before;
});
