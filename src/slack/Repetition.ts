/**
 * A message that is sent again although an earlier attempt may have been posted.
 *
 * @since 0.1.0
 */
import * as BlockKit from "./BlockKit.js"
import * as Mrkdwn from "./Mrkdwn.js"

/**
 * The message, saying so: in its text and, where a block more has room, in its layout.
 *
 * @since 0.1.0
 * @category combinators
 */
export const of = (message: BlockKit.Payload, attempt: number): BlockKit.Payload => {
  const words = Mrkdwn.text`Attempt ${Mrkdwn.escape(String(attempt), 20)}: an earlier one may have been posted too.`
  return {
    ...message,
    text: `${message.text} ${words}`,
    ...(message.blocks === undefined || message.blocks.length >= BlockKit.limits.blocks
      ? {}
      : { blocks: [...message.blocks, BlockKit.context([words])] })
  }
}

/**
 * The bytes that a message must leave free for that.
 *
 * @since 0.1.0
 * @category models
 */
export const bytes = 300
