// Vite's development server for the two pages; says on a line of its own where it is, and ends when its input does.
import { skerry } from "skerry/vite";
import { createServer } from "vite";

const server = await createServer({
  ...{ root: import.meta.dirname, configFile: false, plugins: [skerry()], logLevel: "silent" },
  // The package under test lies elsewhere, behind a symbolic link.
  server: { port: 0, host: "127.0.0.1", fs: { strict: false } },
});
await server.listen();
process.stdout.write(`\n@${JSON.stringify(server.resolvedUrls.local[0])}\n`);
process.stdin.resume().on("end", () => server.close());
