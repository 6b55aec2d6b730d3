/**
 * Whether an error says that the database cannot be reached now, or went away under a question: nobody's fault, and
 * another time it is answered. What a transaction did whose commit was under way nobody knows then.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string') return AWAY.test(error.code)
  // What pg says by itself has no code.
  return SAID.some((words) => error.message.startsWith(words))
}

/**
 * Of sockets and names; class 08 (connection), 57P01 to 57P05 (it stops, crashed, starts, is dropped, was idle too long),
 * 53300 (too many connections), 25006 (read-only: what was the primary is a standby since).
 */
const AWAY =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|E(HOST|NET)UNREACH|ENOTFOUND|EAI_AGAIN|08...|57P0.|53300|25006)$/
const SAID = [
  'Connection terminated',
  'Query read timeout',
  'timeout exceeded when trying to connect',
  'Client was closed and is not queryable',
  'Client has encountered a connection error and is not queryable',
]
