import { expect, test } from "vitest";
import { planOf } from "../breaking/changes.ts";

const plan = planOf(`isa arm { word 64 bits }
isa micro { word 32 bits, line 64 bytes }
interface Net @ 1 { message ping() }
machine soc {
  core big[2]: arm @ 2 GHz, kind performance
  core little[2]: arm @ 1 GHz, kind efficiency
  core spare: arm @ 1 GHz, kind efficiency, offline
  core m: micro @ 200 MHz
  coherence between big[*], little[*], m: latency 100 ns
}
system s on soc {
  service net: Net = "./net.ts" on big[0], m
  client web = "./web.ts" on little[*] uses net
  client idle = "./idle.ts" on big[1]
}
`);

test("there is an image for each kind of core that is online, with the programs that run on it", () => {
  expect(plan.boot?.images).toEqual([
    { name: "arm-performance", isa: "arm", kind: "performance", cores: [0, 1], programs: ["net", "idle"] },
    { name: "arm-efficiency", isa: "arm", kind: "efficiency", cores: [2, 3], programs: ["web"] },
    { name: "micro", isa: "micro", kind: null, cores: [5], programs: ["net"] },
  ]);
});

test("every core that is online is of one image", () => {
  const cores = (plan.boot?.images ?? []).flatMap((image) => image.cores);
  expect(cores.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 5]);
});
