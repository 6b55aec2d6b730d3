/** Patients of requests that ended long ago are forgotten; the record that somebody asked somebody, and what came of it, stays. */
import type { Centre } from '../centre.ts'
import { tellParties } from './record.ts'

const DAY_MS = 24 * 3_600_000
const AT_ONCE = 200

/** To be called by the clock, by one process or several. */
export async function forgetPatients(centre: Centre): Promise<void> {
  const { requestDays, days } = centre.config.retention
  const keptDays = requestDays ?? days
  if (keptDays === null) return
  for (let forgotten = AT_ONCE; forgotten === AT_ONCE && !centre.stopping.aborted; ) {
    forgotten = await forgetSome(centre, new Date(centre.clock().getTime() - keptDays * DAY_MS))
  }
}

async function forgetSome(centre: Centre, endedBefore: Date): Promise<number> {
  const at = centre.clock()
  const forgotten = await centre.db.transaction().execute(async (trx) => {
    const due = await trx
      .selectFrom('image_request')
      .where('ended_at', '<', endedBefore)
      .where('patient_forgotten_at', 'is', null)
      .select('id')
      .orderBy('ended_at')
      .limit(AT_ONCE)
      .forNoKeyUpdate()
      .skipLocked()
      .execute()
    if (due.length === 0) return []
    const ids = due.map(({ id }) => id)
    const rows = await trx
      .updateTable('image_request')
      .set({
        patient_forgotten_at: at,
        patient_name: '',
        patient_id: null,
        patient_id_kind: null,
        patient_birth_date: null,
        accession_number: null,
        studied_from: null,
        studied_to: null,
        // What people write may name the patient.
        wanted: '',
        reason: '',
        // The digest of all that.
        idempotency_key: null,
        request_sha256: null,
      })
      .where('id', 'in', ids)
      .returning(['id', 'status', 'asking_institution_id', 'asked_institution_id'])
      .execute()
    await trx
      .updateTable('image_request')
      .set({ refusal: '' })
      .where('id', 'in', ids)
      .where('refusal', 'is not', null)
      .execute()
    for (const { id } of rows) {
      await centre.audit.record(trx, {
        at,
        actor: null,
        action: 'request.forget-patient',
        details: { request: id },
      })
    }
    return rows
  })
  for (const { id, status, asking_institution_id: askingId, asked_institution_id: askedId } of forgotten) {
    tellParties(centre, { askingId, askedId }, { id, status })
  }
  return forgotten.length
}
