/** A function that does nothing but call another one, with arguments that it makes of its own. */
export interface Made {
  /** The function that it calls. */
  readonly fn: Function
  readonly arrange: (args: readonly unknown[]) => readonly unknown[]
  /** Whether equal primitives always become the same arguments: nothing that may change is put beside them. */
  readonly isConstant: boolean
  /** By what it takes different calls for one, in words; a memoized function may. */
  readonly merges: readonly string[]
}

/** The functions that `partial`, the rounding wrappers and the decorators of caches made. */
export const made = new WeakMap<Function, Made>()

/**
 * The function underneath, and how the arguments of `fn` become its arguments. What `fn` returns is that function's
 * result, so it is the one whose text, name and parameters tell calls apart.
 */
export function bottomOf(fn: Function): Made {
  const whole = made.get(fn)
  if (whole === undefined) return { fn, arrange: (args) => args, isConstant: true, merges: [] }
  const below = bottomOf(whole.fn)
  return {
    fn: below.fn,
    arrange: (args) => below.arrange(whole.arrange(args)),
    isConstant: whole.isConstant && below.isConstant,
    merges: [...whole.merges, ...below.merges],
  }
}
