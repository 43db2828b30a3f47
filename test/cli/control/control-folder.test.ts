import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listSockets, openControlFolder, socketPath } from "../../../src/cli/control/control-folder.ts";
import { serveControl } from "../../../src/cli/control/control-server.ts";

const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

let runtime = "";

beforeEach(() => {
  runtime = mkdtempSync(path.join(tmpdir(), "skerry-runtime-"));
});

afterEach(() => rmSync(runtime, { recursive: true, force: true }));

function open(): ReturnType<typeof openControlFolder> {
  return openControlFolder({ XDG_RUNTIME_DIR: runtime });
}

describe("the folder of control sockets", () => {
  test("is made for its owner alone", () => {
    const folder = path.join(runtime, "skerry");
    expect(open()).toEqual({ kind: "folder", path: folder });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(open()).toEqual({ kind: "folder", path: folder });
  });

  test("is no link, wherever that leads", () => {
    mkdirSync(path.join(runtime, "elsewhere"), { mode: 0o700 });
    symlinkSync("elsewhere", path.join(runtime, "skerry"));
    expect(open()).toEqual({ kind: "unsafe", text: expect.stringContaining("is a symbolic link") });
  });

  test("is no file", () => {
    writeFileSync(path.join(runtime, "skerry"), "");
    expect(open()).toEqual({ kind: "unsafe", text: expect.stringContaining("is no folder") });
  });

  test("is open to nobody else", () => {
    mkdirSync(path.join(runtime, "skerry"));
    chmodSync(path.join(runtime, "skerry"), 0o750);
    expect(open()).toEqual({ kind: "unsafe", text: expect.stringContaining("is open to other users") });
  });

  test.runIf(isRoot)("is not somebody else's, who was there first", () => {
    mkdirSync(path.join(runtime, "skerry"), { mode: 0o700 });
    chownSync(path.join(runtime, "skerry"), nobody, nobody);
    expect(open()).toEqual({ kind: "unsafe", text: expect.stringContaining("belongs to another user") });
  });

  test("lies in the temporary folder where the runtime folder is not the user's alone", () => {
    chmodSync(runtime, 0o755);
    expect(open()).toEqual({ kind: "folder", path: path.join(tmpdir(), `skerry-${process.getuid?.()}`) });
    expect(existsSync(path.join(runtime, "skerry"))).toBe(false);
  });
});

test("sockets of processes that are no more are taken away, others told apart", () => {
  const dead = Number(execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }));
  for (const name of [`chat-${dead}.sock`, `chat-${process.pid}.sock`, "notes.txt"])
    writeFileSync(path.join(runtime, name), "");
  expect(listSockets(runtime)).toEqual([
    { path: path.join(runtime, `chat-${process.pid}.sock`), system: "chat", pid: process.pid },
  ]);
  expect(existsSync(path.join(runtime, `chat-${dead}.sock`))).toBe(false);
  expect(existsSync(path.join(runtime, "notes.txt"))).toBe(true);
});

test("a name is one of a file, and not too long for a socket", () => {
  expect(socketPath("/run", "a/../b c", 7)).toBe("/run/a____b_c-7.sock");
  expect(socketPath("/run", "x".repeat(200), 7)).toBe(`/run/${"x".repeat(40)}-7.sock`);
  expect(socketPath(`/${"y".repeat(90)}`, "chat", 12_345)).toBeNull();
});

test.runIf(isRoot)("another user cannot connect", async () => {
  const folder = open();
  if (folder.kind !== "folder") throw new Error(folder.text);
  chmodSync(runtime, 0o755);
  const socket = path.join(folder.path, "s.sock");
  const server = await serveControl(socket, async () => ({ ok: true, result: null }));
  const script = `const s = require("node:net").connect(${JSON.stringify(socket)}); s.on("error", (e) => { console.log(e.code); }); s.on("connect", () => { console.log("connected"); s.destroy(); });`;
  const as = (uid: number) =>
    spawnSync(process.execPath, ["-e", script], { uid, gid: uid, encoding: "utf8", cwd: "/" }).stdout.trim();
  expect(as(nobody)).toBe("EACCES");
  // Nor when the folder were open to them: the socket is not.
  chmodSync(folder.path, 0o755);
  expect(as(nobody)).toBe("EACCES");
  server.close();
});
