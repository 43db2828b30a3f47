/** SK8xxx: what a door lacks to do its work. */
import { define } from "../diagnostic.ts";

export const environmentDiagnostics = {
  unreadableFile: define<{ file: string; reason: string }>({
    code: "SK8001",
    severity: "error",
    title: "a file cannot be read as text",
    explanation:
      "A description is UTF-8 text of at most 64 MiB. The file named here is something else, or the operating system " +
      "does not let it be read. Save it as UTF-8, or name the right file.",
    message: ({ file, reason }) => `${file} cannot be read: ${reason}`,
  }),
  moduleMissing: define<{ program: string; module: string }>({
    code: "SK8002",
    severity: "error",
    title: "the module of a service or client is missing",
    explanation:
      "A system names a TypeScript or JavaScript module for every service and client, relative to the file that says " +
      "it. `skerry boot` loads those modules. Write the module, or correct its path; `skerry build` works without it.",
    message: ({ program, module }) => `the module ${module} of ${program} does not exist`,
  }),
  moduleBroken: define<{ program: string; module: string; reason: string }>({
    code: "SK8003",
    severity: "error",
    title: "the module of a service or client does not compile",
    explanation:
      "`skerry boot` bundles the modules of all services and clients with the stubs generated for them. The module " +
      "named here has a syntax error, or imports something that does not exist; the message says what and where.",
    message: ({ program, module, reason }) => `the module ${module} of ${program} does not compile: ${reason}`,
  }),
  moduleNotThere: define<{ program: string; module: string; suggestion: string | null }>({
    code: "SK8004",
    severity: "warning",
    title: "the module of a service or client is not there yet",
    explanation:
      "A system names a TypeScript or JavaScript module for every service and client, relative to the file that says " +
      "it. This one does not exist. `skerry build` writes stubs without it, and `skerry boot` needs it.",
    message: ({ program, module, suggestion }) =>
      `the module \`${module}\` of \`${program}\` does not exist${suggestion === null ? "" : `; did you mean \`${suggestion}\`?`}`,
  }),
  programInC: define<{ program: string; module: string; core: string }>({
    code: "SK8005",
    severity: "error",
    title: "a program in C is booted where programs run in Node.js",
    explanation:
      "On worker threads and in a simulation every core, whatever it is, runs a kernel in TypeScript, and programs in " +
      "TypeScript or JavaScript. Programs in C run on bare metal: `skerry boot --host qemu`, where programs in TypeScript " +
      'run on a core of the host (`use "prelude/host"`).',
    message: ({ program, module, core }) =>
      `${program} is ${module}, a program in C, and ${core} runs programs in TypeScript here: boot with --host qemu`,
  }),
} as const;
