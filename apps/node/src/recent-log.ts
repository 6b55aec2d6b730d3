/** The newest lines of the log, for the page. What they hold is what the log holds: no patient data. */
const MOST_LINES = 500

export interface LogLine {
  readonly at: string
  /** pino's: 30 info, 40 warn, 50 error. */
  readonly level: number
  readonly text: string
}

export class RecentLog {
  readonly #lines: LogLine[] = []

  /** As pino's destination: one line of JSON. */
  write(line: string): void {
    const { time, level, msg, ...more } = JSON.parse(line) as {
      readonly time: string
      readonly level: number
      readonly msg?: string
    }
    const details = Object.entries(more).map(([name, value]) => `${name} ${inWords(value)}`)
    this.#lines.push({ at: time, level, text: [msg, ...details].filter(Boolean).join('; ') })
    if (this.#lines.length > MOST_LINES) this.#lines.shift()
  }

  /** The newest first. */
  lines(leastLevel: number): readonly LogLine[] {
    return this.#lines.filter(({ level }) => level >= leastLevel).toReversed()
  }
}

/** Of an error its message: its stack is for who reads the log itself. */
function inWords(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'message' in value) return String(value.message)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
