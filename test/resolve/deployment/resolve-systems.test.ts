import { describe, expect, test } from "vitest";
import type { System, Wish } from "../../../src/model/deployment.ts";
import { small } from "../../checks/found-by.ts";
import { resolveText } from "../resolve-text.ts";

function systemOf(items: string): System {
  const { product, diagnostics } = resolveText(`${small}system a on small { ${items} }`);
  expect(diagnostics).toEqual([]);
  const [found] = product.systems;
  if (found === undefined) throw new Error("no system");
  return found;
}

const codesOf = (items: string) =>
  resolveText(`${small}system a on small { ${items} }`).diagnostics.map(({ code }) => code);
const wishesOf = (wishes: string) => systemOf(`client x = "./x.ts" ${wishes}`).clients[0]?.wishes ?? [];
const coresOf = (wish: Wish | undefined) => (wish?.kind === "on" ? wish.cores.map(({ path }) => path) : null);

describe("programs", () => {
  test("keep their words", () => {
    const { services, clients } = systemOf('/// Answers.\nservice s: Echo = "./s.ts"\nclient c = "../c.js" uses s');
    expect(services[0]).toMatchObject({
      name: "s",
      module: "./s.ts",
      documentation: "Answers.",
      interface: { name: "Echo" },
    });
    expect(clients[0]).toMatchObject({ name: "c", module: "../c.js", documentation: null, wishes: [] });
    expect(clients[0]?.uses[0]?.service).toBe(services[0]);
  });

  test("use services declared later, and each other in circles", () => {
    const { services } = systemOf('service x: Echo = "./x.ts" uses y; service y: Echo = "./y.ts" uses x');
    const [x, y] = services;
    expect(x?.uses[0]?.service).toBe(y);
    expect(y?.uses[0]?.service).toBe(x);
  });

  test("that use a service whose interface is unknown are no second fault", () => {
    expect(codesOf('service x: Ekko = "./x.ts"; client c = "./c.ts" uses x')).toEqual(["SK2101"]);
  });

  test("are judged without a machine too", () => {
    const text = `${small}system a on smal { service x: Ekko = "./x.ts" on p[9]; client c = "./c.ts" uses z }`;
    const { product, diagnostics } = resolveText(text);
    expect(product.systems).toEqual([]);
    expect(diagnostics.map(({ code }) => code).sort()).toEqual(["SK2101", "SK2101", "SK5001"]);
  });
});

describe("on", () => {
  test("names cores, in the order of the text", () => {
    expect(coresOf(wishesOf("on p[1].cpu[*], p[0].cpu[1]")[0])).toEqual(["p[1].cpu[0]", "p[1].cpu[1]", "p[0].cpu[1]"]);
  });

  test("names each core once", () => {
    expect(codesOf('client x = "./x.ts" on p[0].cpu[0], p[*].cpu[*]')).toEqual(["SK5005"]);
  });

  test.each(["p[0]", "p[0].ram", "p[*].ram"])("names no %s", (path) => {
    expect(codesOf(`client x = "./x.ts" on ${path}`)).toEqual(["SK5004"]);
  });

  test("tells every faulty path", () => {
    expect(codesOf('client x = "./x.ts" on p[0].ram, p[7].cpu[0], q')).toEqual(["SK5004", "SK2302", "SK2301"]);
  });
});

describe("near", () => {
  test.each([
    ["p[1]", { kind: "part", part: { path: "p[1]" } }],
    ["p[1].ram", { kind: "memory", memory: { path: "p[1].ram" } }],
    ["spare", { kind: "core", core: { path: "spare" } }],
  ])("%s", (path, target) => {
    expect(wishesOf(`near ${path}`)[0]).toMatchObject({ kind: "near", target });
  });

  test("another service, also one declared later", () => {
    const { clients } = systemOf('client c = "./c.ts" near s; service s: Echo = "./s.ts"');
    expect(clients[0]?.wishes[0]).toMatchObject({ target: { kind: "service", service: "s" } });
  });

  test("a client is near nothing that anybody could be near to", () => {
    expect(codesOf('client c = "./c.ts"; client d = "./d.ts" near c')).toEqual(["SK5009"]);
  });
});

test("every level of a machine can be named", () => {
  for (const level of ["core", "part", "cluster", "die", "package", "board", "machine"]) {
    expect(wishesOf(`every ${level}`)[0]).toMatchObject({ kind: "every", level });
  }
});
