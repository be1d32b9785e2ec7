/**
 * The time of day as the person at the terminal has it on the wall.
 *
 * @since 0.1.0
 */

/**
 * `14:02`, with the day before it (`11-21 14:02`) when that is not the day of `now`. Both are epoch milliseconds.
 *
 * @since 0.1.0
 * @category rendering
 */
export const minutes = (at: number, now: number): string => {
  const then = new Date(at)
  const time = `${two(then.getHours())}:${two(then.getMinutes())}`
  return then.toDateString() === new Date(now).toDateString()
    ? time
    : `${two(then.getMonth() + 1)}-${two(then.getDate())} ${time}`
}

/**
 * `14:02:11`, of epoch milliseconds.
 *
 * @since 0.1.0
 * @category rendering
 */
export const seconds = (at: number): string => {
  const then = new Date(at)
  return `${two(then.getHours())}:${two(then.getMinutes())}:${two(then.getSeconds())}`
}

const two = (value: number): string => String(value).padStart(2, "0")
