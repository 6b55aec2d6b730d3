/** The rate of a transfer over its last seconds. */

const windowMs = 8000

export class RateMeter {
  #points: { atMs: number; bytes: number }[] = []

  note(bytes: number, atMs: number): void {
    const last = this.#points.at(-1)
    // Going back means that the transfer was resumed: what was before says nothing about now.
    if (last && bytes < last.bytes) this.#points = []
    this.#points.push({ atMs, bytes })
    while (this.#points.length > 2 && atMs - (this.#points[0]?.atMs ?? 0) > windowMs) this.#points.shift()
  }

  reset(): void {
    this.#points = []
  }

  get bytesPerSecond(): number {
    const first = this.#points[0]
    const last = this.#points.at(-1)
    if (!first || !last || last.atMs - first.atMs < 500) return 0
    return ((last.bytes - first.bytes) * 1000) / (last.atMs - first.atMs)
  }
}
