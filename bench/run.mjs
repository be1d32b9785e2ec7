// Measures the goals of docs/rules.md, side by side with what people use today, and prints one table.
//
//   node bench/run.mjs            about ten minutes
//   node bench/run.mjs --quick    under two minutes: fewer pages and rounds, the same table
//   node bench/run.mjs cold cpu   only these: cold, cpu, latency, limit, pipeline, watches, pace
//
// Ours and the peers' runs take turns, each in a process of its own, and the medians are compared. Exits with 1 when a
// goal is missed.
import { spawn, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { cpus } from "node:os"
import { build } from "esbuild"

const args = process.argv.slice(2)
const quick = args.includes("--quick")
const wanted = args.filter((arg) => !arg.startsWith("-"))
const cache = "node_modules/.cache/genesys-jobs/bench"
const rows = []
/** The program as a user starts it. */
const bin = JSON.parse(readFileSync("package.json", "utf8")).bin["genesys-jobs"]

const median = (values) => [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)]
const medianOf = (runs, field) => median(runs.map((run) => run[field]))

/** Runs a program to its end; resolves to what it prints as JSON, or to what it used. */
const run = (file, args = [], { env = {}, flags = [], used = false } = {}) =>
  new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn(process.execPath, [...flags, file, ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe", used ? "pipe" : "ignore"]
    })
    const [out, err, usage] = [[], [], []]
    child.stdout.on("data", (chunk) => out.push(chunk))
    child.stderr.on("data", (chunk) => err.push(chunk))
    child.stdio[3]?.on("data", (chunk) => usage.push(chunk))
    child.on("close", (code) => {
      const millis = performance.now() - began
      if (code !== 0)
        return reject(
          new Error(
            `${file} ${args.join(" ")} ended with ${code}:\n${Buffer.concat(err)}${Buffer.concat(out)}`
          )
        )
      resolve(used ? { millis, ...JSON.parse(usage.join("")) } : { millis, text: String(Buffer.concat(out)) })
    })
  })
const measured = async (...program) => JSON.parse((await run(...program)).text.trim().split("\n").at(-1))

/** Lets the programs take turns, so that all meet the same minute of this machine. */
const inTurns = async (rounds, programs) => {
  const runs = Object.fromEntries(Object.keys(programs).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, program] of Object.entries(programs)) runs[name].push(await program())
  }
  return runs
}

const show = (value, unit) => `${value.toFixed(value < 10 ? 2 : 0)}${unit}`
const goal = (what, atMost, value, unit, details) => {
  rows.push([what, `≤ ${atMost}${unit}`, show(value, unit), value <= atMost ? "met" : "MISSED", details])
  if (value > atMost) process.exitCode = 1
}
const note = (what, details) => rows.push([what, "", "", "", details])

const serve = () =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ["bench/server.mjs"], {
      stdio: ["ignore", "inherit", "inherit", "ipc"]
    })
    child.once("message", (port) => resolve({ url: `http://127.0.0.1:${port}`, stop: () => child.kill() }))
  })

const ours = (name) => `${cache}/${name}.mjs`
const peer = (name) => `bench/peers/${name}.mjs`

