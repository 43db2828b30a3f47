/** The program `skerry`. */
import { writeFault } from "../files/read-text.ts";
import { runCommandLine } from "./command-line.ts";
import { exitCode } from "./exit-code.ts";
import { endWithWork } from "./interruption.ts";
import { processTerminal } from "./terminal.ts";

process.on("uncaughtException", endAsBug);
endWithWork();

let isUnwritable = false;

/** It may come when all has been done. */
function tellUnwritable(error: unknown): void {
  isUnwritable = true;
  process.exitCode = exitCode.lacking;
  process.stderr.write(`skerry: standard output cannot be written: ${writeFault(error)}.\nSend it somewhere else.\n`);
}

try {
  const ended = await runCommandLine(process.argv.slice(2), {
    terminal: processTerminal(process, process.env, tellUnwritable),
    workingFolder: process.cwd(),
  });
  process.exitCode = isUnwritable ? exitCode.lacking : ended;
} catch (error) {
  endAsBug(error);
}

function endAsBug(error: unknown): void {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  process.stderr.write(
    `skerry: this is a bug in Skerry: ${message}\nPlease report it with what you ran and the description it happened with. ` +
      "SKERRY_DEBUG=1 shows where it happened.\n",
  );
  if (process.env["SKERRY_DEBUG"] === "1" && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exit(exitCode.bug);
}
