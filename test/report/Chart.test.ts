import { assert, describe, it } from "@effect/vitest"
import * as Chart from "../../src/report/Chart.js"

const point = (at: number, progress?: number, errors?: number): Chart.Point => ({ at, progress, errors })

const places = (svg: string) => [...svg.matchAll(/points="([^"]*)"/g)].map(([, line = ""]) => line.split(" "))

describe("Chart", () => {
  it("draws bars in proportion, names them, and tells their counts to who cannot see", () => {
    const data = [
      { label: "A", count: 200 },
      { label: "B", count: 50 },
      { label: "C", count: 0.1 }
    ]
    const svg = Chart.bars("b", "Codes", data.slice(0, 2), 250)
    assert.include(Chart.bars("b", "Codes", data, 250), "(under 0.1 %)")
    const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)%"/g)].map(([, width]) => Number(width))
    assert.deepStrictEqual(widths, [100, 25])
    assert.include(svg, '<desc id="b-d">A: 200, B: 50</desc>')
    assert.include(svg, "200 (80 %)")
  })

  it("keeps the size of its letters on a narrow screen: only the plot is stretched", () => {
    const progress = Chart.progress("p", "Progress", [point(0, 0, 0), point(60_000, 1, 40)])
    const plots = progress.match(/<svg [^>]*viewBox.*?<\/svg>/g) ?? []
    assert.lengthOf(plots, 2)
    for (const plot of plots) {
      assert.include(plot, 'preserveAspectRatio="none"')
      assert.notInclude(plot, "<text")
    }
    assert.notMatch(
      plots.reduce((rest, plot) => rest.replace(plot, ""), progress),
      /viewBox/
    )
    assert.notMatch(Chart.bars("b", "Codes", [{ label: "A", count: 1 }], 1), /viewBox/)
  })

  it("draws no progress of less than two readings", () => {
    assert.strictEqual(Chart.progress("p", "Progress", []), "")
    assert.strictEqual(Chart.progress("p", "Progress", [point(0, 0.5)]), "")
    assert.strictEqual(Chart.progress("p", "Progress", [point(0), point(1)]), "")
    assert.strictEqual(Chart.progress("p", "Progress", [point(5, 0.1), point(5, 0.2)]), "")
  })

  it("draws progress from the first reading to the last, errors beside it only where there are some", () => {
    const calm = Chart.progress("p", "Progress", [point(0, 0, 0), point(60_000, 1, 0)])
    assert.deepStrictEqual(places(calm), [["0,120", "720,0"]])
    assert.include(calm, "From 0 % to 100 % in 1 min")
    const troubled = Chart.progress("p", "Progress", [point(0, 0, 0), point(60_000, 1, 40)])
    assert.include(troubled, "errors up to 40")
  })

  it("draws errors below progress, where they stay readable even if they grow alike", () => {
    const svg = Chart.progress("p", "Progress", [
      point(0, 0, 0),
      point(30_000, 0.5, 20),
      point(60_000, 1, 40)
    ])
    assert.deepStrictEqual(places(svg), [
      ["0,120", "360,60", "720,0"],
      ["0,48", "360,24", "720,0"]
    ])
    const plots = [...svg.matchAll(/<svg y="(\d+)" width="100%" height="(\d+)"/g)]
    const [above = [], below = []] = plots.map(([, top, height]) => [Number(top), Number(height)])
    assert.isAbove(below[0] ?? 0, (above[0] ?? 0) + (above[1] ?? 0))
    const whole = Number(/^<svg [^>]*height="(\d+)"/.exec(svg)?.[1])
    assert.isAtLeast(whole, (below[0] ?? 0) + (below[1] ?? 0), "nothing is cut off")
    assert.include(svg, "Errors, up to 40")
  })

  it("keeps a long watch small, and its last reading in sight", () => {
    const long = Array.from({ length: 602 }, (_, index) => point(index, index / 601))
    const [line = []] = places(Chart.progress("p", "Progress", long))
    assert.isAtMost(line.length, 301)
    assert.strictEqual(line.at(-1), "720,0")
  })
})
