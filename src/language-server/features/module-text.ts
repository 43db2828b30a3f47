import type { Program, Service, System } from "../../model/deployment.ts";
import type { Interface } from "../../model/interface.ts";

/** The beginning of a program's module. It compiles, and says of each operation that it is not written yet. */
export function moduleText(program: Program | Service, system: System): string {
  const type = program.name.charAt(0).toUpperCase() + program.name.slice(1);
  const body = "interface" in program ? serverBody(program.interface) : `  log("${program.name} is up");\n`;
  const documentation = program.documentation ?? `${program.name} of ${system.name}.`;
  return `/** ${documentation.replaceAll("\n", "\n * ")} */
import type { ${type} } from "~skerry/${system.name}";

export const program: ${type} = async ({ log }) => {
${body}};
`;
}

function serverBody({ name, operations }: Interface): string {
  const handled = operations.filter(({ verb }) => verb !== "event");
  const methods = handled.map((operation) => {
    const star = operation.verb === "stream" ? "*" : "";
    return `    ${star}${operation.name}() {\n      throw new Error("${operation.name} is not written yet");\n    },\n`;
  });
  return `  log("serves ${name}");\n  return {\n${methods.join("")}  };\n`;
}
