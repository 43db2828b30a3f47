import { expect, test } from "vitest";
import { wishesContradict } from "../../../src/checks/deployment/wishes-contradict.ts";
import { foundBy, small } from "../found-by.ts";

const found = (wishes: string) =>
  foundBy(wishesContradict, `${small}system a on small { client x = "./x.ts" ${wishes} }`);

test.each([
  ["on p[0].cpu[0] every core", "5:56", "`on p[0].cpu[0]` and `every core`"],
  ["every core every package", "5:52", "`every core` and `every package`"],
  ["on p[0].cpu[0] on p[1].cpu[0]", "5:56", "`on p[0].cpu[0]` and `on p[1].cpu[0]`"],
])("%s", (wishes, place, both) => {
  expect(found(wishes)).toEqual([`${place} \`x\` cannot be placed both ${both}`]);
});

test.each(["", "near p[0]", "near p[0] near p[1].ram", "every package near p[0].ram"])("%s is fine", (wishes) => {
  expect(found(wishes)).toEqual([]);
});
