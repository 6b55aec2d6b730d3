/** From the fields of the form to what the centre is asked; what lacks or makes no sense is named by its field. */
import type { NewRequest, Urgency } from '../api/requests.ts'
import { urgencies } from '../api/requests.ts'

/** The field that has to be looked at again, and what is wrong, as `ask.fault.*` says it. */
export type Fault =
  | 'institution'
  | 'name'
  | 'identity'
  | 'birthNumber'
  | 'clinician'
  | 'wanted'
  | 'period'
  | 'reason'
  | 'neededBy'

/** What stands in the form, by the names of its fields. */
export type Fields = Readonly<Record<string, string>>

/** Nine digits were given until 1953, ten ever since; the centre checks them. */
function looksLikeBirthNumber(text: string): boolean {
  return /^\d{6}\/?\d{3,4}$/.test(text.trim())
}

export function faultsOf(fields: Fields, institution: string | undefined, now: Date): readonly Fault[] {
  const lacks = (name: string) => (fields[name] ?? '').trim() === ''
  const faults: Fault[] = []
  if (institution === undefined) faults.push('institution')
  if (lacks('name')) faults.push('name')
  if (lacks('identifier') && lacks('birthDate')) faults.push('identity')
  if (!lacks('identifier') && isBirthNumber(fields) && !looksLikeBirthNumber(fields.identifier ?? '')) {
    faults.push('birthNumber')
  }
  if (lacks('wanted')) faults.push('wanted')
  if (!lacks('from') && !lacks('to') && (fields.from ?? '') > (fields.to ?? '')) faults.push('period')
  if (lacks('reason')) faults.push('reason')
  if (lacks('clinician')) faults.push('clinician')
  if (Number.isNaN(momentOf(fields).getTime()) || momentOf(fields) <= now) faults.push('neededBy')
  return faults
}

/** Of fields without a fault. */
export function requestOf(fields: Fields, institution: string, modalities: readonly string[]): NewRequest {
  const text = (name: string) => (fields[name] ?? '').trim()
  const optional = <Name extends string>(name: Name, field: string) =>
    text(field) === '' ? {} : { [name]: text(field) }
  return {
    institution,
    patient: {
      name: text('name'),
      ...(text('identifier') === ''
        ? {}
        : { id: { kind: isBirthNumber(fields) ? 'birth-number' : 'other', value: text('identifier') } }),
      ...optional('birthDate', 'birthDate'),
    },
    clinician: text('clinician'),
    wanted: text('wanted'),
    modalities,
    ...optional('studiedFrom', 'from'),
    ...optional('studiedTo', 'to'),
    ...optional('accessionNumber', 'accession'),
    reason: text('reason'),
    urgency: urgencyOf(fields),
    neededBy: momentOf(fields).toISOString(),
  }
}

export function urgencyOf({ urgency }: Fields): Urgency {
  return urgencies.find((each) => each === urgency) ?? 'routine'
}

const hoursOf: Readonly<Record<Urgency, number>> = { routine: 7 * 24, urgent: 24, stat: 2 }

/** What the form offers, as `datetime-local` writes it: where the reader is. */
export function usualNeededBy(urgency: Urgency, now: Date): string {
  const at = new Date(now.getTime() + hoursOf[urgency] * 3_600_000)
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`
}

function isBirthNumber({ identifierKind }: Fields): boolean {
  return identifierKind !== 'other'
}

function momentOf({ neededBy = '' }: Fields): Date {
  return new Date(neededBy)
}
