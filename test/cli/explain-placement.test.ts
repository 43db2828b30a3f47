import { expect, test } from "vitest";
import { skerryHere } from "./in-process.ts";
import { hotos09 } from "./skerry.ts";

test("says of each copy where it is, why, what that costs and what else was to be had", async () => {
  const { code, out, err } = await skerryHere(["explain", "placement", hotos09]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const lines = out.split("\n").map((line) => line.trim());
  expect(lines[0]).toMatch(/^disk \(.*system\.skerry:14:11\)$/);
  expect(lines.slice(1, 7)).toEqual([
    "on p[7].cpu[0]",
    "because near disk0: as near as can be, and takes its interrupts",
    "because runs no other program",
    "bound to registry on p[7].cpu[1]",
    "costs 0 ps near disk0",
    "costs 65 ns to registry",
  ]);
  expect(lines).toContain(
    "instead p[7].cpu[1]: without the interrupts of its device, 65 ns less of messages and reads per second, but it runs registry",
  );
  expect(lines).toContain("because said by hand: on p[3].cpu[3]");
  expect(lines).toContain("costs 357.5 ns to disk at 22.5 kHz");
  expect(lines.at(-2)).toBe("No placement that grants all wishes costs less.");
});

test("of one program, only its own copies", async () => {
  const { out } = await skerryHere(["explain", "placement", hotos09, "web"]);
  const heads = out.split("\n").filter((line) => /^\w+ \(/.test(line));
  expect(heads.map((line) => line.split(" ")[0])).toEqual(["web"]);
  expect(out.match(/^ {2}on /gm)).toHaveLength(4);
});
