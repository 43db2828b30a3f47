import { define } from "../diagnostic.ts";
import { didYouMean } from "./resolve/names.ts";

/** SK52xx: what programs wish of their cores, which devices they drive, and what memory they need. */
export const placementDiagnostics = {
  wishOfUnknownProgram: define<{ name: string; system: string; suggestion: string | null }>({
    code: "SK5201",
    severity: "error",
    title: "a wish about a program that does not exist",
    explanation: "After `apart from` and `read by` stands a service or client of the same system, by its name there.",
    message: ({ name, system, suggestion }) =>
      `there is no program \`${name}\` in the system \`${system}\`${didYouMean(suggestion)}`,
  }),
  apartFromItself: define<{ name: string }>({
    code: "SK5202",
    severity: "error",
    title: "a program apart from itself",
    explanation:
      "After `apart from` stands another program. To keep the copies of one program from each other, say how many there are and how they are spread: `copies 4 spread by package`.",
    message: ({ name }) => `\`${name}\` cannot be apart from itself: its copies are spread by \`copies … spread by …\``,
  }),
  isaAbsent: define<{
    name: string;
    isa: string;
    machine: string;
    known: readonly string[];
    suggestion: string | null;
  }>({
    code: "SK5203",
    severity: "error",
    title: "an instruction set that the machine lacks",
    explanation:
      "`requires isa` names the instruction set that a program is built for, as the cores of the machine name theirs. The program can run on these cores only.",
    message: ({ name, isa, machine, known, suggestion }) =>
      `\`${name}\` requires the instruction set \`${isa}\`, and the machine \`${machine}\` has no core of it${
        suggestion === null ? `: it has ${known.join(", ")}` : didYouMean(suggestion)
      }`,
  }),
  drivesNoDevice: define<{ name: string; path: string; given: string }>({
    code: "SK5204",
    severity: "error",
    title: "a driver of something that is no device",
    explanation: "After `drives` stand devices of the machine. To run close to something else, write `near`.",
    message: ({ name, path, given }) => `\`${name}\` can drive devices only, and \`${path}\` is ${given}`,
  }),
  drivesTwice: define<{ name: string; device: string }>({
    code: "SK5205",
    severity: "error",
    title: "a device named twice",
    explanation:
      "A program names each device that it drives once: a second mention says nothing new, and perhaps another device was meant.",
    message: ({ name, device }) => `\`${name}\` says twice that it drives \`${device}\``,
  }),
  deviceDrivenTwice: define<{ name: string; device: string; other: string }>({
    code: "SK5206",
    severity: "error",
    title: "two drivers of one device",
    explanation:
      "A device has one driver: two programs that write its registers would undo each other's work. Let one of them drive it and the other be its client.",
    message: ({ name, device, other }) => `\`${name}\` drives \`${device}\`, which \`${other}\` drives already`,
  }),
  driverInCopies: define<{ name: string; device: string; wish: string }>({
    code: "SK5207",
    severity: "error",
    title: "a driver in several copies",
    explanation:
      "A device has one driver, so the program that drives it runs once. Let a program of one copy drive the device, and the copies be its clients.",
    message: ({ name, device, wish }) =>
      `\`${name}\` drives \`${device}\` and would run in several copies: \`${wish}\``,
  }),
  bufferTwice: define<{ name: string; buffer: string }>({
    code: "SK5208",
    severity: "error",
    title: "two buffers with one name",
    explanation: "The buffers of a program are known by their names. Rename one.",
    message: ({ name, buffer }) => `\`${name}\` has two buffers called \`${buffer}\``,
  }),
  bufferSaysTwice: define<{ buffer: string; what: string }>({
    code: "SK5209",
    severity: "error",
    title: "a buffer that says something twice",
    explanation:
      "A buffer is for one device, lies in one memory and names each of its readers once. Let two buffers stand side by side instead.",
    message: ({ buffer, what }) => `the buffer \`${buffer}\` says twice ${what}`,
  }),
  bufferForNoDevice: define<{ buffer: string; path: string; given: string }>({
    code: "SK5210",
    severity: "error",
    title: "a buffer for something that is no device",
    explanation:
      "After `for` stands the device that fills or empties the buffer by itself. Who reads it is said by `read by`.",
    message: ({ buffer, path, given }) => `the buffer \`${buffer}\` can be for a device, and \`${path}\` is ${given}`,
  }),
  bufferInNoMemory: define<{ buffer: string; path: string; given: string }>({
    code: "SK5211",
    severity: "error",
    title: "a buffer in something that is no memory",
    explanation: "After `in` stands the memory that the buffer must lie in. Without it Skerry chooses one.",
    message: ({ buffer, path, given }) => `the buffer \`${buffer}\` can lie in a memory, and \`${path}\` is ${given}`,
  }),
  bufferForwardedNowhere: define<{ buffer: string; name: string }>({
    code: "SK5212",
    severity: "error",
    title: "a buffer forwarded by no device",
    explanation:
      "What is `forwarded` goes out again by the device it came in by, and lies near that. Say which: `for nic, forwarded`.",
    message: ({ buffer, name }) =>
      `the buffer \`${buffer}\` of \`${name}\` is forwarded, and nothing says by which device: \`for …\``,
  }),
  bufferForwardedAndRead: define<{ buffer: string; reader: string }>({
    code: "SK5213",
    severity: "error",
    title: "a buffer both forwarded and read",
    explanation:
      "What is forwarded at once lies near the device, what is read whole lies near the core that reads it: it cannot lie near both. Say what costs more.",
    message: ({ buffer, reader }) =>
      `the buffer \`${buffer}\` is forwarded and lies near its device, so it cannot lie near \`${reader}\` as well`,
  }),
  bufferForUndriven: define<{ buffer: string; name: string; device: string; driver: string | null }>({
    code: "SK5214",
    severity: "error",
    title: "a buffer for a device that the program does not drive",
    explanation:
      "Only a device's driver tells it where to read and write, so only the driver has buffers for it. Write `drives` beside it, or move the buffer to the driver.",
    message: ({ buffer, name, device, driver }) =>
      `the buffer \`${buffer}\` is for \`${device}\`, which \`${name}\` does not drive${
        driver === null ? `: \`drives ${device}\`` : `: \`${driver}\` does`
      }`,
  }),
  wishUnsatisfiable: define<{ name: string; wish: string; reason: string }>({
    code: "SK5215",
    severity: "error",
    title: "a wish that the machine cannot grant",
    explanation:
      "Whatever else is wished, there is no core or memory of this machine that would do. What is said of placements always holds, so nothing is placed.",
    message: ({ name, wish, reason }) => `\`${name}\` cannot have \`${wish}\`: ${reason}`,
  }),
  wishesConflict: define<{ wishes: readonly { readonly name: string; readonly wish: string }[] }>({
    code: "SK5216",
    severity: "error",
    title: "wishes that cannot all be granted",
    explanation:
      "Each of these wishes could be granted without the others; together they leave some program no core, or some buffer no memory. None of them can be left out of this list: take back any one, and the rest can be granted.",
    message: ({ wishes }) => `these wishes cannot all be granted: ${listWishes(wishes)}`,
  }),
  notPlaced: define<{ system: string; machine: string }>({
    code: "SK5218",
    severity: "error",
    title: "no placement was found",
    explanation:
      "Nothing shows that the wishes of the system contradict each other, but no placement that grants them all was found either: they leave so little room that the search was given up. Say with `on` where some of the programs run, or ask for less.",
    message: ({ system, machine }) =>
      `no placement of \`${system}\` on \`${machine}\` that grants all wishes was found`,
  }),
  bufferUnshared: define<{
    buffer: string;
    name: string;
    /** In words. */
    size: string;
    memory: string | null;
    users: readonly { readonly who: string; readonly reaches: readonly string[] }[];
  }>({
    code: "SK5219",
    severity: "error",
    title: "a buffer that not all who use it can address",
    explanation:
      "Its device, the program itself unless the buffer is forwarded, and all who read it must be able to address the same bytes of one memory, as many as the buffer has. What a core can address is said by the space that it `sees`; what a device can, by that and by its `dma reaches`. Where nothing writes it but the program, reading is not enough for that. Let the program run elsewhere, map more memory for those who see too little, or copy what is passed on into a second buffer.",
    message: ({ buffer, name, size, memory, users }) =>
      `the buffer \`${buffer}\` of \`${name}\` ${
        memory === null ? "finds no memory of which" : `cannot lie in \`${memory}\`, of which not`
      } all who use it can address ${size}: ${users
        .map(({ who, reaches }) => `${who} reaches ${reaches.length === 0 ? "no memory" : reaches.join(", ")}`)
        .join("; ")}`,
  }),
  buffersCrammed: define<{ memory: string; buffers: readonly string[] }>({
    code: "SK5220",
    severity: "error",
    title: "buffers that need the same bytes of a memory",
    explanation:
      "Each of these buffers could lie where all who use it can address the memory, but not all of them: the bytes that they have in common are too few. Map more of the memory, make a buffer smaller, or say with `in` that one lies in another memory.",
    message: ({ memory, buffers }) =>
      `the buffers ${buffers.join(", ")} do not all find room where those who use them can address \`${memory}\``,
  }),
  placedByHeuristic: define<{ system: string; reason: string; gap: string | null }>({
    code: "SK5217",
    severity: "note",
    title: "a placement that may not be the best",
    explanation:
      "Placements are found by an exact solver. Where it is missing, or the question is too large for it, a heuristic places the programs: every wish holds, but another placement might cost less. The gap says by how much at most. Say more of where programs are to run, and there is less to search.",
    message: ({ system, reason, gap }) =>
      `the placement of \`${system}\` may not be the best${gap === null ? "" : `, but is within ${gap} of it`}: ${reason}`,
  }),
} as const;

/** All of a few, the first of many. */
function listWishes(wishes: readonly { readonly name: string; readonly wish: string }[]): string {
  const shown = wishes.length > 8 ? wishes.slice(0, 6) : wishes;
  const more = wishes.length - shown.length;
  const list = shown.map(({ name, wish }) => `\`${name}\` ${wish}`).join("; ");
  return more === 0 ? list : `${list}; and ${more} more`;
}
