import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { build, guarded, hasTarget, headerName, placeHeaders, strict, timeout } from "./compilers.ts";
import { planInterfaces } from "./messages.ts";

const description = `
interface Disk @ 3 {
  enum Status: u8 { ok, ioError }
  struct Why { code: u16; text: string<16> }
  call read(lba: u64, note?: string<8>) -> (data: bytes<16>) fails Status
  call flush() -> ()
  call check(strict: Status) -> (sum: u32) fails Why within 20 ms priority 2 window 8
  message trim(lba: u64)
  stream scan(from: u32) -> (at: u32)
  event grown(sectors: u64)
}
`;

/** A kernel with one service and one client in it: what is sent arrives at once. */
test.skipIf(!hasTarget(guarded))("clients in C and services in C talk through the faces of a header", () => {
  const folder = placeHeaders(planInterfaces(description));
  const program = path.join(folder, "faces");
  const text = readFileSync(new URL("faces.c", import.meta.url), "utf8").replace("disk.h", headerName(0));
  expect(build(folder, guarded, ["-std=c11", ...strict.split(" ")], text, program)).toBe("");
  const { stdout, stderr } = spawnSync(program, [], { encoding: "utf8", timeout });
  expect(stderr).toBe("");
  expect(stdout.trimEnd().split("\n")).toEqual([
    "Disk @ 3: 6 operations, longest 28 and 24, check: 20 ms, priority 2, window 8",
    "served read 7 hello",
    "reply 0707",
    "served read 8 -",
    "failed with 1",
    "served flush",
    "flushed",
    "served check 1",
    "failed with 300: too much",
    "fault: Disk.check cannot be asked so",
    "served trim 9",
    "served scan 3",
    "item 3",
    "item 4",
    "end",
    "event 99, 0 left",
    "fault: an answer that cannot be read (1)",
    "fault: Disk has no such operation",
    "fault: Disk.read cannot be asked so",
    "refused to send: 3, 2, 6",
    "no room: 10, busy: 11",
  ]);
});
