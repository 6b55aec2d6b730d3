/** A run that is asked to end by a signal, and what it was waiting for. */

/** Rejects at SIGINT, SIGTERM or SIGHUP: whatever is waited for then ends with the network. */
export async function askedToEnd(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => reject(new Error(`ended by ${signal}`)))
  }
  return await promise
}
