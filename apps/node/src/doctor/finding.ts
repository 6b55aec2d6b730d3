/** What the doctor says of one thing. */
export interface Finding {
  readonly what: string
  readonly isGood: boolean
  /** What was found; when it is bad, with what to do. */
  readonly told: string
}

export function good(what: string, told: string): Finding {
  return { what, isGood: true, told }
}

export function bad(what: string, told: string): Finding {
  return { what, isGood: false, told }
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
