import { expect, test } from "vitest";
import { BoardStatus } from "../../../src/cli/boot/qemu/board-status.ts";
import { readSerialLine } from "../../../src/cli/boot/qemu/serial-log.ts";
import { circle, systemOf } from "../../runtime/fixtures/system.ts";

test("objects that are lost for good are those of which a kernel has said so, each once", () => {
  const { configuration } = systemOf({ cores: 3, edges: circle(3), programs: [] });
  const status = new BoardStatus(configuration);
  expect(status.lostObjects).toEqual([]);
  for (const { name } of configuration.cores.slice(0, 2)) {
    const event = readSerialLine(configuration, `${name}: state lost: total`, 1);
    if (event === null) throw new Error("it is no event");
    status.observe(event);
  }
  expect(status.lostObjects).toEqual(["total"]);
});
