import { expect, expectTypeOf, test } from "vitest";
import { emitThreads } from "../../../src/emit/boot/threads/emit-threads.ts";
import type { ThreadsView } from "../../../src/emit/boot/threads/threads-view.ts";
import { faultOfThreads } from "../../../src/emit/boot/threads/validate-threads.ts";
import type { BootConfiguration } from "../../../src/runtime/kernel/boot-configuration.ts";
import { planHotos09 } from "../hotos09.ts";

test("threads.json is what the runtime boots", async () => {
  expectTypeOf<ThreadsView>().toExtend<BootConfiguration>();
  expectTypeOf<BootConfiguration>().toExtend<ThreadsView>();
  const plan = planHotos09();
  const [file] = await emitThreads(plan);
  const view = JSON.parse(`${file?.content}`);
  expect(view).toMatchObject({ format: "skerry-boot", name: "fileserver", bootCore: plan.boot?.bootCore });
  expect(view.cores).toHaveLength(32);
  expect(view.channels).toHaveLength(plan.boot?.channels.length ?? 0);
  const web = view.programs.filter(({ name }: { name: string }) => name === "web");
  expect(web.map(({ core, instance }: { core: number; instance: number }) => [core, instance])).toEqual([
    ...[
      [12, 0],
      [13, 1],
      [14, 2],
      [15, 3],
    ],
  ]);
  expect(web[0].uses).toEqual([
    { service: "disk", instance: 0 },
    { service: "registry", instance: 3 },
  ]);
});

test("its schema refuses what no host could boot", async () => {
  const [file] = await emitThreads(planHotos09());
  const view = JSON.parse(`${file?.content}`);
  expect(faultOfThreads(view)).toBeNull();
  expect(faultOfThreads({ ...view, cores: [] })).toMatch(/cores must NOT have fewer than 1 items/);
  expect(faultOfThreads({ ...view, bootCore: -1 })).toMatch(/bootCore must be >= 0/);
  expect(faultOfThreads({ ...view, extra: 1 })).toMatch(/additional properties/);
});
