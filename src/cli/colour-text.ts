import { styleText } from "node:util";

/** The text in a colour, where colours are wanted; who asks knows whether the other end shows them. */
export function colourText(colour: "green" | "red" | "yellow" | "dim", text: string, colours: boolean): string {
  return colours ? styleText(colour, text, { validateStream: false }) : text;
}
