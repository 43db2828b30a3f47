export interface SkerryOptions {
  /**
   * Where declarations are written, by which TypeScript knows what a description exports: `true`, the default, beside
   * each description as `block.d.skerry.ts`; a folder's path, relative to `root`, in folders as the descriptions lie in
   * (name both folders under `rootDirs` in `tsconfig.json`); `false`, nowhere. TypeScript reads them with
   * `allowArbitraryExtensions`.
   */
  readonly types?: boolean | string;
  /**
   * Whether modules export what uses their interfaces in place too: `BlockInPlace`, `serveBlockInPlace`, views and writers,
   * as `skerry build --in-place` writes them. By default they do not.
   */
  readonly inPlace?: boolean;
  /** What paths are relative to, in messages too. By default Vite's root; elsewhere the working folder. */
  readonly root?: string;
  /** Is told the absolute path of every description that is compiled: of one that is as it was, nothing. */
  readonly onCompile?: (file: string) => void;
}
