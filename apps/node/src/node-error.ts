/** What is told to the administrator in a sentence: the message is written for them, the cause is for the log. */
export class NodeError extends Error {
  override readonly name = 'NodeError'
}
