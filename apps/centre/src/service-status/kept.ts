/** Asked by everybody, looked up seldom: what many ask for at once is looked up once. */
export function kept<Value>(forMs: number, look: () => Promise<Value>): () => Promise<Value> {
  let last: { readonly at: number; readonly value: Promise<Value> } | undefined
  return async () => {
    if (last === undefined || performance.now() - last.at >= forMs) {
      last = { at: performance.now(), value: look() }
      // A failure is told to those who asked, and not kept.
      last.value.catch(() => {
        last = undefined
      })
    }
    return await last.value
  }
}
