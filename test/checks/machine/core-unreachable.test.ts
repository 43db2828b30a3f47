import { expect, test } from "vitest";
import { coreUnreachable } from "../../../src/checks/machine/core-unreachable.ts";
import { faultsOf, machine, packages } from "./faults-of.ts";

test("cores need coherence or a link between them", () => {
  expect(faultsOf(coreUnreachable, machine("core a: amd64; core b: amd64; core c: amd64"))).toEqual([
    "2:28 SK3007 no message can get from `a` to `b` (and one more core): neither coherence nor links lead there",
  ]);
  const joined = "core a: amd64; core b: amd64; core c: amd64; coherence between a, b; link b -- c";
  expect(faultsOf(coreUnreachable, machine(joined))).toEqual([]);
});

test("a one-way link leads one way, and is named", () => {
  expect(faultsOf(coreUnreachable, packages(2, "link p[0].x[0] -> p[1].x[0]"))).toEqual([
    "3:13 SK3007 no message can get from `p[1].cpu` to `p[0].cpu`: `p[0].x[0] -> p[1].x[0]` leads only the other way",
  ]);
  expect(faultsOf(coreUnreachable, packages(2, "link p[0].x[0] <- p[1].x[0]".replace("<-", "--")))).toEqual([]);
});

test("one-way links in a ring reach everybody", () => {
  const ring = "for i in 0..3 { link p[i].x[0] -> p[(i + 1) % 4].x[1] }";
  expect(faultsOf(coreUnreachable, packages(4, ring))).toEqual([]);
  expect(faultsOf(coreUnreachable, packages(4, ring.replace("0..3", "0..2")))).toHaveLength(1);
});

test("the place is the part that is left out", () => {
  const items = "package lost: Chip\nlink p[0].x[0] -- p[1].x[0]";
  expect(faultsOf(coreUnreachable, packages(2, items))).toEqual([
    "4:1 SK3007 no message can get from `p[0].cpu` to `lost.cpu`: neither coherence nor links lead there",
  ]);
});

test("a switch without cores passes messages on, a device does not", () => {
  const box = "part Box { port x[4] }\n";
  const across = "part b: Box; link p[0].x[0] -- b.x[0]; link b.x[1] -- p[1].x[0]";
  expect(faultsOf(coreUnreachable, box + packages(2, across))).toEqual([]);
  const device = "device d: SataDisk at p[0].x[0]; link p[0].x[1] -- d; link p[1].x[1] -- d";
  expect(faultsOf(coreUnreachable, packages(2, device))).toHaveLength(1);
});

test("nobody has to reach a core that is offline", () => {
  expect(faultsOf(coreUnreachable, machine("core a: amd64; core b: amd64, offline"))).toEqual([]);
});