const measures = {
  cold: async ({ url }) => {
    const env = {
      HOME: cache,
      GENESYS_API_URL: url,
      GENESYS_LOGIN_URL: url,
      GENESYS_CLIENT_ID: "bench",
      GENESYS_CLIENT_SECRET: "bench",
      SLACK_WEBHOOK_URL: `${url}/services/T/B/x`
    }
    const program = [bin, ["watch", "data-action/pages-0"]]
    const probe = { flags: ["--require", "./bench/usage.cjs"], used: true }
    const three = (more, options) => ({
      node: () => run("-e", ["0"], { ...options, env: more }),
      ours: () => run(program[0], program[1], { ...options, env: { ...env, ...more } }),
      axios: () => run(peer("cold"), [], { ...options, env: { ...env, ...more } })
    })
    const timed = async (more) => {
      const turns = await inTurns(quick ? 9 : 25, three(more, {}))
      const use = await inTurns(quick ? 5 : 9, three(more, probe))
      const of = (runs, field) => ["node", "ours", "axios"].map((name) => medianOf(runs[name], field))
      const [node, own, axios] = of(turns, "millis")
      const cpu = of(use, "cpuMillis")
      return {
        ratio: own / node,
        rss: of(use, "rssMiB"),
        tell: `node ${node.toFixed(0)} ms, ours ${own.toFixed(0)} ms, three axios calls ${axios.toFixed(0)} ms (${(axios / node).toFixed(2)} ×); CPU ${cpu.map((millis) => millis.toFixed(0)).join(" / ")} ms, ours ${(cpu[1] / cpu[0]).toFixed(2)} ×`
      }
    }
    const { ratio, rss, tell } = await timed({})
    goal("cold start to the end of a finished job", 2, ratio, " × node -e 0", tell)
    goal("its memory", 60, rss[1], " MiB", `node ${rss[0].toFixed(0)}, axios ${rss[2].toFixed(0)} MiB`)
    if (process.env.NODE_EXTRA_CA_CERTS !== undefined) {
      // Node itself reads those certificates at every start: without them its start is a third, and every ratio
      // greater.
      const without = await timed({ NODE_EXTRA_CA_CERTS: undefined })
      note(
        "the same without NODE_EXTRA_CA_CERTS",
        `${without.ratio.toFixed(2)} × node -e 0: ${without.tell}; ${without.rss[1].toFixed(0)} MiB`
      )
    }
  },

  cpu: async ({ url }) => {
    const pages = quick ? 2_000 : 10_000
    const job = `pages-${pages}`
    const turns = await inTurns(quick ? 3 : 5, {
      ours: () => measured(ours("Drain"), [url, job]),
      undici: () => measured(peer("drain"), ["undici", url, job]),
      axios: () => measured(peer("drain"), ["axios", url, job]),
      stack: () => measured(peer("drain"), ["axios-retry-cockatiel", url, job])
    })
    for (const [name, runs] of Object.entries(turns)) {
      for (const { failures } of runs) {
        if (failures !== pages * 100)
          throw new Error(`${name} counted ${failures} failures of ${pages * 100}`)
      }
    }
    const [own, undici, axios, stack] = ["ours", "undici", "axios", "stack"].map(
      (name) => medianOf(turns[name], "cpuMicros") / pages
    )
    const each = `ours ${own.toFixed(0)}, undici ${undici.toFixed(0)}, axios ${axios.toFixed(0)}, with axios-retry and cockatiel ${stack.toFixed(0)} µs a page`
    goal(`CPU per page of 100 failures, ${pages} pages`, 0.4, own / axios, " × axios", each)
    goal("the same, beside undici by hand, 8 in flight", 1.7, own / undici, " × undici", "")
    const small = await inTurns(quick ? 3 : 5, {
      ours: () => measured(ours("Drain"), [url, `pages-${pages / 10}`])
    })
    const [rss, axiosRss, few] = [turns.ours, turns.axios, small.ours].map((runs) => medianOf(runs, "rssMiB"))
    goal(
      "peak memory",
      1,
      rss / axiosRss,
      " × axios",
      `ours ${rss.toFixed(0)}, axios ${axiosRss.toFixed(0)} MiB`
    )
    goal(
      `more memory at ${pages} pages than at ${pages / 10}`,
      10,
      Math.max(0, rss - few),
      " MiB",
      `${few.toFixed(0)} and ${rss.toFixed(0)} MiB`
    )
  },

  latency: async ({ url }) => {
    const pages = quick ? 300 : 2_000
    const job = `pages-${pages}-latency-20`
    const turns = await inTurns(quick ? 1 : 3, {
      ours: () => measured(ours("Drain"), [url, job]),
      axios: () => measured(peer("drain"), ["axios", url, job])
    })
    const [own, axios] = ["ours", "axios"].map((name) => medianOf(turns[name], "millis"))
    goal(
      `drain of ${pages} pages at 20 ms`,
      0.14,
      own / axios,
      " × axios",
      `${(own / 1000).toFixed(1)} s and ${(axios / 1000).toFixed(1)} s`
    )
  },

  limit: async ({ url }) => {
    const [pages, allowed, windowMillis] = [quick ? 450 : 1_450, 100, 2_000]
    const stats = async (job) => (await (await fetch(`${url}/stats`)).json())[job]
    const own = `pages-${pages}-limit-${allowed}`
    const theirs = `pages-${pages}-limit-0${allowed}`
    await measured(ours("Drain"), [url, own])
    await measured(peer("drain"), ["axios-retry-cockatiel", url, theirs]).catch(() => undefined)
    const ideal = (seen) => Math.floor((seen.requests - seen.refused - 1) / allowed) * windowMillis
    const [seen, other] = [await stats(own), await stats(theirs)]
    const ratio = (stat) => (stat.last - stat.from) / ideal(stat)
    const tell = (stat) =>
      `${((stat.last - stat.from) / 1000).toFixed(1)} s for ${stat.requests - stat.refused} good answers, ${stat.refused} refused`
    goal(
      `drain under a limit of ${allowed} in 2 s, ${pages} pages`,
      1.1,
      ratio(seen),
      " × ideal",
      `ours ${tell(seen)}; axios-retry and cockatiel ${tell(other)} (${ratio(other).toFixed(2)} ×), ${other.early} early`
    )
    goal("answers 429 in a window, at most", 1, seen.mostRefused, "", "")
    goal("requests before the end of a Retry-After", 0, seen.early, "", "")
  },

  pipeline: async () => {
    const turns = await inTurns(quick ? 3 : 5, {
      ours: () => measured(ours("Pipeline")),
      cockatiel: () => measured(peer("pipeline"))
    })
    goal(
      "policies around a call that succeeds",
      10,
      medianOf(turns.ours, "micros"),
      " µs",
      `cockatiel ${medianOf(turns.cockatiel, "micros").toFixed(1)} µs; with a client that takes a fiber ${medianOf(turns.ours, "other").toFixed(1)}; a whole GET through the door, without network ${medianOf(turns.ours, "door").toFixed(1)} µs`
    )
  },

  watches: async ({ url }) => {
    // Each asks once in a minute (half a minute): a rate at which both loops sleep most of the time, so that overload
    // is not what is compared.
    const load = [url, "10000", ...(quick ? ["30000", "15000"] : ["60000", "60000"])]
    const turns = await inTurns(1, {
      ours: () => measured(ours("Watches"), load, { flags: ["--expose-gc"] }),
      bare: () => measured(peer("watches"), load)
    })
    const [own, bare] = [turns.ours[0], turns.bare[0]]
    goal("heap of a watch, 10,000 in one process", 6, own.heapKiB, " KiB", "")
    goal("memory of the process", 200, own.rssMiB, " MiB", "")
    goal(
      "CPU of a poll",
      2.5,
      own.microsPerPoll / bare.microsPerPoll,
      " × bare loop",
      `${own.microsPerPoll.toFixed(0)} and ${bare.microsPerPoll.toFixed(0)} µs, ${own.polls} and ${bare.polls} polls`
    )
  },

  pace: async () => {
    const { text } = await run(ours("pace"), quick ? ["60"] : []).catch(({ message }) => ({ text: message }))
    const found = [...text.matchAll(/^(.+?)\s+([\d.]+)\s+([\d.]+)\s+(?:met|MISSED)$/gm)]
    for (const [, what, atMost, value] of found)
      goal(`polling: ${what.trim()}`, Number(atMost), Number(value), "", "")
    if (found.length === 0) note("polling", "bench/pace.ts said nothing that is understood here")
  }
}

