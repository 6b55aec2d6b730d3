/** What lies in the centre, written down for each day, so that operators see how it grows. */
import { sql } from 'kysely'
import type { Centre } from '../centre.ts'
import { mailboxFigures, volumeOf } from './space.ts'

/** Bytes, as last read in a period. */
export interface HeldSpace {
  /** Of the volume that packages lie on, whoever took it. */
  readonly volumeBytes: number
  /** In mailboxes: a message counts in each that it lies in. */
  readonly mailboxesBytes: number
}

/** A day keeps what was read last: the row of a day that is over stays as it is. */
export async function writeDownSpace({ db, clock, config }: Centre): Promise<void> {
  const { usedBytes: volume } = await volumeOf(config.dataFolder, config.uploads.diskReserveBytes)
  const { usedBytes: mailboxes } = await db.transaction().execute(mailboxFigures)
  await sql`
    insert into space_of_day (day, read_at, volume_used_bytes, mailboxes_used_bytes)
    values ((${clock()}::timestamptz at time zone 'UTC')::date, ${clock()}, ${volume}, ${mailboxes})
    on conflict (day) do update set read_at = excluded.read_at,
      volume_used_bytes = excluded.volume_used_bytes, mailboxes_used_bytes = excluded.mailboxes_used_bytes
      where space_of_day.read_at < excluded.read_at
  `.execute(db)
}
