import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Builds the dependency index of the organisation; there is one.
 *
 * @since 0.1.0
 * @category models
 */
export const dependencyTracking: JobKind = {
  name: "dependency-tracking",
  title: "Dependency tracking build",
  summary: "Builds the dependency index of the organisation; there is one.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/ArchitectApi.md#getArchitectDependencytrackingBuild",
  permissions: {
    status: ["architect:dependencyTracking:view"],
    failures: ["architect:dependencyTracking:view"]
  },
  submitterOnly: false,
  unverified: [
    Unverified.states,
    "That BUILDINCOMPLETE is the end of a failed build.",
    "That NOTBUILT and OPERATIONALNEEDSREBUILD last until somebody starts a build: a watch waits for one, as long as its --timeout lets it.",
    Unverified.codes
  ],
  parameters: [],
  status: {
    path: "/api/v2/architect/dependencytracking/build",
    state: "status",
    errors: {
      count: "failedObjects[]"
    },
    createdAt: "dateStarted",
    updatedAt: ["dateCompleted", "dateStarted"]
  },
  states: {
    running: ["BUILDQUEUED", "BUILDINITIALIZING", "BUILDINPROGRESS"],
    parked: {
      NOTBUILT: {
        waitsFor: "a first build",
        moveBy: "POST /api/v2/architect/dependencytracking/build"
      },
      OPERATIONALNEEDSREBUILD: {
        waitsFor: "a new build, the index is out of date",
        moveBy: "POST /api/v2/architect/dependencytracking/build"
      }
    },
    succeeded: ["OPERATIONAL"],
    failed: ["BUILDINCOMPLETE"]
  },
  failures: {
    source: "embedded",
    items: "failedObjects",
    record: {
      code: "errorCode",
      messageTemplate: "{name} (version {version}) could not be indexed",
      id: "id",
      recordId: "name"
    }
  }
}
