import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Examples from "../../src/simulator/Examples.js"
import * as KindScenarios from "./KindScenarios.js"
import * as Program from "./Program.js"

type Cases = ReadonlyArray<KindScenarios.Case>

/** Watches all the jobs in one run. Slack takes one message a second, so nobody is told. */
const watch = (cases: Cases, pace?: ReadonlyArray<string>) =>
  watchJobs(
    KindScenarios.scenario(cases),
    cases.map(({ reference }) => reference),
    pace
  )

const watchJobs = async (
  scenario: Parameters<typeof Program.simulate>[0],
  references: ReadonlyArray<string>,
  pace: ReadonlyArray<string> = ["--interval", "200ms"]
) => {
  const simulation = await Program.simulate(scenario)
  const run = await Program.run(
    ["watch", ...references, "--notify", "never", "--output", "json", ...pace],
    simulation.env
  )
  const reports = new Map(
    Program.decode(run.stdout).jobs.map((report) => [
      `${report.job.kind}/${report.job.id}`.replace(/\/$/, ""),
      report
    ])
  )
  assert.sameMembers([...reports.keys()], [...references], run.stderr)
  return {
    ...run,
    requests: await simulation.requests(),
    of: ({ reference }: { readonly reference: string }) => reports.get(reference)
  }
}

type Run = Awaited<ReturnType<typeof watch>>

/** Asserts of every job how it ended, and what its fixture says of its status, totals and groups. */
const endsAsTold = (run: Run, cases: Cases, outcome: string) => {
  for (const each of cases) {
    const { expect, reference } = each
    const report = run.of(each)
    assert.strictEqual(report?.outcome, outcome, reference)
    assert.isUndefined(report?.error, reference)
    for (const name of ["state", "processed", "total", "errors", "warnings", "message"] as const) {
      if (name in expect) assert.strictEqual(report?.status?.[name], expect[name], `${reference}: ${name}`)
    }
    assert.strictEqual(report?.polls, 2, reference)
    if (expect.phase === "expired") continue
    const groups = report?.failures.groups.map(({ code, count }) => [code, count])
    assert.deepStrictEqual(Object.fromEntries(groups ?? []), expect.groups ?? {}, reference)
    assert.strictEqual(report?.failures.total, expect.failures ?? 0, reference)
    assert.strictEqual(report?.failures.about, expect.about, reference)
    assert.isTrue(report?.failures.complete, reference)
  }
  // No token goes to the host of the files.
  assert.isFalse(run.requests.some(({ bearer, target }) => bearer && target === "files"))
}

const atLeast = (count: number, cases: Cases): Cases => {
  assert.isAtLeast(cases.length, count)
  return cases
}

