export interface Options {
  readonly mode?: "adaptive" | "fixed" | undefined
  readonly intervalMillis?: number | undefined
  readonly minGapMillis?: number | undefined
  readonly maxGapMillis?: number | undefined
}
export interface Sample {
  readonly at: number
  readonly state: string
  readonly progress?: number | undefined
  readonly processed?: number | undefined
  readonly total?: number | undefined
  readonly updatedAt?: number | undefined
}
export interface State {
  readonly options: Options
}
export const initial = (options: Options): State => ({ options })
export const next = (state: State, _sample: Sample): readonly [number, State] => [
  state.options.intervalMillis ?? 10_000,
  state
]
