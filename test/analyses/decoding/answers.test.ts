import { expect, test } from "vitest";
import { answersOf } from "../../../src/analyses/decoding/answers.ts";
import { planContexts } from "../../../src/analyses/decoding/contexts.ts";
import { DecodingNet } from "../../../src/analyses/decoding/net.ts";
import { resolveAddress } from "../../../src/analyses/decoding/resolve-address.ts";
import { unfold } from "../../../src/analyses/decoding/unfold.ts";
import { invariant } from "../../../src/diagnostics/invariant.ts";
import { machineOf } from "../../resolve/described.ts";

const channels = `core cpu: amd64, sees bus
  memory channel[3]: 64 KiB`;

test("what addresses alternate between is answered by each memory, from its first to its last byte", () => {
  const { cores, spaces } = machineOf(`machine m { ${channels}
    space bus: 32 bits { map 0x1_0000..0x1_4fff to inner at 0x2800; map 0x10_0000 to channel[0] }
    space inner: 32 bits { map 0 over channel[*] by 4 KiB }
  }`);
  const [cpu, bus] = [cores[0], spaces[0]];
  invariant(cpu !== undefined && bus !== undefined, "the machine has both");
  const net = new DecodingNet();
  const { ranges } = unfold(net, cpu, bus);
  const answers = ranges.flatMap(answersOf);
  expect(answers.map(({ target, from, to }) => [target.kind === "memory" && target.memory.path, from, to])).toEqual([
    ["channel[0]", 0x1000n, 0x2fffn],
    ["channel[1]", 0x1000n, 0x27ffn],
    ["channel[2]", 0x800n, 0x1fffn],
    ["channel[0]", 0n, 0xffffn],
  ]);
  for (const { target, from, to, addressOf } of answers) {
    for (const offset of [from, (from + to) / 2n, to]) {
      expect(resolveAddress(net, cpu, bus, addressOf(offset)).end).toEqual({ kind: "accepted", target, offset });
    }
  }
});

test("an IOMMU opens the granules of a buffer, and no others", () => {
  const machine = machineOf(`device Nic { bandwidth 1 GB/s }
    machine m { ${channels}
      device nic: Nic at cpu, sees smmu
      iommu smmu: 32 bits to bus, page 4 KiB
      space bus: 32 bits { map 0x8000_0000 over channel[*] by 4 KiB }
    }`);
  const [nic, memory] = [machine.devices[0], machine.memories[1]];
  invariant(nic !== undefined && memory !== undefined && nic.sees !== null, "the machine has both");
  const grant = { device: nic, memory, offset: 0x1800n, size: 0x1000n, span: memory.span };
  const net = new DecodingNet(planContexts(machine, [grant]));
  const answers = unfold(net, nic, nic.sees.space).ranges.flatMap(answersOf);
  expect(answers.map(({ target, from, to }) => [target.kind === "memory" && target.memory.path, from, to])).toEqual([
    ["channel[1]", 0x1000n, 0x1fffn],
    ["channel[1]", 0x2000n, 0x2fffn],
  ]);
});
