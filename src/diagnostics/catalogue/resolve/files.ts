import { define } from "../../diagnostic.ts";

/** Files: what `use` and the command line name. */
export const fileDiagnostics = {
  fileMissing: define<{ path: string }>({
    code: "SK2001",
    severity: "error",
    title: "a file is missing",
    explanation:
      "A description names a file that does not exist. A path after `use` is relative to the folder of the file that says it, the extension `.skerry` may be left out, and paths that start with `prelude/` mean the standard parts that come with Skerry.",
    message: ({ path }) => `there is no file \`${path}\``,
  }),
  fileNotText: define<{ path: string; reason: string }>({
    code: "SK2002",
    severity: "error",
    title: "a file is not text",
    explanation:
      "Descriptions are UTF-8 text. The file could not be read as such: perhaps it is a binary file, or was saved in another encoding. Save it as UTF-8.",
    message: ({ path, reason }) => `\`${path}\` cannot be read as UTF-8 text: ${reason}`,
  }),
  fileEmpty: define<{ path: string }>({
    code: "SK2003",
    severity: "warning",
    title: "a file declares nothing",
    explanation:
      "The file holds no declaration and uses no other file, so reading it changes nothing. It may have been cut off, or be the wrong file.",
    message: ({ path }) => `\`${path}\` declares nothing`,
  }),
  includeCycle: define<{ chain: readonly string[] }>({
    code: "SK2004",
    severity: "error",
    title: "files use each other in a circle",
    explanation:
      "A file uses a second one that, directly or by way of others, uses the first. Move what both need into a file of its own that uses neither.",
    message: ({ chain }) =>
      chain.length === 2
        ? `\`${chain[0]}\` uses itself`
        : `files use each other in a circle: ${chain.map((path) => `\`${path}\``).join(" uses ")}`,
  }),
  usePathNotRelative: define<{ path: string }>({
    code: "SK2005",
    severity: "error",
    title: "a use that is not relative",
    explanation:
      "Paths after `use` are relative to the file that says them and written with `/`, so that a description means the same on every machine. Absolute paths, backslashes, addresses and empty paths are refused.",
    message: ({ path }) =>
      path === ""
        ? "this path is empty"
        : `\`${path}\` is not a relative path: write it from this file's folder, with \`/\``,
  }),
  usedTwice: define<{ path: string }>({
    code: "SK2006",
    severity: "warning",
    title: "a file is used twice",
    explanation: "The same file stands after `use` twice in one file. One of the two lines can go.",
    message: ({ path }) => `\`${path}\` is used twice here`,
  }),
} as const;
