/**
 * The JSON Schemas that are published with the package: of the configuration file, for editors, and of the report, for
 * programs.
 *
 * @since 0.1.0
 */
import * as Report from "../report/Report.js"
import * as ConfigSchema from "./ConfigSchema.js"

/**
 * The files of the folder `schema`, by name.
 *
 * @since 0.1.0
 * @category schemas
 */
export const files = (): Readonly<Record<string, string>> => ({
  "config.schema.json": text(ConfigSchema.jsonSchema()),
  "report.schema.json": text(Report.jsonSchema())
})

const text = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`
