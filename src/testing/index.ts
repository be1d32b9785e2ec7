/**
 * Fakes for the tests of whatever is built on this library: a scripted Genesys Cloud and a Slack that records. Published
 * as `genesys-jobs/testing`.
 *
 * @since 0.1.0
 */
export * as RecordingSlack from "./RecordingSlack.js"
export * as Reply from "./Reply.js"
export * as ScriptedGenesys from "./ScriptedGenesys.js"
