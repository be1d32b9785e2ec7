/**
 * What no source confirms of many kinds alike, in one wording.
 *
 * @since 0.1.0
 */

/**
 * @since 0.1.0
 * @category constructors
 */
export const states =
  "The states are those of the Python SDK 257.1; which of them end the job is inferred from their names."

/**
 * @since 0.1.0
 * @category constructors
 */
export const codes = "The values of the error codes are not documented."

/**
 * @since 0.1.0
 * @category constructors
 */
export const noResults = "That a query which failed or was cancelled has no results to read."
