/** STOW-RS as the configuration has it now: opened, moved and closed while the node runs. */
import { isDeepStrictEqual } from 'node:util'
import type { NodeConfig, StowConfig } from '../config/schema.ts'
import { type OpenStow, openStow, type StowParts } from './stow.ts'

export class StowListener {
  readonly #parts: StowParts
  #open: { readonly config: StowConfig; readonly at: OpenStow } | undefined
  /** What came before a change ends there. */
  readonly #ending = new Set<OpenStow>()

  private constructor(parts: StowParts) {
    this.#parts = parts
  }

  /** @throws NodeError that names the port, or the file that is missing */
  static async open(parts: StowParts): Promise<StowListener> {
    const listener = new StowListener(parts)
    await (await listener.#prepare(parts.config.now))()
    parts.config.onPrepare((next) => listener.#prepare(next))
    return listener
  }

  async #prepare({ stow }: Pick<NodeConfig, 'stow'>): Promise<() => Promise<void>> {
    const before = this.#open
    if (isDeepStrictEqual(stow, before?.config ?? null)) return async () => {}
    const isAtItsPlace =
      stow !== null && stow.host === before?.config.host && stow.port === before.config.port
    // Elsewhere it is opened first: what cannot be opened leaves things as they are.
    const elsewhere = stow === null || isAtItsPlace ? undefined : await openStow(stow, this.#parts)
    return async () => {
      if (before !== undefined) this.#end(before.at)
      if (stow === null) this.#open = undefined
      else this.#open = { config: stow, at: elsewhere ?? (await openStow(stow, this.#parts)) }
    }
  }

  #end(open: OpenStow): void {
    this.#ending.add(open)
    void open.drain().then(() => this.#ending.delete(open))
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.#ending, ...(this.#open === undefined ? [] : [this.#open.at])].map((each) => each.close()),
    )
  }
}
