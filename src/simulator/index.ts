/**
 * The simulated Genesys Cloud platform and Slack inbox: a real HTTP server for trying and testing alerts without
 * credentials. Published as `genesys-jobs/simulator`; needs Node.
 *
 * @since 0.1.0
 */
export * as BlockKit from "./BlockKit.js"
export * as Examples from "./Examples.js"
export * as Fault from "./Fault.js"
export * as FaultRule from "./FaultRule.js"
export * as JobScript from "./JobScript.js"
export * as Login from "./Login.js"
export * as Paging from "./Paging.js"
export * as RateLimit from "./RateLimit.js"
export * as RequestLog from "./RequestLog.js"
export * as Route from "./Route.js"
export * as Scenario from "./Scenario.js"
export * as Simulator from "./Simulator.js"
export * as SlackInbox from "./SlackInbox.js"
export * as SlackScript from "./SlackScript.js"
export * as Token from "./Token.js"
