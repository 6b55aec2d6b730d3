/** Many messages at once in one mailbox, written by the database itself: for how lists do with them. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'

const SENDERS = 40
const MINUTES_BETWEEN = 5

export interface LargeMailbox {
  readonly institution: string
  readonly senders: readonly string[]
}

/** Every twentieth message is urgent, every tenth was not opened, every hundredth patient is called Šťastná. */
export async function fillMailbox(db: Kysely<Database>, messages: number): Promise<LargeMailbox> {
  await sql`
    insert into institution (id, name, name_folded, kind, eligibility, city, city_folded, ae_title, connection)
    select gen_random_uuid(), 'Z' || n, 'z' || n, 'hospital', 'czech-provider', 'Brno', 'brno', 'Z' || n, 'mailbox'
    from generate_series(0, ${SENDERS}) as n
  `.execute(db)
  const { rows } = await sql<{ id: string }>`
    select id from institution where ae_title ~ '^Z[0-9]+$' order by substr(ae_title, 2)::int
  `.execute(db)
  const [institution = '', ...senders] = rows.map(({ id }) => id)
  await sql`
    insert into message (id, sender_institution_id, subject, urgent, status, created_at, declared_bytes, search_folded)
    select gen_random_uuid(), (${senders}::uuid[])[1 + n % ${SENDERS}], 'CT ' || n, n % 20 = 0, 'delivered',
      timestamptz '2026-01-01' - n * interval '1 minute' * ${MINUTES_BETWEEN}, 1000 + n,
      'z' || n % ${SENDERS} || ' ct hrudniku ' || n || repeat(' popis', 20)
    from generate_series(1, ${messages}) as n
  `.execute(db)
  await sql`
    insert into delivery (message_id, institution_id, status, at, created_at)
    select id, ${institution}, case declared_bytes % 10 when 0 then 'delivered' when 1 then 'downloaded' else 'opened' end,
      created_at, created_at
    from message where sender_institution_id = any(${senders}::uuid[])
  `.execute(db)
  await sql`
    insert into study (message_id, position, study_instance_uid, patient_id, patient_name, modalities, patient_folded)
    select id, 0, '2.25.' || declared_bytes, 'X', 'X', '{CT}',
      case declared_bytes % 100 when 0 then 'x-1 stastna jana' else 'x-2 novak jan' end
    from message where sender_institution_id = any(${senders}::uuid[])
  `.execute(db)
  for (const table of ['message', 'delivery', 'study'])
    await sql`vacuum analyze ${sql.table(table)}`.execute(db)
  return { institution, senders }
}
