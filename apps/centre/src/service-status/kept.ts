export interface Kept<Value> {
  (): Promise<Value>
  /** Something has changed: the next one who asks has it looked up. */
  forget(): void
}

/** Asked by everybody, looked up seldom: what many ask for at once is looked up once. */
export function kept<Value>(forMs: number, look: () => Promise<Value>): Kept<Value> {
  let last: { readonly at: number; readonly value: Promise<Value> } | undefined
  const ask = async () => {
    if (last === undefined || performance.now() - last.at >= forMs) {
      const begun = { at: performance.now(), value: look() }
      last = begun
      // A failure is told to those who asked, and not kept.
      begun.value.catch(() => {
        if (last === begun) last = undefined
      })
    }
    return await last.value
  }
  return Object.assign(ask, {
    forget: () => {
      last = undefined
    },
  })
}
