import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ControlClient } from "../../../src/cli/control/control-client.ts";
import { type ControlServer, serveControl } from "../../../src/cli/control/control-server.ts";
import type { ControlRequest, Outcome } from "../../../src/cli/control/message.ts";
import { until } from "../../until.ts";

const limits = { longest: 200, connections: 3, patience: 30 };
const status = '{"version":1,"id":1,"command":"status"}\n';

let folder = "";
let socket = "";
let server: ControlServer;
const handled: ControlRequest[] = [];

async function handle(request: ControlRequest): Promise<Outcome> {
  handled.push(request);
  return { ok: true, result: { turn: handled.length } };
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "skerry-control-"));
  socket = path.join(folder, "s.sock");
  handled.length = 0;
  server = await serveControl(socket, handle, limits);
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What comes back until the other end has no more to say. */
function answersTo(...pieces: readonly (string | Uint8Array)[]): Promise<readonly unknown[]> {
  const connection = createConnection({ path: socket });
  for (const piece of pieces) connection.write(piece);
  return all(connection);
}

function all(connection: Socket): Promise<readonly unknown[]> {
  let text = "";
  connection.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  connection.on("error", () => {});
  return new Promise((resolve) => {
    const done = (): void =>
      resolve(
        text
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => JSON.parse(line)),
      );
    connection.on("close", done);
    connection.on("end", done);
  });
}

async function answered(): Promise<unknown> {
  const client = await ControlClient.connect(socket);
  const answer = await client.ask({ command: "status" });
  client.close();
  return answer;
}

test("the socket is its owner's alone", () => {
  expect(statSync(socket).mode & 0o777).toBe(0o600);
});

test("answers one request after the other", async () => {
  const client = await ControlClient.connect(socket);
  expect(await client.ask({ command: "status" })).toMatchObject({ id: 1, ok: true, result: { turn: 1 } });
  expect(await client.ask({ command: "kill", core: "a" })).toMatchObject({ id: 2, ok: true, result: { turn: 2 } });
  client.close();
  expect(handled).toEqual([{ command: "status" }, { command: "kill", core: "a" }]);
});

test("requests that come at once, or in pieces, are answered in their order", async () => {
  const connection = createConnection({ path: socket });
  connection.write(`${status}${status.slice(0, 10)}`);
  connection.end(`${status.slice(10)}${status}`);
  expect(await all(connection)).toMatchObject([
    { result: { turn: 1 } },
    { result: { turn: 2 } },
    { result: { turn: 3 } },
  ]);
});

test.each([
  ["garbage", ["\u0000\u0001hello\n"], "malformed"],
  ["what is no text", [Uint8Array.of(0xff, 0xfe, 0x0a)], "malformed"],
  ["a line that is too long", [`${"x".repeat(300)}\n`], "tooLong"],
  ["a line without end that is too long", ["x".repeat(100_000)], "tooLong"],
  ["a line whose rest does not come", [status.slice(0, 12)], "tooSlow"],
])("%s is refused, and the system goes on", async (_, pieces, code) => {
  const connection = createConnection({ path: socket });
  const answers = all(connection);
  for (const piece of pieces) connection.write(piece);
  if (code === "malformed") connection.end();
  expect(await answers).toMatchObject([{ ok: false, error: { code } }]);
  expect(handled).toEqual([]);
  expect(await answered()).toMatchObject({ ok: true });
});

test("a half line before the end is refused", async () => {
  const connection = createConnection({ path: socket });
  connection.end(status.slice(0, 12));
  expect(await all(connection)).toMatchObject([{ error: { code: "malformed" } }]);
});

test("who comes when there are many already is told so, until one has gone", async () => {
  const others = await Promise.all([1, 2, 3].map(() => ControlClient.connect(socket)));
  expect(await Promise.all(others.map((other) => other.ask({ command: "status" })))).toHaveLength(3);
  expect(await answersTo()).toMatchObject([{ ok: false, error: { code: "tooManyConnections" } }]);
  expect(await others[0]?.ask({ command: "status" })).toMatchObject({ ok: true });
  const gone = others.map((other) => other.close());
  expect(gone).toHaveLength(3);
  await expect.poll(answered).toMatchObject({ ok: true });
});

test("a client that is one too many is told so, whether it asks before it hears of it or after", async () => {
  const others = await Promise.all([1, 2, 3].map(() => ControlClient.connect(socket)));
  expect(await Promise.all(others.map((other) => other.ask({ command: "status" })))).toHaveLength(3);
  const refusal = { ok: false, error: { code: "tooManyConnections" } };
  expect(await answered()).toMatchObject(refusal);
  const late = await ControlClient.connect(socket);
  expect(await answersTo()).toMatchObject([refusal]);
  expect(await late.ask({ command: "status" })).toMatchObject(refusal);
});

test("of a crowd no more than are served are waited for", async () => {
  const crowd = Array.from({ length: 20 }, () => createConnection({ path: socket, allowHalfOpen: true }));
  const refused = new Set<Socket>();
  for (const each of crowd)
    each
      .on("error", () => {})
      .resume()
      .on("end", () => refused.add(each));
  await until(() => refused.size === crowd.length - limits.connections);
  const written = await Promise.all([...refused].map(canWrite));
  expect(written.filter((can) => can)).toHaveLength(limits.connections);
  for (const each of crowd) each.destroy();
});

function canWrite(connection: Socket): Promise<boolean> {
  return new Promise((resolve) => connection.write("x", (error) => resolve(!error)));
}

test("who leaves without a word, or in the middle of one, harms nobody", async () => {
  for (const text of ["", status, status.slice(0, 5)]) {
    const connection = createConnection({ path: socket });
    connection.on("error", () => {});
    connection.write(text);
    await new Promise((resolve) => connection.once("connect", resolve));
    connection.destroy();
  }
  await expect.poll(answered).toMatchObject({ ok: true });
});

test("a client hears when the system has gone", async () => {
  const client = await ControlClient.connect(socket);
  await client.ask({ command: "status" });
  server.close();
  expect(await client.ask({ command: "status" })).toHaveProperty("lost");
});
