import { parseCpuList } from "../../../src/import/description/cpu-list.ts";
import type { SysfsTree } from "../../../src/import/sysfs/tree.ts";

/**
 * A tree out of one text, because a folder of four hundred files of three bytes shows nobody what machine it is (and PCI
 * addresses are no file names on every system). A line is `path: content`. `[0-3,8]` in a path stands for all these
 * numbers; `{}` in the content is the number that stands there, `{+8}` eight more. Lines that begin with `|` are content
 * of several lines. A path that ends in `/` is an empty folder; lines that begin with `#` are comments.
 */
export function treeFromText(text: string): SysfsTree {
  return treeFromFiles(filesFromText(text));
}

export function filesFromText(text: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  let last: readonly string[] = [];
  for (const line of text.split("\n")) {
    const [, path, content] = /^([^#|\s][^ ]*?):(?: (.*))?$/.exec(line) ?? [];
    if (path !== undefined) last = expand(path, content ?? "", files);
    else if (line.startsWith("|")) for (const file of last) files.set(file, `${files.get(file)}${line.slice(2)}\n`);
    else if (line.endsWith("/")) files.set(line, "");
  }
  return files;
}

export function treeFromFiles(files: ReadonlyMap<string, string>): SysfsTree {
  return {
    read: (path) => files.get(path) ?? null,
    list: (folder) => {
      const inside = [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
      return [...new Set(inside.map((path) => path.slice(folder.length + 1).split("/", 1)[0] ?? ""))];
    },
  };
}

function expand(path: string, content: string, files: Map<string, string>): readonly string[] {
  const match = /^(.*?)\[([\d,-]+)\](.*)$/.exec(path);
  if (match === null) {
    files.set(path, content === "" ? "" : `${content}\n`);
    return [path];
  }
  const [, before = "", numbers = "", after = ""] = match;
  return (parseCpuList(numbers) ?? []).flatMap((number) => {
    const filled = content.replace(/\{(?:\+(\d+))?\}/g, (_, more) => `${number + Number(more ?? 0)}`);
    return expand(`${before}${number}${after}`, filled, files);
  });
}
