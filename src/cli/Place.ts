/**
 * Where a file is written that replaces another one only when it is complete: beside its place, and then moved there.
 *
 * @since 0.1.0
 */
import { readlinkSync, realpathSync, statSync } from "node:fs"
import { dirname, resolve } from "node:path"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"

/**
 * Where a link leads: the link stays, and what it names is replaced. Any other path is itself.
 *
 * @since 0.1.0
 * @category constructors
 */
export const target = (path: string): string => {
  const found = Either.try(() => realpathSync(path))
  if (Either.isRight(found)) return found.right
  return Either.match(
    Either.try(() => readlinkSync(path)),
    {
      onLeft: () => path,
      onRight: (link) => resolve(dirname(path), link)
    }
  )
}

/**
 * What stands in the place of a file: a folder, a link that leads to itself, or something that is no file, such as a
 * device or a pipe, which would be gone.
 *
 * @since 0.1.0
 * @category constructors
 */
export const obstacle = (path: string): "folder" | "loop" | "special" | undefined =>
  Either.match(
    Either.try(() => statSync(path, { throwIfNoEntry: false })),
    {
      onLeft: (error) =>
        Predicate.hasProperty(error, "code") && error.code === "ELOOP" ? "loop" : undefined,
      onRight: (found) => {
        if (found === undefined || found.isFile()) return undefined
        return found.isDirectory() ? "folder" : "special"
      }
    }
  )
