import { expect, test } from "vitest";
import { files, type Import, importsOf, targetOf } from "./imports.ts";

/** Each imports only what stands before it, and itself. */
const compiler: readonly string[] = [
  "source",
  "algorithms",
  "diagnostics",
  "syntax",
  "model",
  "resolve",
  "checks",
  "analyses",
  "plan",
  "breaking",
  "difference",
  "emit",
];

/** The model has no syntax, checks and analyses see no syntax either, emitters see only the plan. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  model: ["source", "algorithms", "diagnostics"],
  checks: ["source", "algorithms", "diagnostics", "model"],
  analyses: ["source", "algorithms", "diagnostics", "model", "checks"],
  plan: ["source", "algorithms", "diagnostics", "model", "analyses"],
  breaking: ["source", "algorithms", "diagnostics", "plan"],
  difference: ["algorithms", "plan"],
  emit: ["source", "algorithms", "diagnostics", "plan"],
  runtime: [],
  // The page of `skerry view` runs in browsers.
  view: ["algorithms", "plan", "emit"],
};

/** Rooms of the kernel on one core: each imports only those before it, and words of the folder they lie in that import none. */
const kernelRooms: readonly string[] = [
  "channels",
  "routes",
  "switching",
  "conversations",
  "control",
  "resources",
  "clients",
  "services",
  "states",
  "monitoring",
];

const doors = ["cli", "library", "plugin", "language-server"];
/** The disk as doors see it: only they use it. */
const threshold = "files";
/** Commands that open another door. */
const opens = new Map([
  ["cli/commands/language-server.ts", "language-server"],
  ["cli/boot/described-imports.ts", "plugin"],
  ["cli/write-types.ts", "plugin"],
]);
/** Where the operating system may be touched, beside the doors. */
const outside = [/^runtime\/hosts\//, /^import\/\w+\/(file-system-tree|measure\b.*)\.ts$/];
/** Parts of Node that touch nothing: pure functions and types. */
const pure = new Set(["node:util"]);

const all = files().flatMap(importsOf);

function roomOf(file: string): string {
  return file.split("/")[0] ?? "";
}

/** Its room. */
function targetRoom(each: Import): string | null {
  const target = targetOf(each);
  return target === null ? null : roomOf(target);
}

/** The room of the kernel that a file is in; "" for its own folder, null outside of it. */
function kernelRoomOf(file: string | null): string | null {
  const parts = /^runtime\/kernel\/(?:(.*)\/)?[^/]+$/.exec(file ?? "");
  return parts === null ? null : (parts[1] ?? "");
}

function allowedRooms(room: string): readonly string[] {
  const before = compiler.slice(0, compiler.indexOf(room));
  return [room, ...(exceptions[room] ?? before)];
}

test("reads the imports of the whole house", () => {
  expect(files().length).toBeGreaterThan(100);
  expect(all.length).toBeGreaterThan(300);
  expect(new Set(files().map(roomOf))).toContain("emit");
});

test.each([...compiler, "runtime", "view"])("%s imports only rooms before it", (room) => {
  const wrong = all.filter((each) => {
    const target = roomOf(each.file) === room ? targetRoom(each) : null;
    return target !== null && !allowedRooms(room).includes(target);
  });
  expect(wrong).toEqual([]);
});

test("the kernel has these rooms and no others", () => {
  const found = new Set(files().map(kernelRoomOf));
  expect([...found].filter((room) => room !== null && room !== "").sort()).toEqual([...kernelRooms].sort());
});

test.each([...kernelRooms.entries()])("kernel room %i, %s, imports only rooms of the kernel before it", (at, name) => {
  const own = all.filter(({ file }) => kernelRoomOf(file) === name);
  expect(own.length).toBeGreaterThan(0);
  const wrong = own.filter((each) => kernelRooms.indexOf(kernelRoomOf(targetOf(each)) ?? "") > at);
  expect(wrong).toEqual([]);
});

test("what rooms of the kernel import of the folder they lie in imports none of them", () => {
  const ofRooms = all.filter(({ file }) => kernelRooms.includes(kernelRoomOf(file) ?? ""));
  const words = new Set(ofRooms.map(targetOf).filter((target) => kernelRoomOf(target) === ""));
  for (const word of words)
    for (const each of all) if (each.file === word && kernelRoomOf(targetOf(each)) === "") words.add(targetOf(each));
  expect(words.size).toBeGreaterThan(5);
  const wrong = all.filter((each) => words.has(each.file) && kernelRooms.includes(kernelRoomOf(targetOf(each)) ?? ""));
  expect(wrong).toEqual([]);
});

test("translators of foreign descriptions know no more than diagnostics and the plain text of the language", () => {
  const rooms = ["source", "algorithms", "diagnostics", "syntax", "import"];
  const wrong = all.filter((each) => roomOf(each.file) === "import" && !rooms.includes(targetRoom(each) ?? "source"));
  expect(wrong).toEqual([]);
});

test("nothing imports a door, and only doors look at the disk", () => {
  const wrong = all.filter((each) => {
    const room = roomOf(each.file);
    const target = targetRoom(each) ?? room;
    if (target === room || opens.get(each.file) === target) return false;
    return doors.includes(target) || (target === threshold && !doors.includes(room));
  });
  expect(wrong).toEqual([]);
});

test("only doors and hosts touch the operating system", () => {
  const wrong = all.filter(
    ({ file, specifier }) =>
      specifier.startsWith("node:") &&
      !pure.has(specifier) &&
      ![...doors, threshold].includes(roomOf(file)) &&
      !outside.some((pattern) => pattern.test(file)),
  );
  expect(wrong).toEqual([]);
});

test("relative imports carry their extension", () => {
  expect(
    all.filter(({ specifier }) => specifier.startsWith(".") && !/\.(ts|json|hbs|skerry)$/.test(specifier)),
  ).toEqual([]);
});

test("no room is called by a name that says nothing", () => {
  const names = files().flatMap((file) => file.split("/").map((part) => part.replace(/\.ts$/, "")));
  expect(names.filter((name) => /^(utils?|helpers?|core|managers?|misc|common)$/.test(name))).toEqual([]);
});
