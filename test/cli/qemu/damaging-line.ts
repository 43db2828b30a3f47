/**
 * Stands in for QEMU: runs it, and damages some of the bytes that go over its serial line, both ways. Called with the program,
 * a seed, of how many bytes one is damaged, a file for how many were, and what QEMU is called with.
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { boundToParent } from "../../../src/cli/boot/qemu/start-machine.ts";
import { damage, randomOf } from "../../runtime/hosts/board/noisy-line.ts";

const [program = "", seed, oneOf, report = "", ...words] = process.argv.slice(2);
const random = randomOf(Number(seed));
let damaged = 0;

function harm(bytes: Buffer): Uint8Array {
  const heard = [...bytes].flatMap((byte) => {
    if (random() * Number(oneOf) >= 1) return [byte];
    damaged++;
    return damage(byte, random);
  });
  return Uint8Array.from(heard);
}

const call = boundToParent({ program, arguments: words });
const machine = spawn(call.program, call.arguments, { stdio: ["pipe", "pipe", "inherit"] });
machine.stdin.on("error", () => {});
process.stdin.on("data", (bytes: Buffer) => machine.stdin.write(harm(bytes)));
machine.stdout.on("data", (bytes: Buffer) => process.stdout.write(harm(bytes)));
process.once("SIGTERM", () => machine.kill("SIGTERM"));
machine.once("close", (code) => {
  writeFileSync(report, String(damaged));
  process.stdin.destroy();
  process.exitCode = code ?? 1;
});
