import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Misfit from "../../src/text/Misfit.js"

const told = (schema: Schema.Schema.AnyNoContext, input: unknown): ReadonlyArray<string> =>
  Either.match(Schema.decodeUnknownEither(schema, { errors: "all", onExcessProperty: "error" })(input), {
    onLeft: (error) => Misfit.of(error).map((misfit) => Misfit.line(misfit, "the file")),
    onRight: () => []
  })

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

const Path = Schema.String.pipe(Schema.pattern(/^\w+$/, { message: () => "expected a path such as rows" }))
const Field = Schema.Union(Path, Schema.NonEmptyArray(Path)).annotations({
  message: () => "expected a path, or a list of paths"
})
const Count = Schema.Union(
  Schema.Union(Field, Schema.Struct({ sum: Schema.NonEmptyArray(Field) })),
  Schema.Struct({ count: Path, where: optional(Schema.Struct({ field: Field })), value: optional(Field) })
).annotations({ message: () => "expected a path, {sum} or {count, where?, value?}" })

describe("Misfit", () => {
  it("C1 says in plain words what was expected where, in the order of the Schema", () => {
    const Job = Schema.Struct({
      name: Schema.String,
      total: Schema.Number,
      done: Schema.Boolean,
      style: Schema.Literal("fast", "slow"),
      scale: Schema.Literal(1, 100),
      rows: Schema.Array(Schema.Number),
      more: Schema.Struct({ a: Schema.String }),
      some: Schema.NonEmptyArray(Schema.String),
      either: Schema.Union(Schema.Number, Schema.Array(Schema.Number))
    })
    const rows = ["x"]
    const input = { name: 1, total: "1", done: "no", style: "quick", rows, more: [], some: [], either: {} }
    assert.deepStrictEqual(told(Job, input), [
      "name: expected a text",
      "total: expected a number",
      "done: expected true or false",
      'style: expected "fast" or "slow"',
      "scale: is missing",
      "rows.0: expected a number",
      "more: expected an object",
      "some: is empty",
      "either: expected a number or a list"
    ])
    assert.deepStrictEqual(told(Job, 5), ["the file: expected an object"])
  })

  it("C1 uses the words of the Schema, also for a value of another type", () => {
    for (const input of ["a b", 5, null])
      assert.deepStrictEqual(told(Path, input), ["the file: expected a path such as rows"])
    const Count = Schema.Int.pipe(Schema.positive({ message: () => "expected a whole number of at least 1" }))
    for (const input of [1.5, 0, "1"]) {
      assert.deepStrictEqual(told(Count, input), ["the file: expected a whole number of at least 1"])
    }
    assert.deepStrictEqual(told(Schema.Union(Path, Schema.Number), true), [
      "the file: expected a path such as rows or a number"
    ])
  })

  it("C1 a mistyped key is told once, with the one that was meant", () => {
    const Status = Schema.Struct({ path: Path, state: Path, total: optional(Count) })
    assert.deepStrictEqual(told(Status, { path: "p", statee: "s" }), [
      'statee: unknown key; did you mean "state"?'
    ])
    assert.deepStrictEqual(told(Status, { path: "p", state: "s", colour: "red" }), [
      "colour: unknown key; expected total"
    ])
    assert.deepStrictEqual(told(Schema.Struct({ a: Path }), { a: "x", zzz: 1 }), ["zzz: unknown key"])
  })

  it("C1 of alternatives it looks into the one that was meant", () => {
    assert.deepStrictEqual(told(Count, { count: "rows", wher: { field: "a" } }), [
      'wher: unknown key; did you mean "where"?'
    ])
    assert.deepStrictEqual(told(Count, { count: "rows", where: { feld: "a" } }), [
      'where.feld: unknown key; did you mean "field"?'
    ])
    assert.deepStrictEqual(told(Count, { sum: [] }), ["sum: is empty"])
    assert.deepStrictEqual(told(Count, "a b"), ["the file: expected a path such as rows"])
    assert.deepStrictEqual(told(Count, ["a", "b c"]), ["1: expected a path such as rows"])
    for (const input of [5, {}, { colour: 1 }]) {
      assert.deepStrictEqual(told(Count, input), [
        "the file: expected a path, {sum} or {count, where?, value?}"
      ])
    }
  })

  it("C1 of alternatives that a word tells apart it looks into the one of that word", () => {
    const Source = Schema.Union(
      Schema.Struct({ source: Schema.Literal("pages"), path: Path }),
      Schema.Struct({ source: Schema.Literal("none") })
    )
    const Sources = Schema.Union(Source, Schema.NonEmptyArray(Source))
    assert.deepStrictEqual(told(Sources, { source: "pges" }), ['source: expected "pages" or "none"'])
    assert.deepStrictEqual(told(Sources, { source: "pages", pth: "a" }), [
      'pth: unknown key; did you mean "path"?'
    ])
    assert.deepStrictEqual(told(Sources, [{ source: "none" }, {}]), ["1.source: is missing"])
    assert.deepStrictEqual(told(Sources, []), ["the file: is empty"])
    assert.deepStrictEqual(told(Sources, "none"), ["the file: expected an object or a list"])
  })

  it("C1 tells what a rule over several keys found, at the place that the rule names", () => {
    const Limits = Schema.Struct({ from: Schema.Number, to: Schema.Number }).pipe(
      Schema.filter(({ from, to }) => [
        ...(from < 0 ? [{ path: ["from"], message: "is below zero" }] : []),
        ...(from > to ? [{ path: ["to"], message: "is before from" }] : [])
      ])
    )
    assert.deepStrictEqual(told(Limits, { from: -1, to: -2 }), ["from: is below zero", "to: is before from"])
    assert.deepStrictEqual(told(Limits, { from: 2, to: 1 }), ["to: is before from"])
    assert.deepStrictEqual(told(Limits, { from: 2, too: 1 }), ['too: unknown key; did you mean "to"?'])
  })

  it("C1 names that are no names are told in the words of the Schema of names", () => {
    const Name = Schema.String.pipe(Schema.pattern(/^[a-z]+$/, { message: () => "expected a name" }))
    const Kinds = Schema.Record({ key: Name, value: Schema.Number })
    assert.deepStrictEqual(told(Kinds, JSON.parse('{"A": 1, "__proto__": 1, "b": "x"}')), [
      "A: expected a name",
      "__proto__: expected a name",
      "b: expected a number"
    ])
  })

  it("C1 looks through what is changed on reading", () => {
    const Text = Schema.Struct({ size: Schema.optionalWith(Schema.Int, { exact: true, default: () => 1 }) })
    assert.deepStrictEqual(told(Text, { size: "x" }), ["size: expected a number"])
    assert.deepStrictEqual(told(Text, { sise: 1 }), ['sise: unknown key; did you mean "size"?'])
  })

  it("C2 repeats no value", () => {
    const secret = "SENTINEL SECRET"
    for (const input of [
      secret,
      [secret],
      { name: secret },
      { [0]: secret },
      { sum: { secret } },
      { sum: [[secret, 1]] }
    ]) {
      const lines = told(Count, input)
      assert.isAbove(lines.length, 0)
      assert.notInclude(lines.join(), "SENTINEL")
    }
  })
})
