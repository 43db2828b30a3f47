import type { Report, ReportBlock, Section } from "./document.ts";

/** One page without references to others, for light and dark screens and for paper. */
export function renderHtml(report: Report): string {
  const { title, summary, sources, sections } = report;
  const links = sections.map((section) => `<a href="#${anchorOf(section)}">${escapeHtml(section.title)}</a>`);
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    `<header><h1>${escapeHtml(title)}</h1>`,
    `<p>${escapeHtml(summary)}</p>`,
    `<p class="from">Made by Skerry from ${sources.map((source) => `<code>${escapeHtml(source)}</code>`).join(", ")}.</p>`,
    `<nav aria-label="Sections">${links.join(" ")}</nav></header>`,
    "<main>",
    ...sections.map(renderSection),
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function anchorOf({ title }: Section): string {
  return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

function renderSection(section: Section): string {
  const id = anchorOf(section);
  const head = `<section id="${id}" aria-labelledby="${id}-head"><h2 id="${id}-head">${escapeHtml(section.title)}</h2>`;
  return [head, ...section.blocks.map(renderBlock), "</section>"].join("\n");
}

function renderBlock(block: ReportBlock): string {
  switch (block.kind) {
    case "text":
      return `<p>${escapeHtml(block.text)}</p>`;
    case "facts": {
      const rows = block.facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`);
      return `<dl>${rows.join("\n")}</dl>`;
    }
    case "list":
      return `<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join("\n")}</ul>`;
    case "picture":
      return `<figure tabindex="0">${inline(block.svg)}<figcaption>${escapeHtml(block.caption)}</figcaption></figure>`;
    case "table":
      return renderTable(block);
  }
}

function renderTable({ caption, columns, rows }: Extract<ReportBlock, { kind: "table" }>): string {
  const sides = columns.map(({ align }) => (align === "right" ? ' class="number"' : ""));
  const heads = columns.map(({ head }, index) => `<th scope="col"${sides[index]}>${escapeHtml(head)}</th>`);
  const body = rows.map((cells) => {
    const shown = cells.map((cell, index) => `<td${sides[index]}>${escapeHtml(cell)}</td>`);
    return `<tr>${shown.join("")}</tr>`;
  });
  const title = caption === "" ? "" : `<caption>${escapeHtml(caption)}</caption>`;
  return `<div class="wide" tabindex="0"><table>${title}<thead><tr>${heads.join("")}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table></div>`;
}

/** Without the indentation that is for those who read the file. */
function inline(svg: string): string {
  return svg.replaceAll(/\n\s+/g, "\n").trim();
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const style = `
:root { color-scheme: light dark; --ink: #16202b; --quiet: #51606f; --paper: #ffffff; --band: #f3f6f9; --line: #ccd5de; --link: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --quiet: #9fb0c0; --paper: #0d1117; --band: #161c24; --line: #35404c; --link: #7ab2ff; }
}
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { margin: 0; font-size: 1.8rem; } h2 { margin: 2rem 0 .6rem; font-size: 1.25rem; border-bottom: 1px solid var(--line); }
p { margin: .5rem 0; max-width: 60rem; } .from, figcaption, caption, dt { color: var(--quiet); } .from { font-size: .9rem; }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1rem; margin: .8rem 0; } a { color: var(--link); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .6rem 0; } dd { margin: 0; }
.wide, figure { overflow-x: auto; margin: .8rem 0; } figcaption, caption { font-size: .9rem; text-align: left; padding: .2rem 0; }
table { border-collapse: collapse; font-size: .9rem; } th, td { text-align: left; vertical-align: top; padding: .2rem .9rem .2rem .3rem; }
thead th { border-bottom: 1px solid var(--line); color: var(--quiet); } tbody tr:nth-child(even) { background: var(--band); }
.number { text-align: right; font-variant-numeric: tabular-nums; } figure > svg { max-width: 100%; height: auto; display: block; }
@media print { body { max-width: none; padding: 0; } nav { display: none; } section { break-inside: avoid-page; } }
`;
