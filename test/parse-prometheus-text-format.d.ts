declare module "parse-prometheus-text-format" {
  /** The families of a Prometheus text, as plain data. */
  const parse: (text: string) => ReadonlyArray<unknown>
  export default parse
}
