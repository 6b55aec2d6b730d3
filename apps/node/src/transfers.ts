/** How far what travels right now has come, for the page and for pauses: of no use after a restart, so nothing keeps it. */
export class Transfers {
  readonly #bytes = new Map<string, () => number>()
  readonly #reached = new Map<string, number>()

  /** @param bytes how many of them are there, whenever somebody looks */
  begin(id: string, bytes: () => number): void {
    this.#bytes.set(id, bytes)
  }

  end(id: string): void {
    this.#bytes.delete(id)
  }

  /**
   * A line that breaks again and again, and brings some of it each time, is none that is left alone for longer and longer.
   *
   * @param bytes that are safe on the other side, as it begins again. @returns whether there are more than the last time
   */
  hasComeFurther(id: string, bytes: number): boolean {
    const before = this.#reached.get(id)
    this.#reached.set(id, bytes)
    return before !== undefined && bytes > before
  }

  /** It does not travel any more. */
  forget(id: string): void {
    this.#reached.delete(id)
  }

  /** Null: it does not travel now. */
  bytesOf(id: string): number | null {
    return this.#bytes.get(id)?.() ?? null
  }
}
