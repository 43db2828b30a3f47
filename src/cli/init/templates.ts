/** Projects that `skerry init` can start. Their own files lie in `dsl/templates`; what depends on the project is made here. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { packageFolder, version } from "../../files/installation.ts";
import type { OutputFile } from "../../source/output-file.ts";
import type { TemplateName } from "./template-names.ts";

interface Template {
  /** Arguments of `skerry` by the name of the script. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Whether its programs are in TypeScript. */
  readonly isTyped: boolean;
  /** Whether its machine is the one at hand. */
  readonly isProbed: boolean;
  /** What `skerry boot` is told beside. */
  readonly boot: string;
}

const templates: Readonly<Record<TemplateName, Template>> = {
  threads: {
    scripts: {
      start: "skerry boot",
      check: "skerry check",
      build: "skerry build --out generated",
      types: "skerry build --out generated && tsc",
      simulate: "skerry simulate --seeds 1..20",
      // The stubs are there, and an editor knows the types, as soon as the packages are.
      prepare: "skerry build --out generated",
    },
    ...{ isTyped: true, isProbed: true, boot: "" },
  },
  "bare-metal": {
    scripts: {
      start: "skerry boot --host qemu",
      check: "skerry check",
      build: "skerry build --out generated --target qemu",
      doctor: "skerry doctor . --host qemu",
    },
    ...{ isTyped: false, isProbed: false, boot: " --host qemu" },
  },
};

export function templateOf(name: TemplateName): Template {
  return templates[name];
}

export interface Project {
  readonly template: TemplateName;
  /** Absolute. */
  readonly folder: string;
  /** The description of the machine; null: that of the template. */
  readonly machine: string | null;
  /** In a few words. */
  readonly machineIs: string;
}

/** All files of a new project, by path. */
export function buildProject(project: Project): readonly OutputFile[] {
  const { isTyped } = templates[project.template];
  const files = [
    ...ownFiles(project),
    { path: "package.json", content: printed(manifestOf(project)) },
    { path: ".gitignore", content: "node_modules/\ngenerated/\n" },
    ...(isTyped ? [{ path: "tsconfig.json", content: printed(compilerConfiguration) }] : []),
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function ownFiles({ template, folder, machine, machineIs }: Project): readonly OutputFile[] {
  const source = path.join(packageFolder(), "dsl", "templates", template);
  const names: Readonly<Record<string, string>> = { name: path.basename(folder), machine: machineIs };
  return readdirSync(source).map((file) => {
    const text = readFileSync(path.join(source, file), "utf8");
    if (file === "machine.skerry" && machine !== null) return { path: file, content: machine };
    return { path: file, content: text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => names[name] ?? "") };
  });
}

function printed(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function manifestOf({ template, folder }: Project) {
  const { scripts, isTyped } = templates[template];
  return {
    name: packageName(path.basename(folder)),
    ...{ private: true, type: "module", scripts },
    dependencies: { skerry: whereSkerryIs(folder) },
    ...(isTyped ? { devDependencies: { typescript: ">=5.8" } } : {}),
  };
}

/** As npm takes it. */
function packageName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+|-+$/g, "");
  return plain === "" || plain === "skerry" ? "skerry-project" : plain;
}

/** This version, where this one was installed as a package; else, as in a clone, this very folder. */
function whereSkerryIs(folder: string): string {
  const own = packageFolder();
  if (own.split(path.sep).includes("node_modules")) return `^${version()}`;
  return `file:${path.relative(folder, own).split(path.sep).join("/")}`;
}

const compilerConfiguration = {
  compilerOptions: {
    ...{ target: "es2023", lib: ["es2023"], module: "esnext", moduleResolution: "bundler" },
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true },
    ...{ verbatimModuleSyntax: true, allowImportingTsExtensions: true, skipLibCheck: true },
    paths: { "~skerry/*": ["./generated/*"] },
  },
  include: ["*.ts"],
};
