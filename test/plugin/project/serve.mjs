// Vite's development server for index.html: says on a line of its own where it is. Then it builds library.html into `built`,
// and says so. Ends when its input does.
import { skerry } from "skerry/vite";
import { build, createServer } from "vite";

const common = { root: import.meta.dirname, configFile: false, logLevel: "silent" };
// The package under test lies elsewhere, behind a symbolic link.
const own = { port: 0, host: "127.0.0.1", fs: { strict: false } };
const server = await createServer({ ...common, plugins: [skerry()], server: own });
await server.listen();
process.stdout.write(`\n@${JSON.stringify(server.resolvedUrls.local[0])}\n`);
process.stdin.resume().on("end", () => process.exit());
await build({
  ...common,
  plugins: [skerry()],
  base: "./",
  build: { outDir: "built", minify: false, rolldownOptions: { input: "library.html" } },
});
process.stdout.write("\n@built\n");
