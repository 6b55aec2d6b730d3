/** A message on its way that is to go to somebody else. */
import type { NodeDatabase } from './database.ts'
import { withLines } from './outgoing-routing.ts'
import type { Destination, Outgoing } from './outgoing-row.ts'

/** The queue that it is in. */
interface Queue {
  find(id: string): Outgoing | undefined
  move(id: string, state: Outgoing['state']): void
  beginAnew(id: string): void
}

export class OutgoingRedirection {
  readonly #database: NodeDatabase
  readonly #queue: Queue

  constructor(database: NodeDatabase, queue: Queue) {
    this.#database = database
    this.#queue = queue
  }

  /** It is for somebody else from the moment on when the centre has given up what it has of it. */
  begin(id: string, to: Pick<Destination, 'called' | 'recipientId' | 'recipientName'>): void {
    this.#database.transaction(() => {
      this.#database.run('update outgoing set redirect_to = ? where id = ?', JSON.stringify(to), id)
      this.#queue.move(id, 'cancelling')
    })
  }

  /** Nobody has anything of it: it begins anew, for whom it was redirected to. */
  carryOut(id: string): void {
    const before = this.#queue.find(id)
    if (before === undefined) return
    const line = `${new Date().toISOString()} ${before.recipientName} (${before.called})`
    this.#database.transaction(() => {
      this.#database.run(
        `update outgoing set called = redirect_to ->> 'called', recipient_id = redirect_to ->> 'recipientId',
          recipient_name = redirect_to ->> 'recipientName', redirect_to = null, redirected = ?, foreseen = '' where id = ?`,
        ...[withLines(before.redirected, [line]), id],
      )
      // Who asked for it does not get it: a person may choose it again.
      this.#database.run(
        `update answer_study set state = 'failed', trouble = 'It was redirected' where state = 'moved' and (request_id, study)
          in (select request_id, outgoing.study from answer_outgoing join outgoing on outgoing.id = outgoing_id
          where outgoing_id = ?)`,
        id,
      )
      this.#database.run('delete from answer_outgoing where outgoing_id = ?', id)
      this.#database.run('delete from answer_instance where outgoing_id = ?', id)
      this.#queue.beginAnew(id)
    })
  }

  /** It stays for whom it was. */
  forget(id: string): void {
    this.#database.run('update outgoing set redirect_to = null where id = ?', id)
  }
}
