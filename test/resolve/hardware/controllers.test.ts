import { describe, expect, test } from "vitest";
import type { Controller, LineTarget } from "../../../src/model/interrupt.ts";
import { describeText, machineOf, printAll } from "../described.ts";

const head = "core cpu[4]: amd64 @ 1 GHz; port x";

function controllers(items: string): readonly Controller[] {
  return machineOf(`machine m { ${head}\n${items} }`).controllers;
}

function faults(items: string): readonly string[] {
  const text = `use "prelude/amd64"; use "prelude/devices"\nmachine m { ${head}\n${items} }`;
  return printAll(describeText(text).diagnostics).map((line) => line.replace(/^a\.skerry:\d+:/, ""));
}

function print(to: LineTarget | null): string {
  if (to === null) return "nowhere";
  if (to.kind === "cores") return to.cores.map(({ path }) => path).join(" ");
  const lines = to.lines?.map(({ from, to: last }) => `${from}-${last}`).join(" ") ?? "any";
  return `${to.controller.path} ${lines}`;
}

function routesOf(controller: Controller | undefined): readonly string[] {
  const routes = controller?.routes ?? [];
  return routes.map(({ lines, isShared, to }) => {
    const ranges = lines.map(({ from, to: last }) => `${from}-${last}`).join(" ");
    return `${isShared ? "shared " : ""}${ranges} > ${print(to)}`;
  });
}

describe("controllers", () => {
  test("send the lines that no route names where the head says", () => {
    const [gic] = controllers("controller gic: 64 lines -> cpu[*] { line 5 -> cpu[1]; lines 8..15 -> cpu[2], cpu[3] }");
    expect(routesOf(gic)).toEqual([
      "5-5 > cpu[1]",
      "8-15 > cpu[2] cpu[3]",
      "0-4 6-7 16-63 > cpu[0] cpu[1] cpu[2] cpu[3]",
    ]);
  });

  test("send lines to other controllers side by side, at their own number, or all into one", () => {
    const [, side, own, joined] = controllers(`
      controller gic: 256 lines -> cpu[0]
      controller side: 64 lines { lines 32..63 -> gic at 100 }
      controller own: 8 lines -> gic at 40 { line 3 -> cpu[1] }
      controller joined: 8 lines -> gic line 7`);
    expect(routesOf(side)).toEqual(["32-63 > gic 100-131"]);
    expect(routesOf(own)).toEqual(["3-3 > cpu[1]", "0-2 4-7 > gic 40-42 44-47"]);
    expect(routesOf(joined)).toEqual(["0-7 > gic 7-7"]);
  });

  test("share lines without a route of their own", () => {
    const [, slave] = controllers(`
      controller gic: 64 lines -> cpu[0]
      controller slave: 8 lines -> gic at 16 { shared lines 2..3 }`);
    expect(routesOf(slave)).toEqual(["shared 2-3 > gic 18-19", "0-1 4-7 > gic 16-17 20-23"]);
    expect(routesOf(controllers("controller gic: 4 lines { shared line 1 }")[0])).toEqual(["shared 1-1 > nowhere"]);
  });

  test("count the lines of two dimensions row by row", () => {
    const [its] = controllers(
      "controller its: (4, 8) lines, msi { lines (1..2, *) -> cpu[0]; lines (*, 3) -> cpu[1] }",
    );
    expect(its).toMatchObject({ dimensions: [4, 8], takesMessages: true });
    expect(routesOf(its)).toEqual(["8-23 > cpu[0]", "3-3 11-11 19-19 27-27 > cpu[1]"]);
  });

  test("come in arrays, and see those declared behind them", () => {
    const found = controllers("controller gpio[2]: 8 lines -> gic at 0; controller gic: 8 lines -> cpu[0]");
    expect(found.map(({ path }) => path)).toEqual(["gpio[0]", "gpio[1]", "gic"]);
    expect(routesOf(found[1])).toEqual(["0-7 > gic 0-7"]);
  });
});

describe("devices", () => {
  function sources(clauses: string): readonly string[] {
    const { devices } = machineOf(`
      use "prelude/devices"
      machine m {
        ${head}
        controller gic: 64 lines -> cpu[*]
        controller its: (4, 8) lines, msi -> cpu[*]
        device d: SataDisk at x { ${clauses} }
      }`);
    return (devices[0]?.sources ?? []).map(({ sources, to }) => {
      const numbers = sources === null ? "msi" : `${sources.from}-${sources.to}`;
      return `${numbers} > ${print(to)}`;
    });
  }

  test("raise lines, several from a line on, or interrupt cores", () => {
    expect(sources("interrupt -> gic 42")).toEqual(["0-0 > gic 42-42"]);
    expect(sources("interrupt 3 -> gic 2 * 20 + 5; interrupt -> cpu[1..2]")).toEqual([
      "3-3 > gic 45-45",
      "0-0 > cpu[1] cpu[2]",
    ]);
    expect(sources("interrupt 0..3 -> gic 40")).toEqual(["0-3 > gic 40-43"]);
    expect(sources("interrupt -> gic 40..43")).toEqual(["0-3 > gic 40-43"]);
    expect(sources("interrupt 4..7 -> gic 40..43")).toEqual(["4-7 > gic 40-43"]);
  });

  test("send messages to any line, or to some", () => {
    expect(sources("interrupt msi -> its")).toEqual(["msi > its any"]);
    expect(sources("interrupt msi -> its (2, 0..3)")).toEqual(["msi > its 16-19"]);
    expect(sources("interrupt msi -> cpu[0]")).toEqual(["msi > cpu[0]"]);
  });
});

