/**
 * What bundlers ask of a plugin's type, in our own words: nobody has to install the types of six bundlers, in versions that
 * agree, to use one of them.
 */

/** For Vite, Rollup and Rolldown. */
export interface NamedPlugin {
  readonly name: string;
}

/** For webpack and Rspack. */
export interface AppliedPlugin {
  apply(compiler: object): void;
}

/** For esbuild. */
export interface SetUpPlugin {
  readonly name: string;
  setup(build: object): void | Promise<void>;
}
