import { expect, test } from "vitest";
import { allowFitsUses } from "../../../src/checks/deployment/allow-fits-uses.ts";
import { foundBy, small } from "../found-by.ts";

const disk = "interface Block { call read() -> () call trim() -> () } ";

const unused = (at: string) => `${at} \`y\` is allowed something of \`disk\`, but does not use it`;

test("who uses a service that says who may is allowed something, and who is allowed something uses it", () => {
  const found = (allow: string) => {
    const programs = `service disk: Block = "./d.ts" ${allow} client x = "./x.ts" uses disk client y = "./y.ts"`;
    return foundBy(allowFitsUses, `${small}${disk}system a on small { ${programs} }`);
  };
  expect(found("")).toEqual([]);
  expect(found("allow x: read")).toEqual([]);
  expect(found("allow x: *")).toEqual([]);
  expect(found("allow x: read allow y: trim")).toEqual([unused("5:122")]);
  expect(found("allow y: *")).toEqual([
    unused("5:108"),
    "5:144 `x` uses `disk`, which allows it nothing: `allow x: …`",
  ]);
});
