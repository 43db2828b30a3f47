/** `skerry init`: starts a project that checks, builds and boots as it is. */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { counted } from "../../algorithms/counted.ts";
import { preludeFolder } from "../../files/installation.ts";
import { readText } from "../../files/read-text.ts";
import { describe } from "../../import/sysfs/describe.ts";
import { fileSystemTree } from "../../import/sysfs/file-system-tree.ts";
import { judge } from "../../pipeline.ts";
import type { OutputFile } from "../../source/output-file.ts";
import type { Call, Ending } from "../call.ts";
import { exitCode } from "../exit-code.ts";
import { printJson } from "../print-json.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import { writeFile } from "../write-file.ts";
import type { TemplateName } from "./template-names.ts";
import { buildProject, type Project, templateOf } from "./templates.ts";

export interface InitOptions {
  readonly template: TemplateName;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Writes all files of the project, or none where one of them would replace another's and it is not forced. */
export async function init(call: Call, shown: string, options: InitOptions): Promise<Ending> {
  if (shown === "") return refuseCall("the name of the folder is empty", "Name one, or leave it out for this one.");
  const folder = path.resolve(call.workingFolder, shown);
  const { text, is } = templateOf(options.template).isProbed ? probeMachine() : { text: null, is: boardIs };
  const project: Project = { template: options.template, folder, machine: text, machineIs: is };
  const files = buildProject(project);
  const refusal = refuseToReplace(folder, shown, files, options.force === true) ?? writeAll(folder, shown, files);
  if (refusal !== null) return refusal;
  const next = nextCommands(shown, folder, call.workingFolder, project);
  const paths = files.map((file) => file.path);
  if (options.json === true)
    printJson(call.terminal, { ok: true, folder, template: options.template, files: paths, next });
  else call.terminal.print(`${sentence(shown, paths, is)}\n\n${renderNext(next)}`);
  return exitCode.done;
}

interface ProbedMachine {
  /** Null where it cannot be read. */
  readonly text: string | null;
  readonly is: string;
}

const boardIs = "four RISC-V harts of a board in QEMU";

function probeMachine(): ProbedMachine {
  const text = existsSync("/sys") ? describe(fileSystemTree("/")).product : null;
  if (text === null) return { text, is: "four cores that stand for this machine, which could not be read" };
  const { product } = judge(["machine.skerry"], {
    read: (file) =>
      file === "machine.skerry" ? { kind: "text", text } : readText(path.join(preludeFolder(), "..", file)),
  });
  return { text, is: `this one, as skerry probe sees it: ${counted(product.machines[0]?.cores.length ?? 0, "core")}` };
}

/** Something else there is a folder that can be written into; files of the same name are not replaced. */
function refuseToReplace(folder: string, shown: string, files: readonly OutputFile[], force: boolean): Refusal | null {
  if (existsSync(folder) && !statSync(folder).isDirectory())
    return refuseCall(`${shown} is no folder`, "Name another.");
  const present = force ? [] : files.filter((file) => existsSync(path.join(folder, file.path)));
  const [first] = present;
  if (first === undefined) return null;
  const others = present.length === 1 ? "" : ` and ${counted(present.length - 1, "other file")} of a new project`;
  return refuseCall(
    `there is a ${path.join(shown, first.path)} already${others}`,
    "Name another folder, or say --force to replace what is there.",
  );
}

function writeAll(folder: string, shown: string, files: readonly OutputFile[]): Refusal | null {
  for (const { path: file, content } of files) {
    const refusal = writeFile(path.join(folder, file), content, path.join(shown, file));
    if (refusal !== null) return refusal;
  }
  return null;
}

interface NextCommand {
  readonly command: string;
  readonly does: string;
}

/** What to type next, from where one is. */
function nextCommands(
  shown: string,
  folder: string,
  workingFolder: string,
  { template }: Project,
): readonly NextCommand[] {
  const program = process.env["npm_command"] === "exec" ? "npx skerry" : "skerry";
  const { boot } = templateOf(template);
  const isHere = folder === workingFolder;
  return [
    ...(template === "bare-metal"
      ? [{ command: `${program} doctor ${quoted(shown)}${boot}`, does: "what is missing here for that" }]
      : []),
    { command: `${program} boot ${quoted(shown)}${boot}`, does: "boots it" },
    ...(isHere ? [] : [{ command: `cd ${quoted(shown)}`, does: "" }]),
    {
      command: "npm install",
      does: `Skerry beside it${templateOf(template).isTyped ? ", and types for your editor" : ""}`,
    },
    { command: "npm start", does: "boots it too; README.md says what else there is" },
  ];
}

/** For a shell. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function sentence(shown: string, paths: readonly string[], machine: string): string {
  const files = paths.map((file) => `  ${path.join(shown, file)}\n`).join("");
  return `${files}${counted(paths.length, "file")} written. The machine is ${machine}. Next:`;
}

function renderNext(next: readonly NextCommand[]): string {
  const width = Math.max(...next.map(({ command }) => command.length));
  return next.map(({ command, does }) => `  ${command.padEnd(width)}   ${does}`.trimEnd().concat("\n")).join("");
}
