/** What hosts need that run kernels in Node.js itself. */
import { availableParallelism } from "node:os";
import { openControlFolder } from "../control/control-folder.ts";
import { here, missingOtherwise, type Need, type NeedState } from "./need.ts";

/** Of package.json's `engines`. */
const leastNode = [20, 19] as const;

const required = { isOptional: false } as const;
const optional = { isOptional: true } as const;

export function needOfNode(version: string = process.versions.node): Need {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNew = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  const advice = "Get it from https://nodejs.org, or with your version manager: `nvm install 20`.";
  return {
    ...{ name: `Node.js ${leastNode.join(".")} or newer`, for: "runs Skerry", ...required },
    state: isNew ? here(version) : missingOtherwise(advice),
  };
}

/** Whether a package that Skerry is installed with can be loaded; esbuild brings a program for each system. */
export async function needOfPackage(name: string, purpose: string, isOptional: boolean): Promise<Need> {
  const state = await load(name);
  return { name: `the package ${name}`, for: purpose, isOptional, state };
}

async function load(name: string): Promise<NeedState> {
  const advice = `Install Skerry again with its ${name === "koffi" ? "optional " : ""}dependencies: \`npm install\`.`;
  try {
    if (name === "esbuild") await (await import("esbuild")).transform("");
    else if (name === "koffi") (await import("koffi")).default.load(null);
    else await import(name);
    return here("");
  } catch {
    return missingOtherwise(advice);
  }
}

export function needOfSharedMemory(): Need {
  const isHere = typeof SharedArrayBuffer === "function" && typeof Atomics === "object";
  return {
    ...{
      name: "SharedArrayBuffer and Atomics",
      for: "rings between kernels lie in memory that threads share",
      ...required,
    },
    state: isHere ? here("") : missingOtherwise("Use Node.js as it is built on https://nodejs.org."),
  };
}

/** `cores` of the machine that is to be booted; null where none is named. */
export function needOfCpus(cores: number | null, cpus: number = availableParallelism()): Need | null {
  if (cores === null) return null;
  const advice = `There are ${cpus}: kernels take turns, and what is measured says little. \`--host simulation\` needs one.`;
  return {
    ...{ name: `${cores} CPUs`, for: "one for each core, so that kernels do not take turns", ...optional },
    state: cpus >= cores ? here(`${cpus}`) : missingOtherwise(advice),
  };
}

export function needOfControlFolder(): Need {
  const folder = openControlFolder();
  return {
    ...{
      name: "a folder that only you can open",
      for: "`skerry ctl` reaches what runs through a socket in it",
      ...optional,
    },
    state:
      folder.kind === "folder"
        ? here(folder.path)
        : missingOtherwise(`There is none: ${folder.text}. Systems boot without a control socket.`),
  };
}
