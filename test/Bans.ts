// Where the world calls us back or the program begins: the only places that run an effect.
const edges = ["src/bin.ts", "src/cli/Main.ts"]

// Tests whose subject is the real clock, a real socket or a real process.
const realTime = /^test\/(?:e2e\/|resilience\/Monotonic\.test\.ts$)/

// Needs a browser, and says so where there is none.
const maySkip = ["test/report/Html.test.ts"]

/** What may not be written, and what to write instead. Looked for line by line. */
export interface Ban {
  /** Completes "has no …". */
  readonly what: string
  readonly pattern: RegExp
  /** Also looked for in comments. */
  readonly inComments?: boolean
  readonly instead: string
  /** The files that may. */
  readonly except?: (path: string) => boolean
}

export const inSource: ReadonlyArray<Ban> = [
  {
    what: "casts that hide a type",
    pattern: /\bas (?:any|unknown as|never)\b/,
    instead: "Mend the type, or check the value."
  },
  {
    what: "checks switched off",
    pattern: /@ts-(?:ignore|expect-error|nocheck)|@effect-diagnostics/,
    inComments: true,
    instead: "Mend what the check found.",
    except: (path) => edges.includes(path)
  },
  {
    what: "wall clock or timers",
    // A socket's own setTimeout sets an option; it is no timer of ours.
    pattern: /\bDate\.now\(|\bnew Date\(\)|(?<!\.)\bset(?:Timeout|Interval)\(|\bperformance\.now\(/,
    instead: "Use Clock and Effect.sleep."
  },
  {
    what: "randomness outside Random",
    pattern: /\bMath\.random\(|\brandomUUID\(|\bgetRandomValues\(/,
    instead: "Use Random."
  },
  {
    what: "console",
    pattern: /\bconsole\.\w/,
    instead: "Use Effect.log, or the output service of the program."
  },
  {
    what: "swallowed failures",
    pattern: /\bEffect\.ignore|\bcatchAllCause\b/,
    instead: "Say what happens to the failure; never catch defects and interruptions."
  },
  {
    what: "effects run within effects",
    pattern: /\b(?:Effect|Runtime)\.run(?:Promise|Sync|Fork|Callback)/,
    instead: "Stay in Effect. A new edge is listed in this test, with its reason.",
    except: (path) => edges.includes(path)
  },
  { what: "unbounded concurrency", pattern: /concurrency:\s*["']unbounded["']/, instead: "Name a number." },
  {
    what: "names of Effect 4",
    pattern:
      /\bContext\.Service\b|\bEffect\.catch\(|\bTaggedErrorClass\b|\bServiceMap\b|from "effect\/unstable/,
    instead: "This is Effect 3."
  },
  {
    what: "barrel imports",
    pattern: /(?:from|import\()\s*"(?:effect|@effect\/[\w-]+)"/,
    instead: 'Import the module ("effect/Effect"): the program starts faster.'
  },
  {
    what: "comments wider than 120 columns",
    pattern: /^(?=\s*(?:\/\*\*|\*|\/\/)).{121,}$/,
    inComments: true,
    instead: "Wrap them."
  }
]

export const inTests: ReadonlyArray<Ban> = [
  {
    what: "real time",
    pattern: /\b(?:it|layer)\.(?:live|scopedLive)\b|\bsetTimeout\(|\bsetInterval\(/,
    instead: "Use it.effect and TestClock.",
    except: (path) => realTime.test(path)
  },
  { what: "focused tests", pattern: /\b(?:it|test|describe)(?:\.\w+)*\.only\b/, instead: "Run all of them." },
  {
    what: "skipped tests",
    pattern: /\b(?:it|test|describe)(?:\.\w+)*\.(?:skip|skipIf|todo|fails)\b/,
    instead: "Mend the test or remove it.",
    except: (path) => maySkip.includes(path)
  }
]
