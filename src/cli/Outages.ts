/**
 * Which jobs suffer from the same trouble, so that it is told once and not once a job.
 *
 * @since 0.1.0
 */

/**
 * @since 0.1.0
 * @category models
 */
export interface Outages {
  /** Whether the job is the first with this trouble. */
  readonly begin: (job: string, trouble: string) => boolean
  /** Whether the job was the last with its trouble; false when it had none. */
  readonly end: (job: string) => boolean
}

/**
 * None yet.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (): Outages => {
  const troubles = new Map<string, string>()
  const sufferers = new Map<string, number>()
  return {
    begin: (job, trouble) => {
      if (troubles.has(job)) return false
      const others = sufferers.get(trouble) ?? 0
      troubles.set(job, trouble)
      sufferers.set(trouble, others + 1)
      return others === 0
    },
    end: (job) => {
      const trouble = troubles.get(job)
      if (trouble === undefined) return false
      const others = (sufferers.get(trouble) ?? 1) - 1
      troubles.delete(job)
      if (others === 0) sufferers.delete(trouble)
      else sufferers.set(trouble, others)
      return others === 0
    }
  }
}
