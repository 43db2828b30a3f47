import { expect, test } from "vitest";
import { bufferMakesSense } from "../../../src/checks/deployment/buffer-makes-sense.ts";
import { foundBy, small } from "../found-by.ts";

const wired = `${small}device Nic {}
machine wired { package p[2]: Pair; device nic: Nic at p[0]; device disk: Nic at p[1] }
`;
const found = (buffer: string, others = "") =>
  foundBy(bufferMakesSense, `${wired}system a on wired { client x = "./x.ts" drives nic { ${buffer} }; ${others} }`);

test.each([
  ["buffer b: 1 KiB forwarded", "7:61 the buffer `b` of `x` is forwarded, and nothing says by which device: `for …`"],
  [
    "buffer b: 1 KiB for nic, forwarded, read by x",
    "7:90 the buffer `b` is forwarded and lies near its device, so it cannot lie near `x` as well",
  ],
  ["buffer b: 1 KiB for disk", "7:70 the buffer `b` is for `disk`, which `x` does not drive: `drives disk`"],
])("%s", (buffer, message) => {
  expect(found(buffer)).toEqual([message]);
});

test("a buffer for another's device names its driver", () => {
  expect(found("buffer b: 1 KiB for disk", 'client y = "./y.ts" drives disk')).toEqual([
    "7:70 the buffer `b` is for `disk`, which `x` does not drive: `y` does",
  ]);
});

test.each(["buffer b: 1 KiB", "buffer b: 1 KiB for nic, forwarded", "buffer b: 1 KiB for nic, read by x"])(
  "%s is fine",
  (buffer) => {
    expect(found(buffer)).toEqual([]);
  },
);
