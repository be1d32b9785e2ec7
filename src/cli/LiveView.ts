/**
 * The live view on a terminal: one line a job, redrawn in place.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Scope from "effect/Scope"
import * as Job from "../jobs/Job.js"
import * as PlainText from "../text/PlainText.js"
import type { WatchEvent } from "../watch/WatchEvent.js"
import * as Footer from "./Footer.js"
import * as JobProgress from "./JobProgress.js"
import * as ProgressLine from "./ProgressLine.js"
import * as ProgressTable from "./ProgressTable.js"
import type { Output } from "./Stdio.js"

/**
 * - `jobs`: how many there will be.
 * - `keepEnded`: whether the lines of ended jobs stay when the view is closed.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly jobs: number
  readonly keepEnded: boolean
}

/**
 * Draws in a fiber of the scope: on events, at most ten times a second (twice with many jobs), and once a second for
 * what counts down. An event only changes what will be drawn, notes about an outage aside, so that a slow terminal does
 * not slow the watches. When the scope closes, the lines are gone and the cursor is back.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  screen: Output,
  options: Options
): Effect.Effect<
  {
    readonly onEvent: (event: WatchEvent) => Effect.Effect<void>
    readonly note: (line: string) => Effect.Effect<void>
    readonly close: Effect.Effect<void>
  },
  never,
  Scope.Scope
> =>
  Effect.gen(function* () {
    const footer = yield* Footer.over(screen)
    const jobs = new Map<string, JobProgress.JobProgress>()
    const changed = yield* Effect.makeLatch(false)
    const lineOf = yield* ProgressLine.make("attention")
    const pause = options.jobs > mostRows ? crowdedPause : shortestPause

    const note = (line: string) => footer.write(`${PlainText.neutral(line)}\n`)

    const frame = (
      shown: ReadonlyArray<JobProgress.JobProgress>,
      size: Pick<ProgressTable.Face, "columns" | "rows">
    ) =>
      Effect.map(Clock.currentTimeMillis, (now) =>
        ProgressTable.render(shown, { ...size, unicode: screen.unicode, colour: screen.colour, now })
      )

    const draw = Effect.flatMap(
      Effect.suspend(() => frame(Array.from(jobs.values()), sizeOf(screen))),
      footer.show
    )

    const drawing = yield* changed.close.pipe(
      Effect.zipRight(draw),
      Effect.zipRight(Effect.sleep(pause)),
      Effect.zipRight(Effect.timeoutOption(changed.await, Duration.subtract(longestPause, pause))),
      Effect.forever,
      // Nothing is drawn before there is something to see.
      (drawn) => Effect.zipRight(changed.await, drawn),
      Effect.forkScoped
    )

    const close = yield* Effect.once(
      Effect.gen(function* () {
        yield* Fiber.interrupt(drawing)
        const ended = Array.from(jobs.values()).filter((job) => job.ended !== undefined)
        // Nothing is drawn over them any more: they may be as wide and as many as they are.
        const left = options.keepEnded ? yield* frame(ended, { columns: 1_000, rows: ended.length }) : []
        yield* footer.show([])
        if (left.length > 0) yield* footer.write(`${left.join("\n")}\n`)
      }).pipe(Effect.uninterruptible)
    )
    yield* Effect.addFinalizer(() => close)

    return {
      note,
      close,
      onEvent: (event) =>
        Effect.gen(function* () {
          const name = Job.format(event.job)
          jobs.set(name, JobProgress.after(jobs.get(name) ?? JobProgress.started(event.job, event.at), event))
          yield* changed.open
          const line = yield* lineOf(event)
          // Notes about single jobs would flood the screen where there are more jobs than lines.
          const worthy = event._tag !== "Polled" || options.jobs <= mostRows
          if (line !== undefined && worthy) yield* note(line)
        })
    }
  })

const shortestPause = Duration.millis(100)

/** A frame of ten thousand jobs costs milliseconds, and nobody reads that fast. */
const crowdedPause = Duration.millis(500)

const longestPause = Duration.millis(1_000)

const mostRows = 20

const sizeOf = (screen: Output): { readonly columns: number; readonly rows: number } => {
  const columns = screen.columns()
  const height = screen.rows?.() ?? 24
  return {
    columns: columns > 0 ? columns : 80,
    // The cursor needs the line below, and a view as high as the screen would push its own head out of reach.
    rows: Math.min(mostRows, Math.max(1, (height > 0 ? height : 24) - 2))
  }
}
