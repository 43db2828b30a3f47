/** As modules import: the script that threads of kernels run has no way to. */
export type Import = (specifier: string) => Promise<unknown>;
