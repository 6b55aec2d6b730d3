/** The network's participants as the centre last told them: known also while the centre is away. */
import type { NodeDatabase } from './database.ts'

export interface Participant {
  readonly id: string
  readonly name: string
  readonly aeTitle: string
}

export class Participants {
  readonly #database: NodeDatabase
  readonly #aliases: () => Readonly<Record<string, string>>

  /** @param aliases those that hold now: AE title that is called here → the participant's */
  constructor(database: NodeDatabase, aliases: () => Readonly<Record<string, string>>) {
    this.#database = database
    this.#aliases = aliases
  }

  /** @param called AE title, an alias or a participant's own */
  find(called: string): Participant | undefined {
    const aeTitle = this.#aliases()[called] ?? called
    return this.#database.get<Participant>(
      'select id, name, ae_title as aeTitle from participant where ae_title = ?',
      aeTitle,
    )
  }

  all(): readonly Participant[] {
    return this.#database.all<Participant>(
      'select id, name, ae_title as aeTitle from participant order by ae_title',
    )
  }

  replace(participants: readonly Participant[]): void {
    this.#database.transaction(() => {
      this.#database.run('delete from participant')
      for (const { id, name, aeTitle } of participants) {
        this.#database.run('insert into participant (ae_title, id, name) values (?, ?, ?)', aeTitle, id, name)
      }
    })
  }
}
