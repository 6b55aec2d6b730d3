/** What the node holds, as it is known in the database: series and instances, the newest of what came twice. */
import type { NodeDatabase } from '../state/database.ts'

export interface HeldItem {
  readonly id: string
  readonly heldMs: number
  readonly sizeBytes: number
}

export interface HeldSeries {
  readonly studyUid: string
  readonly seriesUid: string
  readonly modality: string
  /** Elements in Explicit VR Little Endian. */
  readonly keys: Uint8Array
}

export interface HeldInstance {
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  readonly sopInstanceUid: string
  readonly sopClassUid: string
  readonly transferSyntaxUid: string
  /** Name in the folder of what is held. */
  readonly file: string
  readonly offsetBytes: number
  readonly sizeBytes: number
  readonly dataSetBytes: number
  readonly hashedFromBytes: number
  readonly sha256: string
  readonly keys: Uint8Array
}

/** UIDs, each list by itself a condition; undefined: any. */
export interface UidScope {
  readonly study?: readonly string[] | undefined
  readonly series?: readonly string[] | undefined
  readonly instance?: readonly string[] | undefined
}

const SERIES = 'study_uid as studyUid, series_uid as seriesUid, modality, keys'
const PLACE = `held_instance.study_uid as studyInstanceUid, series_uid as seriesInstanceUid,
  sop_instance_uid as sopInstanceUid, sop_class_uid as sopClassUid, transfer_syntax_uid as transferSyntaxUid,
  file, offset_bytes as offsetBytes, held_instance.size_bytes as sizeBytes, data_set_bytes as dataSetBytes,
  hashed_from_bytes as hashedFromBytes, sha256`

export class HeldObjects {
  readonly #database: NodeDatabase

  constructor(database: NodeDatabase) {
    this.#database = database
  }

  /** All of it at once: from then on it can be found. */
  add(
    item: HeldItem & { readonly source: 'received' | 'sent' },
    series: readonly HeldSeries[],
    instances: readonly HeldInstance[],
  ): void {
    this.#database.transaction(() => {
      const { id, source, heldMs, sizeBytes } = item
      this.#database.run(
        'insert into held (id, source, held_ms, size_bytes) values (?, ?, ?, ?)',
        ...[id, source, heldMs, sizeBytes],
      )
      for (const each of series) {
        this.#database.run(
          'insert into held_series (held_id, study_uid, series_uid, modality, keys) values (?, ?, ?, ?, ?)',
          ...[id, each.studyUid, each.seriesUid, each.modality, each.keys],
        )
      }
      for (const each of instances) {
        this.#database.run(
          `insert into held_instance (held_id, study_uid, series_uid, sop_instance_uid, sop_class_uid,
            transfer_syntax_uid, file, offset_bytes, size_bytes, data_set_bytes, hashed_from_bytes, sha256, keys)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
          ...[id, each.studyInstanceUid, each.seriesInstanceUid, each.sopInstanceUid, each.sopClassUid],
          ...[each.transferSyntaxUid, each.file, each.offsetBytes, each.sizeBytes, each.dataSetBytes],
          ...[each.hashedFromBytes, each.sha256, each.keys],
        )
      }
    })
  }

  /** @returns names of files that nothing needs any more */
  remove(id: string): readonly string[] {
    return this.#database.transaction(() => {
      const files = this.#filesOf(id)
      this.#database.run('delete from held where id = ?', id)
      return files
    })
  }

  has(id: string): boolean {
    return this.#database.get('select 1 from held where id = ?', id) !== undefined
  }

  /** The oldest first. */
  items(): readonly HeldItem[] {
    return this.#database.all<HeldItem>(
      'select id, held_ms as heldMs, size_bytes as sizeBytes from held order by held_ms, id',
    )
  }

  files(): ReadonlySet<string> {
    const rows = this.#database.all<{ file: string }>('select distinct file from held_instance')
    return new Set(rows.map(({ file }) => file))
  }

  #filesOf(id: string): readonly string[] {
    return this.#database
      .all<{ file: string }>('select distinct file from held_instance where held_id = ?', id)
      .map(({ file }) => file)
  }

  /** Each once, what was held last first. */
  series({ study, series }: UidScope): readonly HeldSeries[] {
    const rows = this.#database.all<HeldSeries>(
      `select ${SERIES} from held_series join held on held.id = held_id
      where ${within('study_uid')} and ${within('series_uid')}
      order by held_ms desc, held.id desc, study_uid, series_uid`,
      ...[...listed(study), ...listed(series)],
    )
    return [...Map.groupBy(rows, ({ studyUid, seriesUid }) => `${studyUid} ${seriesUid}`).values()].flatMap(
      ([newest]) => (newest === undefined ? [] : [newest]),
    )
  }

  /** Each once, as it was held last; in the order of their files. */
  instances(
    { study, series, instance }: UidScope,
    keys: 'with-keys' | 'places-alone',
  ): readonly HeldInstance[] {
    const rows = this.#database.all<HeldInstance>(
      `select ${PLACE}, ${keys === 'with-keys' ? 'keys' : "x'' as keys"} from held_instance join held on held.id = held_id
      where ${within('study_uid')} and ${within('series_uid')} and ${within('sop_instance_uid')}
      order by held_ms desc, held.id desc, file, offset_bytes`,
      ...[...listed(study), ...listed(series), ...listed(instance)],
    )
    const once = new Map<string, HeldInstance>()
    for (const row of rows) if (!once.has(row.sopInstanceUid)) once.set(row.sopInstanceUid, row)
    return [...once.values()]
  }

  count({ study, series }: UidScope): number {
    const row = this.#database.get<{ instances: number }>(
      `select count(distinct sop_instance_uid) as instances from held_instance
      where ${within('study_uid')} and ${within('series_uid')}`,
      ...[...listed(study), ...listed(series)],
    )
    return row?.instances ?? 0
  }

  sopClasses({ study }: UidScope): readonly string[] {
    return this.#database
      .all<{ uid: string }>(
        `select distinct sop_class_uid as uid from held_instance where ${within('study_uid')} order by uid`,
        ...listed(study),
      )
      .map(({ uid }) => uid)
  }

  /** Transfer syntaxes in which instances of a class are held, the most frequent first. */
  transferSyntaxes(sopClassUid: string): readonly string[] {
    return this.#database
      .all<{ uid: string }>(
        `select transfer_syntax_uid as uid from held_instance where sop_class_uid = ?
        group by transfer_syntax_uid order by count(*) desc`,
        sopClassUid,
      )
      .map(({ uid }) => uid)
  }
}

/** Two values for each: whether there is a condition, and its UIDs. */
function within(column: string): string {
  return `(? = 0 or ${column} in (select value from json_each(?)))`
}

function listed(uids: readonly string[] | undefined): readonly (number | string)[] {
  return uids === undefined ? [0, '[]'] : [1, JSON.stringify(uids)]
}
