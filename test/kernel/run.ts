import { spawnSync } from "node:child_process";

/** For the compiler: undefined behaviour, and access to memory that is not the program's, end it. */
export const sanitizers = ["-fsanitize=undefined,address", "-fno-sanitize-recover=all"];

/** Of programs that leave all that they have to the end of their process. */
export const leaving = { ASAN_OPTIONS: "detect_leaks=0" };

/** What it writes to standard output. Throws when it fails. */
export function run(program: string, args: readonly string[], environment: Record<string, string> = {}): string {
  const env = { ...process.env, ...environment };
  const { status, signal, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", env });
  if (status !== 0) throw new Error(`${program} ended with ${status ?? signal}: ${stdout}${stderr}`);
  return stdout;
}
