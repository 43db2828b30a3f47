/** A real editor, set up as dsl/editor/README.md says. */
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { bin, root } from "../cli/skerry.ts";
import { exampleFolder } from "../language-server/client.ts";

const hasNeovim = spawnSync("nvim", ["--version"]).status === 0;

/** Waits until something is wrong, and says what, a fault a line. */
const printFaults = `
vim.wait(25000, function() return #vim.diagnostic.get(0) > 0 end)
for _, fault in ipairs(vim.diagnostic.get(0)) do io.stdout:write(fault.lnum + 1 .. ": " .. fault.message .. "\\n") end
`;

test.skipIf(!hasNeovim)("Neovim with the settings for older ones shows what is wrong", async () => {
  const folder = exampleFolder("hotos09");
  const system = path.join(folder, "system.skerry");
  writeFileSync(system, readFileSync(system, "utf8").replace("uses disk, registry", "uses dsik, registry"));
  mkdirSync(path.join(folder, "node_modules", ".bin"), { recursive: true });
  symlinkSync(bin, path.join(folder, "node_modules", ".bin", "skerry"));
  const settings = path.join(folder, "init.lua");
  writeFileSync(settings, settingsForOlder());
  const [script, run] = [path.join(folder, "faults.lua"), promisify(execFile)];
  writeFileSync(script, printFaults);
  const args = ["--headless", "-u", settings, system, "-c", `luafile ${script}`, "-c", "qa!"];
  const { stdout } = await run("nvim", args, { cwd: folder, timeout: 28_000 });
  expect(stdout).toContain("20: there is no service `dsik` in the system `fileserver`; did you mean `disk`?");
});

function settingsForOlder(): string {
  const notes = readFileSync(path.join(root, "dsl", "editor", "README.md"), "utf8");
  const blocks = [...notes.matchAll(/```lua\n(.*?)```/gs)].map(([, block = ""]) => block);
  return blocks.find((block) => block.includes("start_client")) ?? "";
}
