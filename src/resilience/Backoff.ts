/**
 * How long to wait before trying again where nobody told.
 *
 * @since 0.1.0
 */

/**
 * The first window and the widest, in ms.
 *
 * @since 0.1.0
 * @category models
 */
export interface Shape {
  readonly base: number
  readonly cap: number
}

/**
 * The backoff window, in ms, after so many retries of a call: base x 2^retries, at most the cap.
 *
 * @since 0.1.0
 * @category combinators
 */
export const window = (shape: Shape, retries: number): number =>
  Math.min(shape.cap, shape.base * 2 ** Math.min(retries, 64))

/**
 * Full jitter: a whole number of ms drawn evenly from the window, both ends included. `random` lies in [0, 1].
 *
 * @since 0.1.0
 * @category combinators
 */
export const fullJitter = (windowMillis: number, random: number): number =>
  Math.min(windowMillis, Math.floor(random * (windowMillis + 1)))
