/** Images that a rule left out: the PACS was told that they were taken, so what became of them is kept for the history. */
import type { NodeDatabase } from './database.ts'

export interface LeftOutInstance {
  readonly calling: string
  readonly called: string
  readonly study: string
  readonly series: string
  readonly sopInstanceUid: string
  /** Name of the rule. */
  readonly rule: string
  readonly modality: string
}

/** Of one series, as the history shows it. */
export interface LeftOutSeries extends Omit<LeftOutInstance, 'sopInstanceUid' | 'study'> {
  readonly instances: number
  readonly atMs: number
}

/** The page asks every two seconds: it must not read the whole history for it. */
const NEWEST_INSTANCES = 5000

export class LeftOut {
  readonly #database: NodeDatabase

  constructor(database: NodeDatabase) {
    this.#database = database
  }

  /** Known durably when it returns. One that comes again counts once. */
  add({ calling, called, study, series, sopInstanceUid, rule, modality }: LeftOutInstance): void {
    this.#database.run(
      `insert into left_out (calling, called, study, series, sop_instance_uid, rule, modality, at_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      on conflict do update set rule = excluded.rule, at_ms = excluded.at_ms`,
      ...[calling, called, study, series, sopInstanceUid, rule, modality, Date.now()],
    )
  }

  /** Of the newest instances, each with all that were left out of it. */
  recent(limit: number): readonly LeftOutSeries[] {
    return this.#database.all<LeftOutSeries>(
      `select calling, called, series, rule, modality, max(at_ms) as atMs,
        (select count(*) from left_out as each where each.series = newest.series and each.calling = newest.calling
          and each.called = newest.called and each.rule = newest.rule and each.modality = newest.modality) as instances
      from (select * from left_out order by at_ms desc limit ?) as newest
      group by calling, called, series, rule, modality order by atMs desc limit ?`,
      ...[NEWEST_INSTANCES, limit],
    )
  }

  forgetBefore(ms: number): void {
    this.#database.run('delete from left_out where at_ms < ?', ms)
  }
}
