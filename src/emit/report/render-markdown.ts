import type { Report, ReportBlock } from "./document.ts";

/** For a terminal, a repository's page or a pull request; of the pictures those that are files. */
export function renderMarkdown({ title, summary, sources, sections }: Report): string {
  const parts = [
    `# ${title}`,
    `${summary} Made by Skerry from ${sources.map((source) => `\`${source}\``).join(", ")}; do not edit.`,
    ...sections.flatMap((section) => [`## ${section.title}`, ...section.blocks.flatMap(renderBlock)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function renderBlock(block: ReportBlock): readonly string[] {
  switch (block.kind) {
    case "text":
      return [block.text];
    case "facts":
      return [renderTable(["", ""], ["---", "---"], block.facts)];
    case "list":
      return [block.items.map((item) => `- ${item}`).join("\n")];
    case "picture":
      return block.path === null ? [] : [`![${block.caption}](${block.path})`];
    case "table": {
      const heads = block.columns.map(({ head }) => head);
      const rules = block.columns.map(({ align }) => (align === "right" ? "--:" : "---"));
      return [block.caption, renderTable(heads, rules, block.rows)].filter((part) => part !== "");
    }
  }
}

function renderTable(heads: readonly string[], rules: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(" | ")} |`;
  return [line(heads), `|${rules.join("|")}|`, ...rows.map(line)].join("\n");
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "\\<").replaceAll("*", "\\*");
}
