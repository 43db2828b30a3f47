import { expect, test } from "vitest";
import { createBootLog } from "../../src/cli/boot/boot-log.ts";
import type { BootConfiguration } from "../../src/runtime/kernel/boot-configuration.ts";
import type { BootEvent, HostEvent, KernelEvent } from "../../src/runtime/kernel/events.ts";

const cores = ["p[0].cpu[0]", "p[0].cpu[1]", "p[1].cpu[0]", "lone"].map((name) => ({
  name,
  clock: 2e9,
  osIndex: null,
}));

const configuration: BootConfiguration = {
  format: "skerry-boot",
  version: 1,
  name: "demo",
  cores,
  bootCore: 0,
  order: [0, 1, 2, 3],
  virtualChannels: 1,
  channels: [],
  bulk: [],
  pools: [],
  segmentBytes: 0,
  window: 1,
  programs: [],
};

function at(milliseconds: number, event: KernelEvent | HostEvent): BootEvent {
  return { ...event, at: milliseconds, coreName: null };
}

const disk = { core: 2, program: "disk", instance: 0, instances: 1 };
const web = { core: 1, program: "web", instance: 1, instances: 2 };

test("tells kernels by their package once all of it is up, programs by name", () => {
  const log = createBootLog(configuration, "a thread each", false);
  const told = [
    at(1, { kind: "kernelUp", core: 0 }),
    at(2, { kind: "kernelUp", core: 2 }),
    at(3, { kind: "kernelUp", core: 1 }),
    at(4.25, { kind: "kernelUp", core: 3 }),
    at(5, { kind: "pinned", core: 0, osIndex: 0 }),
    at(6, { kind: "serviceReady", interface: "Block", version: 2, ...disk }),
    at(7, { kind: "log", text: "hello\u001b[31m", ...web }),
    at(1234.5, { kind: "kernelLost", core: 2, text: "it was killed" }),
    at(1235, { kind: "frameDropped", core: 0, reason: "lost", from: 1, count: 2 }),
    at(1236, { kind: "clientFailed", text: "no disk", ...web }),
    at(1237, { kind: "shutdown", reason: "all clients are done" }),
  ].map(log.line);
  expect(log.opening).toBe("Booting demo: 4 kernels, a thread each.\n\n");
  expect(told.join("")).toBe(`     2.000 ms  p[1]          1 kernel up
     3.000 ms  p[0]          2 kernels up
     4.250 ms  demo          1 kernel up; all are up
     6.000 ms  disk          ready on p[1].cpu[0], serves Block @ 2
     7.000 ms  web[1]        hello\\u{1b}[31m
  1234.500 ms  p[1].cpu[0]   kernel lost: it was killed
  1235.000 ms  p[0].cpu[0]   2 frames dropped (lost), the last from p[0].cpu[1]
  1236.000 ms  web[1]        failed on p[0].cpu[1]: no disk
  1237.000 ms  shutdown      all clients are done
`);
});

test("sums up what the kernels did, and names what failed", () => {
  const log = createBootLog(configuration, "a thread each", false);
  const statistics = { delivered: 600, forwarded: 10, sent: 7, dropped: { lost: 2 } };
  for (const core of [0, 1]) expect(log.line(at(1, { kind: "kernelStopped", core, statistics }))).toBe("");
  expect(
    log.closing({ kind: "failed", reason: "a kernel was lost", failures: ["the kernel on p[1].cpu[0] was lost"] }),
  ).toBe(`
2 kernels stopped, 1,200 frames delivered, 20 forwarded, 4 dropped.
failed: the kernel on p[1].cpu[0] was lost
Failed: a kernel was lost.
`);
});

test("colours are extra: the text is the same", () => {
  const event = at(1, { kind: "serviceReady", interface: "Block", version: 2, ...disk });
  const [plain, coloured] = [false, true].map((colours) => createBootLog(configuration, "x", colours).line(event));
  expect(coloured).toContain("\u001b[32m");
  expect(coloured?.replace(/\u001b\[\d+m/g, "")).toBe(plain);
});

test("says that nothing will end a system without clients", () => {
  const log = createBootLog(configuration, "x", false);
  const told = [0, 1, 2, 3].map((core) => log.line(at(1, { kind: "channelsBound", core, channels: 0, neighbours: 0 })));
  expect(told.join("")).toContain("all 0 bound; no client to end with: running until Ctrl-C\n");
});
