/** Debian's chromium for tests, driven by playwright-core, which brings no browser of its own. */
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"] as const;

/** On the path; null where there is none. */
export const browserPath: string | null = findBrowser();

function findBrowser(): string | null {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A browser without a window. It costs about a second: one for all tests of a file, each with a page or context of its own.
 * Skip tests where {@link browserPath} is null.
 */
export function launchBrowser(): Promise<Browser> {
  if (browserPath === null) throw new Error(`there is none of ${names.join(", ")} on the path`);
  return chromium.launch({
    executablePath: browserPath,
    // Containers run as root, which the sandbox refuses, and have little shared memory.
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
}
