import type { Theme } from "../../emit/pictures/style-sheet.ts";
import type { CompileOptions } from "../compile-files.ts";

export interface DrawOptions extends CompileOptions {
  readonly out?: string;
  readonly theme?: Theme;
  /** Two cores; descriptions may follow them. */
  readonly route?: readonly string[];
  /** What is lost on the way: a link or core. */
  readonly without?: string;
  readonly tree?: string;
  readonly heat?: true;
  readonly placement?: true;
  readonly addressMap?: string;
  /** True: the first call of the run. */
  readonly sequence?: true | string;
  readonly watch?: boolean;
}
