/** Kernels do not start anew so often while a question of theirs is open. */
const incarnations = 2 ** 20;
const perIncarnation = 2 ** 32;

/**
 * The ticket before the first of a kernel that has started so often before. None is one of those that it had before: what is
 * still answered then, or watched, is not what it asks for now.
 */
export function ticketsOf(incarnation: number): number {
  return (incarnation % incarnations) * perIncarnation;
}