describe("faults of lines", () => {
  const gic = "controller gic: 64 lines -> cpu[*]";
  const its = "controller its: (4, 8) lines, msi -> cpu[*]";

  test.each([
    [`${gic} { line 64 -> cpu[0] }`, "SK2701 `gic` has lines 0 to 63, but this is 64"],
    [`${gic}; controller a: 8 lines -> gic at 60`, "SK2701 `gic` has lines 0 to 63, but this needs 67"],
    [`${its} { line (4, 0) -> cpu[0] }`, "SK2701 `its` has lines 0 to 3 in dimension 1, but this is 4"],
    [`${its} { line 5 -> cpu[0] }`, "SK2702 the lines of `its` have 2 dimensions (4 × 8), but this names 1 number"],
    [
      `${gic}; controller a: 8 lines -> gic`,
      "SK2703 this goes to the controller `gic`, but not to one of its lines: write for example `-> gic at 0`",
    ],
    [
      `${gic}; device d: SataDisk at x { interrupt -> gic }`,
      "SK2703 this goes to the controller `gic`, but not to one of its lines: write for example `interrupt -> gic 0`",
    ],
    [
      `${gic}; device d: SataDisk at x { interrupt 4_294_967_296 -> gic 5 }`,
      "SK2209 a source must be from 0 to 4294967295, but this is 4294967296",
    ],
    ["device d: SataDisk at x { interrupt -> cpu[0] 4 }", "SK2704 `cpu[0]` is a core, and only controllers have lines"],
    ["controller a: 8 lines -> cpu[0] at 4", "SK2704 `cpu[0]` is a core, and only controllers have lines"],
    [
      `${gic}; device d: SataDisk at x { interrupt 0..3 -> gic 8..9 }`,
      "SK2705 4 sources cannot go to 2 lines of `gic` one for one",
    ],
    [`${gic}; controller a: 8 lines -> gic at 8..15`, "SK2706 behind `at` stands one line, but this names 8"],
    [
      `${gic}; controller a: 8 lines -> gic, cpu[0] at 0`,
      "SK2707 this goes to the controller `gic` and to `cpu[0]` at once",
    ],
    [
      `${its}; controller big: (1000000, 1000) lines { lines (*, 3) -> cpu[0] }`,
      "SK2708 this names lines of `big` in more than 65536 pieces",
    ],
    ["controller big: (1000000, 1000000) lines -> cpu[0]", "SK2709 `big` has more than 4294967296 lines"],
    [`${gic} { lines 9..8 -> cpu[0] }`, "SK2305 the range 9..8 runs backwards and contains nothing"],
    [
      "memory ram: 1 GiB; controller a: 8 lines -> ram",
      "SK2306 where a line goes must be a core or a controller, but `ram` is a memory",
    ],
  ])("%s", (items, fault) => {
    expect(faults(items)).toEqual([expect.stringContaining(fault)]);
  });
});

describe("controllers that parts are given", () => {
  const card = `use "prelude/devices"
    part Port(irq: controller, line: count) {
      device uart: SataDisk at here { interrupt -> irq (line) }
      core here: amd64 @ 1 GHz
    }
    board Card(irq: controller, base: count) {
      part a: Port(irq, base)
      part b: Port(irq: irq, line: base + 1)
      controller local: 8 lines -> irq at 32
    }`;

  test("are those of the place, however deep", () => {
    const { devices, controllers } = machineOf(`${card} machine m {
      core cpu: amd64 @ 1 GHz
      board card: Card(gic, 8)
      controller gic: 64 lines -> cpu
    }`);
    expect(devices.map(({ sources }) => sources.map(({ to }) => print(to)))).toEqual([["gic 8-8"], ["gic 9-9"]]);
    expect(controllers.flatMap(({ routes }) => routes.map(({ to }) => print(to)))).toEqual(["gic 32-39", "cpu"]);
  });

  test("are controllers, and are given by a path", () => {
    const faultsOf = (argument: string) => {
      const text = `use "prelude/amd64"\n${card}\nmachine m { core cpu: amd64 @ 1 GHz; board card: Card(${argument}, 8) }`;
      return printAll(describeText(text).diagnostics).map((line) => line.replace(/^a\.skerry:\S+ /, ""));
    };
    expect(faultsOf("cpu")).toEqual([
      "SK2306 what `irq` stands for must be an interrupt controller, but `cpu` is a core",
    ]);
    expect(faultsOf("4")).toEqual(["SK2611 the parameter `irq` of `Card` wants the path of an interrupt controller"]);
  });
});