const unknown = wanted.filter((name) => measures[name] === undefined)
if (unknown.length > 0) {
  console.error(`There is no measure ${unknown.join(", ")}. There are: ${Object.keys(measures).join(", ")}.`)
  process.exit(2)
}

const prepared = spawnSync(process.execPath, ["scripts/build.mjs", "--if-stale"], { stdio: "inherit" })
if (prepared.status !== 0) process.exit(prepared.status ?? 1)
if (!existsSync("bench/peers/node_modules")) {
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: "bench/peers",
    stdio: "inherit"
  })
  if (status !== 0) process.exit(status ?? 1)
}
mkdirSync(cache, { recursive: true })
await build({
  entryPoints: ["bench/ours/Drain.ts", "bench/ours/Pipeline.ts", "bench/ours/Watches.ts", "bench/pace.ts"],
  outdir: cache,
  entryNames: "[name]",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);'
  }
})

const server = await serve()
try {
  for (const [name, measure] of Object.entries(measures)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    console.error(`${name} ...`)
    await measure(server)
  }
} finally {
  server.stop()
}

console.log(
  `Node ${process.version}, V8 ${process.versions.v8}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}${quick ? ", quick" : ""}\n`
)
console.log("| what | goal | measured | | details |\n| --- | --- | --- | --- | --- |")
for (const row of rows) console.log(`| ${row.join(" | ")} |`)
