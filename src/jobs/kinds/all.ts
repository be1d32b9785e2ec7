/**
 * The built-in kinds: one line a kind.
 *
 * The line cannot be done without: the library is bundled for browsers, where no folder can be listed, and a generated
 * list would be a second source of truth. A test fails when a descriptor has no line here.
 */
export { dataAction } from "./data-action.js"
