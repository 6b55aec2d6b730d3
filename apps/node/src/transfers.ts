/** How far what travels right now has come, for the page: of no use after a restart, so nothing keeps it. */
export class Transfers {
  readonly #bytes = new Map<string, () => number>()

  /** @param bytes how many of them are there, whenever somebody looks */
  begin(id: string, bytes: () => number): void {
    this.#bytes.set(id, bytes)
  }

  end(id: string): void {
    this.#bytes.delete(id)
  }

  /** Null: it does not travel now. */
  bytesOf(id: string): number | null {
    return this.#bytes.get(id)?.() ?? null
  }
}
