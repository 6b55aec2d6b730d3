/** The operator's decision about a request. */
import type { Decision, RegistrationStatus } from '@epacs/exchange'
import type { Centre } from '../centre.ts'
import { Problem } from '../http/index.ts'
import { queueMail } from '../mail/index.ts'
import { approve } from './approve.ts'
import { addEntry, lockRegistration, requireOpen } from './dialogue.ts'
import { formSchema } from './form.ts'
import { newLink } from './links.ts'
import { proofOf } from './registrations.ts'

export interface DecisionRequest {
  readonly decision: Decision
  /** To the applicant; needed to ask and to refuse. */
  readonly words: string
  /** Of the mailbox; otherwise by kind. */
  readonly quotaBytes: number | undefined
}

interface Operator {
  readonly personId: string
  readonly institution: { readonly id: string } | null
}

const NEXT: Readonly<Record<Decision, RegistrationStatus>> = {
  take: 'in-review',
  approve: 'approved',
  ask: 'more-wanted',
  refuse: 'refused',
}

export async function decide(
  centre: Centre,
  operator: Operator,
  id: string,
  { decision, words, quotaBytes }: DecisionRequest,
): Promise<{ enrolmentCode: string | null }> {
  if ((decision === 'ask' || decision === 'refuse') && words === '') {
    throw new Problem(422, 'words-needed', 'The applicant has to be told why.')
  }
  return await centre.db.transaction().execute(async (trx) => {
    const row = await lockRegistration(trx, id)
    requireOpen(row.status)
    const at = centre.clock()
    const status = NEXT[decision]
    const isEnd = decision === 'approve' || decision === 'refuse'
    const approved =
      decision === 'approve'
        ? await approve(centre, trx, {
            form: formSchema.parse(row.form),
            identity: proofOf(row),
            operatorId: operator.personId,
            quotaBytes,
            words,
          })
        : null
    const institutionId = approved?.institutionId ?? null
    await trx
      .updateTable('registration')
      .set({
        status,
        institution_id: institutionId,
        ...(isEnd ? { decided_at: at, decided_by: operator.personId } : {}),
      })
      .where('id', '=', id)
      .execute()
    const { personId } = operator
    await addEntry(trx, { registrationId: id, author: 'operator', personId, status, words }, at)
    if (decision === 'ask' || decision === 'refuse') {
      const template = decision === 'ask' ? 'registration-question' : 'registration-refused'
      const contents = { institution: row.institution_name, words, link: await newLink(centre, trx, id) }
      await queueMail(centre, trx, { template, language: row.language, to: row.email, contents })
    }
    await centre.audit.record(trx, {
      at,
      actor: operator,
      action: `registration.${decision}`,
      details: { registration: id, ...(institutionId === null ? {} : { institution: institutionId }) },
    })
    return { enrolmentCode: approved?.enrolmentCode ?? null }
  })
}
