/** From structures to text. Everything that needs ts-morph's code is reached through here and the structures' kinds. */
import { IndentationText, NewLineKind, Project, QuoteKind, type SourceFileStructure } from "ts-morph";

export interface PrintedFile {
  /** Comment lines in front of everything. */
  readonly header: readonly string[];
  readonly statements: NonNullable<SourceFileStructure["statements"]>;
}

/** Prints files; one project serves all files of an output folder. */
export class FilePrinter {
  readonly #project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
    manipulationSettings: {
      indentationText: IndentationText.TwoSpaces,
      newLineKind: NewLineKind.LineFeed,
      quoteKind: QuoteKind.Double,
    },
  });

  print(path: string, { header, statements }: PrintedFile): string {
    const file = this.#project.createSourceFile(path, { statements });
    return `${header.join("\n")}\n\n${tidy(file.getFullText().trim())}\n`;
  }
}

/** No spaces at the end of a line, no run of empty lines, and nothing between empty braces. */
function tidy(text: string): string {
  return text
    .replace(/ +$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/ \{\n\}$/gm, " {}");
}
