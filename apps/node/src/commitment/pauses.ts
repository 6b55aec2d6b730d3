/** Who could not be told something is left alone for a while, the longer the more often that went wrong. */
const FIRST_MS = 1000
const LONGEST_MS = 300_000

export class Pauses {
  readonly #of = new Map<string, { readonly failures: number; readonly untilMs: number }>()

  begin(name: string): void {
    const failures = (this.#of.get(name)?.failures ?? 0) + 1
    const untilMs = performance.now() + Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20))
    this.#of.set(name, { failures, untilMs })
  }

  end(name: string): void {
    this.#of.delete(name)
  }

  isOver(name: string): boolean {
    return (this.#of.get(name)?.untilMs ?? 0) <= performance.now()
  }
}
