/** What esbuild would write. */
interface BundledFile {
  readonly path: string;
  readonly contents: Uint8Array | string;
}

export function bundleKernelThread(
  root: string,
  folder: string,
  plugins?: readonly object[],
  extension?: string,
): Promise<readonly BundledFile[]>;
