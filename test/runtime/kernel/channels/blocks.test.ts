import { expect, test } from "vitest";
import { longestEcho, Tester, type TesterServer } from "../../fixtures/tester.ts";
import { joinKernels } from "../../fixtures/two-kernels.ts";

/** More than there are blocks. */
const long = 12;
const data = (first: number): Uint8Array => new Uint8Array(longestEcho).fill(first);

/** What has come to the service, in order; it answers nothing. */
function silent(seen: string[]): TesterServer {
  return {
    add: (a) => {
      seen.push(`add ${a}`);
      return new Promise(() => {});
    },
    echo: (bytes) => {
      seen.push(`echo ${bytes[0]} ${bytes.length}`);
      return new Promise(() => {});
    },
    note: (value) => void seen.push(`note ${value}`),
    async *count() {},
    sum: async (start) => start,
    async *scale() {},
  };
}

test("requests that find no block wait for one, keep their order and go whole, though none before them is answered", () => {
  const seen: string[] = [];
  const { client, caller, run } = joinKernels(Tester, Tester.serve(silent(seen)));
  const before = caller.statistics.sent;
  for (let each = 0; each < long; each++) void client.echo(data(each));
  void client.note(1);
  void client.add(2, 2);
  expect(client.tryNote(3)).toBe(false);
  run();
  const echoes = Array.from({ length: long }, (_, each) => `echo ${each} ${longestEcho}`);
  expect(seen).toEqual([...echoes, "note 1", "add 2"]);
  expect(caller.statistics.sent - before).toBe(long + 2);
  expect(client.tryNote(3)).toBe(true);
});

test("credits that are set aside meanwhile are all there afterwards", () => {
  const seen: string[] = [];
  const { client, run } = joinKernels(Tester, Tester.serve(silent(seen)));
  for (let each = 0; each < long; each++) void client.echo(data(each));
  run();
  const window = 32;
  for (let each = long; each < window; each++) void client.add(each, 0);
  expect(client.tryNote(0)).toBe(false);
  run();
  expect(seen.length).toBe(window);
  expect(client.tryNote(0)).toBe(false);
});
