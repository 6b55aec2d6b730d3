/** Which message at the centre one on its way supplements, with later images of its study. */
import type { NodeDatabase } from './database.ts'

export class OutgoingSupplements {
  readonly #database: NodeDatabase

  constructor(database: NodeDatabase) {
    this.#database = database
  }

  /**
   * Which message it supplements, decided once: the first one of its study that went to its recipient. Undefined: none.
   * 'later': one before it is on its way, and will be that message.
   */
  of(id: string): string | undefined | 'later' {
    const decided = this.#database.get<{ supplementTo: string | null }>(
      'select supplement_to as supplementTo from outgoing where id = ?',
      id,
    )?.supplementTo
    if (typeof decided === 'string') return decided || undefined
    const first = this.#database.get<{ messageId: string | null; isWaiting: 0 | 1 }>(
      `select before.message_id as messageId, before.state in ('packing', 'uploading') as isWaiting
      from outgoing as it join outgoing as before on before.recipient_id = it.recipient_id
        and before.study = it.study and (before.created_ms, before.id) < (it.created_ms, it.id)
      where it.id = ? and it.study <> '' and (before.state in ('sent', 'delivered')
        or before.state in ('packing', 'uploading') and before.held = 0 and before.attempts = 0)
      order by before.created_ms, before.id limit 1`,
      id,
    )
    if (first?.isWaiting === 1) return 'later'
    this.set(id, first?.messageId ?? undefined)
    return first?.messageId ?? undefined
  }

  /** Undefined: it is none. */
  set(id: string, messageId: string | undefined): void {
    this.#database.run('update outgoing set supplement_to = ? where id = ?', messageId ?? '', id)
  }
}
