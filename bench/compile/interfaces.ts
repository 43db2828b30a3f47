/** Descriptions as large projects have them: many files, an interface in each, every kind of type in turn. */

/** How many of everything there are. */
export interface Extent {
  readonly interfaces: number;
  readonly operations: number;
}

export interface DescribedFile {
  /** `service-007.skerry` */
  readonly path: string;
  readonly text: string;
}

/** The same texts for the same extent. */
export function describeInterfaces({ interfaces, operations }: Extent): readonly DescribedFile[] {
  return Array.from({ length: interfaces }, (_, index) => ({
    path: `service-${String(index).padStart(3, "0")}.skerry`,
    text: describeInterface(index, operations),
  }));
}

function describeInterface(index: number, operations: number): string {
  const named = (kind: string) => `${kind}${index}`;
  const lines = [
    `const longest = ${64 * (1 + (index % 8))}`,
    `/// Numbers that nothing else can stand for.\ntype ${named("Id")} = id u64`,
    `type ${named("Label")} = string<${16 + (index % 5) * 8}>`,
    `/// Why a call failed.\nenum ${named("Problem")}: u8 { missing, busy = 4, refused }`,
    `open enum ${named("Origin")}: u16 { user, import, replica }`,
    `flags ${named("Rights")}: u8 { read, write, remove }`,
    `/// Where a value lies.\nstruct ${named("Place")} { at: ${named("Id")}; offset: u32; length: u16 }`,
    `struct ${named("Entry")} {\n    place: ${named("Place")}\n    label: ${named("Label")}\n    rights: ${named("Rights")}\n` +
      `    recent: f64[..4]\n    note?: string<32>\n  }`,
    `union ${named("Query")} { id: ${named("Id")}; label: ${named("Label")}; newest }`,
    ...Array.from({ length: operations }, (_, at) => describeOperation(index, at)),
  ];
  return `/// What service ${index} offers.\ninterface Service${index} @ ${1 + (index % 3)} {\n${lines.map((line) => `  ${line.replaceAll("\n///", "\n  ///").replace(/\n(?! )/g, "\n  ")}`).join("\n\n")}\n}\n`;
}

/** Five shapes of an operation, with types that differ from one interface to the next. */
function describeOperation(index: number, at: number): string {
  const [first, second, third] = [index + at, index * 3 + at, index * 7 + at * 5].map((turn) => typeAt(index, turn));
  const name = `operation${at}`;
  const documentation = `/// Operation ${at} of service ${index}.\n`;
  const shapes = [
    `call ${name}(first: ${first}, second?: ${second}) -> (value: ${third}) fails Problem${index}`,
    `call ${name}(query: Query${index}) -> (entry: Entry${index}, data: bytes<longest>)`,
    `message ${name}(first: ${first}, second: ${third})`,
    `event ${name}(value: ${second}, more: ${third})`,
    `stream ${name}(from: ${first}) -> (entry: Entry${index}, value: ${second}) fails Problem${index}`,
  ];
  return documentation + (shapes[(index + at) % shapes.length] ?? "");
}

function typeAt(index: number, turn: number): string {
  const types = [
    "u32",
    `Id${index}`,
    "u64",
    `Label${index}`,
    "bool",
    `Place${index}`,
    "f32",
    `Origin${index}`,
    "u16[8]",
    "i64",
    `Rights${index}`,
    "string<48>",
    "i32[..6]",
    `Place${index}[..3]`,
    "char",
    "bytes<longest>",
  ];
  return types[turn % types.length] ?? "u8";
}
