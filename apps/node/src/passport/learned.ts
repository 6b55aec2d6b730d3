/** What each PACS took when it was asked last; known also while it is away, and after a restart. */
import type { TakenKinds } from '@epacs/intake/passport'
import type { DicomPacsConfig } from '../config/schema.ts'
import type { NodeDatabase } from '../state/database.ts'

export interface Learned {
  readonly learnedMs: number
  readonly takes: TakenKinds
}

interface Row {
  readonly address: string
  readonly learnedMs: number
  readonly takes: string
}

export class LearnedPacs {
  readonly #database: NodeDatabase

  constructor(database: NodeDatabase) {
    this.#database = database
  }

  /** Undefined: it was never asked, or another one had this name then. */
  of(pacs: DicomPacsConfig): Learned | undefined {
    const row = this.#database.get<Row>(
      'select address, learned_ms as learnedMs, takes from learned_pacs where name = ?',
      pacs.name,
    )
    if (row?.address !== addressOf(pacs)) return undefined
    return { learnedMs: row.learnedMs, takes: JSON.parse(row.takes) as TakenKinds }
  }

  note(pacs: DicomPacsConfig, learnedMs: number, takes: TakenKinds): void {
    this.#database.run(
      `insert into learned_pacs (name, address, learned_ms, takes) values (?, ?, ?, ?)
      on conflict (name) do update set address = excluded.address, learned_ms = excluded.learned_ms, takes = excluded.takes`,
      ...[pacs.name, addressOf(pacs), learnedMs, JSON.stringify(takes)],
    )
  }
}

/** What a PACS takes may hang on who calls it by which title. */
function addressOf({ host, port, aeTitle, callingAeTitle }: DicomPacsConfig): string {
  return JSON.stringify([host, port, aeTitle, callingAeTitle])
}
