/** What boards in QEMU need, by the same table that `skerry boot --host qemu` goes by. */
import { findProgram } from "../boot/qemu/find-program.ts";
import { findPrebuilt } from "../boot/qemu/prebuilt-kernels.ts";
import { findCompiler, type ImageRecipe, type Toolchain } from "../boot/qemu/toolchain.ts";
import { here, missing, type Need, type NeedState } from "./need.ts";

/** `hasPrograms`: whether programs in C are to be compiled for it, as far as one knows. */
export function needsOfBoard(toolchain: Toolchain, hasPrograms: boolean | null): readonly Need[] {
  const isShipped = findPrebuilt(toolchain) !== null;
  return [
    needOfQemu(toolchain),
    ...(hasPrograms === false && isShipped
      ? []
      : toolchain.images.map((recipe) => needOfCompiler(recipe, isShipped, hasPrograms))),
  ];
}

function needOfQemu({ program, qemuPackage }: Toolchain): Need {
  const file = findProgram([program]);
  const state = file === null ? missing([qemuPackage]) : here(file);
  return { name: program, for: "plays the board", isOptional: false, state };
}

/** Kernels without programs come with the package; in a clone they are compiled too. */
function needOfCompiler(recipe: ImageRecipe, isShipped: boolean, hasPrograms: boolean | null): Need {
  const programs = recipe.compilers.map(({ program, needs }) =>
    needs === null ? program : `${program} with ${needs}`,
  );
  return {
    name: `a C compiler for ${recipe.name} (${programs.join(", or ")})`,
    for: isShipped ? "compiles programs in C" : "compiles the kernel, and programs in C",
    isOptional: isShipped && hasPrograms !== true,
    state: stateOfCompiler(recipe),
  };
}

function stateOfCompiler(recipe: ImageRecipe): NeedState {
  const found = findCompiler(recipe);
  return found === null ? missing(recipe.compilers.map(({ packages }) => packages)) : here(found.file);
}
