/**
 * Patterns over the classes of Unicode (`\p{L}`), which are dear to make: the engine goes through its tables for each
 * of them.
 *
 * @since 0.1.0
 */

/**
 * A pattern that is made when it is first needed, and once. A program that meets plain text only never makes it: at the
 * start of the command line, making those of this room took a twelfth of all work.
 *
 * @since 0.1.0
 * @category constructors
 */
export const lazy = (make: () => RegExp): (() => RegExp) => {
  let made: RegExp | undefined
  return () => {
    made ??= make()
    return made
  }
}
