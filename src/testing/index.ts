/**
 * Fakes for the tests of whatever is built on this library: a scripted Genesys Cloud, a Slack that records, and clocks
 * that need not be waited for. Published as `genesys-jobs/testing`.
 *
 * @since 0.1.0
 */
export * as FasterClock from "./FasterClock.js"
export * as RecordingSlack from "./RecordingSlack.js"
export * as Reply from "./Reply.js"
export * as ScriptedGenesys from "./ScriptedGenesys.js"
export * as VirtualClock from "./VirtualClock.js"