describe.concurrent("every kind of job", () => {
  it("W1 that ends well is a success", async () => {
    const cases = atLeast(26, KindScenarios.all(["success"]))
    const run = await watch(cases)
    endsAsTold(run, cases, "succeeded")
    assert.strictEqual(run.code, 0, run.stderr)
  })

  it("W2 F1 that ends well with failed records is partial, with all pages of them", async () => {
    const cases = atLeast(19, KindScenarios.all(["success with failures"]))
    const run = await watch(cases)
    endsAsTold(run, cases, "partial")
    assert.strictEqual(run.code, 1, run.stderr)
    assert.isAtLeast(cases.filter((each) => KindScenarios.pages(each).length > 1).length, 4)
    for (const each of cases) {
      for (const { method, path, query } of KindScenarios.pages(each)) {
        const isAsked = run.requests.some(
          (request) =>
            request.method === method &&
            request.path === path &&
            Object.entries(query).every(([name, value]) => request.query[name] === value)
        )
        assert.isTrue(isAsked, `${each.reference}: ${path} ${JSON.stringify(query)}`)
      }
    }
  })

  it("W2 F5 of which all records failed, or whose failures are a file elsewhere, is partial", async () => {
    const cases = atLeast(6, KindScenarios.all(["failed entities by download", "all records failed"]))
    const run = await watch(cases)
    endsAsTold(run, cases, "partial")
    assert.strictEqual(run.code, 1, run.stderr)
    assert.isAbove(run.requests.filter(({ target }) => target === "files").length, 0)
  })

  it("W1 that fails is reported as failed, with the failed records that it tells", async () => {
    const cases = atLeast(25, KindScenarios.all(["failure"]))
    const run = await watch(cases)
    endsAsTold(run, cases, "failed")
    assert.strictEqual(run.code, 3, run.stderr)
  })

  it("W1 that is cancelled is reported as cancelled", async () => {
    const cases = atLeast(12, KindScenarios.all(["cancelled"]))
    const run = await watch(cases)
    endsAsTold(run, cases, "cancelled")
    assert.strictEqual(run.code, 4, run.stderr)
  })

  it("W1 whose results are gone is reported as expired", async () => {
    const cases = atLeast(4, KindScenarios.all(["expired"]))
    const run = await watch(cases)
    endsAsTold(run, cases, "expired")
    assert.strictEqual(run.code, 4, run.stderr)
  })

  it("W1 W4 that is parked, or in a state which nobody knows, says so and is watched on to its end", async () => {
    const cases = atLeast(26, KindScenarios.all(["success"], ["parked", "unknown state"]))
    const run = await watch(cases)
    endsAsTold(run, cases, "succeeded")
    assert.strictEqual(run.code, 0, run.stderr)
    const parked = cases.filter(({ beforehand }) => beforehand.phase === "parked")
    for (const { beforehand, reference } of atLeast(9, parked)) {
      const line = run.stderr.split("\n").find((each) => each.includes(`${reference} `)) ?? ""
      assert.include(line, beforehand.hint ?? "waits for", reference)
    }
  })

  it("W3 W4 that stays in a state which nobody knows ends with the deadline, and its word is told", async () => {
    const cases = atLeast(26, KindScenarios.all(["unknown state"], ["unknown state"]))
    const run = await watch(cases, ["--interval", "4s", "--timeout", "6s"])
    assert.strictEqual(run.code, 5, run.stderr)
    for (const each of cases) {
      const report = run.of(each)
      assert.strictEqual(report?.outcome, "timed-out", each.reference)
      assert.strictEqual(report?.status?.state, each.expect.state ?? report?.status?.state, each.reference)
      assert.isFalse(report?.failures.complete, each.reference)
    }
  })

  it("W2 F1 of the ready scenario other-kinds is told with all its failed records", async () => {
    const { files, jobs } = Examples.otherKinds
    const run = await watchJobs({ files, jobs }, Object.keys(jobs))
    assert.strictEqual(run.code, 1, run.stderr)
    const found = Object.keys(jobs).map((reference) => {
      const { failures, outcome, status } = run.of({ reference }) ?? {}
      const groups = failures?.groups.map(({ code, count }) => `${code} ${count}`).join(", ")
      return [outcome, status?.processed, status?.total, status?.errors, failures?.complete, groups]
    })
    assert.deepStrictEqual(found, [
      ["partial", 120, 250, 130, true, "FAILED_RECORDING 130"],
      ["partial", undefined, undefined, undefined, true, "HTTP_429 13"],
      ["partial", 10, undefined, 1, true, "invalid.value 1"],
      ["partial", 3, undefined, 2, true, "BAD_EMAIL 1, NAME_IS_MISSING 1"]
    ])
    assert.deepStrictEqual(
      run.requests.filter(({ target }) => target === "files").map(({ bearer }) => bearer),
      [false, false]
    )
  })

  it("W2 C1 of the README's configuration file is watched as those that are built in", async () => {
    const [, config = ""] = /^```json config\n([\s\S]*?)^```/m.exec(Program.read("README.md")) ?? []
    const cwd = Program.folder()
    writeFileSync(join(cwd, "genesys-jobs.config.json"), config)
    const { env } = await Program.simulate({
      jobs: {
        "billing-export/e7": {
          routes: [
            {
              path: "/gateway/v1/exports/e7",
              steps: [
                { body: { phase: "Working", rows: { all: 900, bad: 0 } } },
                { afterRequests: 1, body: { phase: "Done", rows: { all: 900, bad: 410 } } }
              ]
            },
            {
              path: "/gateway/v1/exports/e7/bad-rows",
              pages: {
                style: "pageNumber",
                field: "rows",
                place: { total: "/count" },
                generate: { count: 410, item: { row: "{{n}}", why: "NO_VAT", text: "row {{n}} has no rate" } }
              }
            }
          ]
        }
      }
    })
    const run = await Program.run(
      ["watch", "billing-export/e7", "--output", "json", "--interval", "200ms"],
      env,
      cwd
    )
    assert.strictEqual(run.code, 1, run.stderr)
    const [report] = Program.decode(run.stdout).jobs
    assert.deepInclude(report?.failures, { total: 410, complete: true, reconciled: true, distinctCodes: 1 })
    assert.strictEqual(report?.failures.groups[0]?.templates[0]?.template, "row <number> has no rate")
  })
})
