import { expect, test } from "vitest";
import { nearWithoutEffect } from "../../../src/checks/deployment/near-without-effect.ts";
import { foundBy, small } from "../found-by.ts";

const found = (wishes: string) =>
  foundBy(nearWithoutEffect, `${small}system a on small { client x = "./x.ts" ${wishes} }`);

test("`on` leaves nothing for `near` to choose, whichever comes first", () => {
  const message = "`near` has no effect: `on` says exactly where `x` runs";
  expect(found("near p[0] on p[1].cpu[0]")).toEqual([`5:41 ${message}`]);
  expect(found("on p[1].cpu[0] near p[0]")).toEqual([`5:56 ${message}`]);
  expect(found("every package near p[0]")).toEqual([]);
});
