// What the threads of kernels run, and what their programs import as the runtime. The kernels' code is one script, since
// only scripts can be compiled once for many threads; the runtime that programs see has to be the one in it.
import path from "node:path";

/** `root`: of the repository. Without the entry, `worker.js`, and the runtime for all others, `runtime.js`, which lie beside these. */
export async function bundleKernelThread(root, folder, plugins = [], extension = ".js") {
  const { build } = await import("esbuild");
  const common = {
    ...{ absWorkingDir: root, outdir: folder, plugins, bundle: true, platform: "node", target: "node20" },
    ...{ external: ["koffi"], minifySyntax: true, minifyWhitespace: true, legalComments: "none" },
    ...{ alias: { "skerry/runtime": "./src/runtime/index.ts" }, logLevel: "warning", write: false },
  };
  const [script, runtime] = await Promise.all([
    build({
      ...{ ...common, entryPoints: { "kernel-thread": "src/runtime/hosts/threads/kernel-thread.ts" }, format: "cjs" },
      outExtension: { ".js": ".cjs" },
    }),
    build({ ...common, entryPoints: { runtime: "src/runtime/index.ts" }, format: "esm", metafile: true }),
  ]);
  const [{ exports }] = Object.values(runtime.metafile.outputs);
  const file = path.join(folder, `programs-runtime${extension}`);
  return [...script.outputFiles, { path: file, contents: programsRuntime(exports, extension) }];
}

/** Where no kernel's thread has a runtime of its own, kernels are simulated, by the runtime of everybody. */
function programsRuntime(names, extension) {
  const theirs = `globalThis[Symbol.for("skerry.runtime")]??(await import("./runtime${extension}"))`;
  return `export const{${names.join(",")}}=${theirs};\n`;
}
