import path from "node:path";
import { hasErrors } from "../../diagnostics/report.ts";
import type { Call, Ending } from "../call.ts";
import { type CompilerFor, compileFiles } from "../compile-files.ts";
import { findDescription } from "../description-files.ts";
import { exitCode } from "../exit-code.ts";
import { printJson } from "../print-json.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import { writeFile } from "../write-file.ts";
import type { DrawOptions } from "./draw-options.ts";
import { drawSubject } from "./subjects.ts";

const subjects = ["route", "tree", "heat", "placement", "addressMap", "sequence"] as const;
type Subject = (typeof subjects)[number];

/** Draws the machine of a description, or one of its matters. */
export async function draw(call: Call, names: readonly string[], given: DrawOptions): Promise<Ending> {
  const { files, options } = sortOut(call, names, given);
  const wrong = refuseOptions(options);
  if (wrong !== null) return wrong;
  if (options.watch !== true) return drawOnce(call, files, options);
  const { watch } = await import("../watch/watch.ts");
  return watch(call, files, options, (compilerFor) => drawOnce(call, files, options, compilerFor));
}

async function drawOnce(
  call: Call,
  files: readonly string[],
  options: DrawOptions,
  compilerFor?: CompilerFor,
): Promise<Ending> {
  if (options.sequence !== undefined) {
    const { drawCall } = await import("./sequence.ts");
    return await drawCall(call, files, options, (svg) => hand(call, svg, options));
  }
  const alone = options.route ?? options.tree ?? options.addressMap;
  const asked = alone === undefined ? options : { ...options, willDo: "machine" as const };
  const compiled = await compileFiles(call, files, asked, compilerFor);
  if (compiled.kind === "refused") return compiled;
  if (compiled.kind === "wrong") return exitCode.wrongDescription;
  const svg = await drawSubject(compiled, options);
  if (typeof svg !== "string") return svg;
  const ending = hand(call, svg, options);
  return ending === exitCode.done && hasErrors(compiled.diagnostics) ? exitCode.wrongDescription : ending;
}

/** Options that take several words, or perhaps one, may have taken the descriptions behind them too. */
function sortOut(call: Call, names: readonly string[], options: DrawOptions) {
  const { route, sequence, ...others } = options;
  const [from, to, ...behind] = route ?? [];
  const isFile =
    typeof sequence === "string" &&
    names.length === 0 &&
    findDescription([sequence], call.workingFolder).kind !== "refused";
  const files = [...names, ...behind, ...(isFile ? [sequence] : [])];
  const asked = isFile ? true : sequence;
  const ends = [from, to].filter((end) => end !== undefined);
  return {
    files,
    options: {
      ...others,
      ...(route === undefined ? {} : { route: ends }),
      ...(asked === undefined ? {} : { sequence: asked }),
    },
  };
}

function refuseOptions(options: DrawOptions): Refusal | null {
  const [first, second] = subjects.filter((subject) => options[subject] !== undefined);
  if (first !== undefined && second !== undefined) {
    return refuseCall(`${flagOf(first)} and ${flagOf(second)} exclude each other`, "Draw one picture after the other.");
  }
  if (options.without !== undefined && options.route === undefined) {
    return refuseCall("--without says what is lost on a route", "Say the route too: --route FROM TO --without LINK.");
  }
  if (options.route !== undefined && options.route.length < 2) {
    return refuseCall("--route needs two cores", "Say --route FROM TO.");
  }
  return options.watch === true ? refuseWatch(options) : null;
}

function refuseWatch({ out, sequence }: DrawOptions): Refusal | null {
  if (out === undefined) return refuseCall("--watch needs a file to draw to again and again", "Say --out FILE too.");
  if (sequence === undefined) return null;
  return refuseCall(
    "--watch follows descriptions, and a --sequence comes from what the programs do as well",
    "Draw it again by hand.",
  );
}

function flagOf(subject: Subject): string {
  return `--${subject.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Into the file that was asked for, or to standard output. */
function hand(call: Call, svg: string, { out, json }: DrawOptions): Ending {
  const refusal = out === undefined ? null : writeFile(path.resolve(call.workingFolder, out), svg, out);
  if (refusal !== null) return refusal;
  if (json === true) printJson(call.terminal, { ok: true, svg, out: out ?? null });
  else call.terminal.print(out === undefined ? svg : `${out}\n`);
  return exitCode.done;
}
