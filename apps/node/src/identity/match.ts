/** What the rules make of one patient of a message: a decision, or a question for a person. */
import { birthNumber, withSlash } from '@epacs/exchange'
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { matchesPattern } from '@epacs/intake/passport'
import { areSpellingsOfOneName } from '@epacs/package/person'
import type { IdentityRule } from '../config/identity-schema.ts'
import type { Decision, Writing } from './decision.ts'
import type { Patient } from './patient.ts'
import type { PatientList } from './patient-list.ts'
import type { ListedPatient } from './read-patients.ts'

/** Why a person is asked. */
export const QUESTIONS = [
  'no-match',
  'several-matches',
  'only-the-number',
  'different-birth-number',
  'different-name',
  'different-birth-date',
  'different-sex',
  'several-patients',
  'too-many-patients',
  'not-writable',
  'rule-asks',
] as const
export type Question = (typeof QUESTIONS)[number]

export interface Judgement {
  /** Name of the rule; undefined: none is about this patient. */
  readonly rule: string | undefined
  /** Undefined: a person is asked, for this reason. */
  readonly decision: Decision | undefined
  readonly question: Question | undefined
  readonly candidates: readonly ListedPatient[]
}

type Look = Pick<PatientList, 'byBirthNumber' | 'byId' | 'byNameAndBirthDate'>

export function judge(rules: readonly IdentityRule[], sent: Patient, sender: string, list: Look): Judgement {
  const rule = rules.find(({ when }) => isAbout(when, sent, sender))
  if (rule === undefined)
    return { rule: undefined, decision: { kind: 'keep' }, question: undefined, candidates: [] }
  const asked = (question: Question, candidates: readonly ListedPatient[]): Judgement => ({
    rule: rule.name,
    decision: undefined,
    question,
    candidates,
  })
  if (rule.patient === 'as-sent') {
    return { rule: rule.name, decision: asSent(rule, sent), question: undefined, candidates: [] }
  }
  const { by, candidates } = found(rule, sent, list)
  if (rule.patient === 'ask') return asked('rule-asks', candidates)
  const [candidate, ...others] = candidates
  if (candidate === undefined) return asked('no-match', [])
  if (others.length > 0) return asked('several-matches', candidates)
  const difference = differenceBetween(sent, candidate)
  if (difference !== undefined) return asked(difference, candidates)
  if (by === 'patient-id' && !isBorneOut(sent, candidate, rule)) return asked('only-the-number', candidates)
  return {
    rule: rule.name,
    decision: asListed(rule, sent, candidate),
    question: undefined,
    candidates,
  }
}

/** The identifiers of one whom the hospital knows. */
export function asListed(
  { issuer = '', birthNumber: writing, names, accessionNumber }: IdentityRule,
  sent: Patient,
  candidate: Pick<ListedPatient, 'id' | 'issuer' | 'name'>,
): Writing {
  return {
    kind: 'write',
    patientId: inWriting(candidate.id, writing),
    issuer: candidate.issuer || issuer,
    name: names === 'from-list' ? candidate.name : nameOf(names, sent),
    accessionNumber,
  }
}

function asSent(rule: IdentityRule, sent: Patient): Writing {
  const { issuer, birthNumber: writing, patientIdPrefix = '', names, accessionNumber } = rule
  return {
    kind: 'write',
    // Who has no identifier gets none by a prefix.
    patientId: sent.id === '' ? '' : `${patientIdPrefix}${inWriting(sent.id, writing)}`,
    issuer: sent.id === '' ? sent.issuer : (issuer ?? sent.issuer),
    name: nameOf(names, sent),
    accessionNumber,
  }
}

function nameOf(names: IdentityRule['names'], { name }: Patient): string | undefined {
  return names === 'upper-case' ? name.toLocaleUpperCase('cs') : undefined
}

function inWriting(id: string, writing: IdentityRule['birthNumber']): string {
  const number = writing === 'as-sent' ? undefined : birthNumber(id)
  if (number === undefined) return id
  return writing === 'with-slash' ? withSlash(number) : number.digits
}

interface Found {
  readonly by: IdentityRule['matchBy'][number] | undefined
  readonly candidates: readonly ListedPatient[]
}

function found(rule: IdentityRule, sent: Patient, list: Look): Found {
  for (const by of rule.matchBy) {
    const candidates = foundBy(by, sent, list)
    if (candidates.length > 0) return { by, candidates }
  }
  return { by: undefined, candidates: [] }
}

function foundBy(by: IdentityRule['matchBy'][number], sent: Patient, list: Look): readonly ListedPatient[] {
  if (by === 'birth-number') {
    const number = birthNumber(sent.id)
    return number === undefined ? [] : list.byBirthNumber(number.digits)
  }
  if (by === 'patient-id') {
    if (sent.id === '') return []
    // The same number of another issuer is another patient's.
    return list
      .byId(sent.id)
      .filter(({ issuer }) => sent.issuer === '' || issuer === '' || issuer === sent.issuer)
  }
  if (sent.name === '' || sent.birthDate === '') return []
  const candidates = list.byNameAndBirthDate(sent)
  return candidates.length > 0 ? candidates : list.byNameAndBirthDate({ ...sent, name: likelyOr(sent.name) })
}

function differenceBetween(sent: Patient, listed: ListedPatient): Question | undefined {
  const isOther = (one: string, other: string) => one !== '' && other !== '' && one !== other
  if (isOther(birthNumber(sent.id)?.digits ?? '', listed.birthNumber)) return 'different-birth-number'
  if (isOther(sent.birthDate, listed.birthDate)) return 'different-birth-date'
  const isTold = ({ sex }: Patient) => sex === 'M' || sex === 'F'
  if (isTold(sent) && isTold(listed) && sent.sex !== listed.sex) return 'different-sex'
  return areNamesOfOne(sent.name, listed.name) ? undefined : 'different-name'
}

/** The sent one may be under a wrong character set: then it counts as it was most likely meant, too. */
function areNamesOfOne(sent: string, listed: string): boolean {
  return areSpellingsOfOneName(sent, listed) || areSpellingsOfOneName(likelyOr(sent), listed)
}

/** A number that each hospital gives out for itself says who somebody is only together with more. */
function isBorneOut(sent: Patient, listed: ListedPatient, rule: IdentityRule): boolean {
  const issuer = listed.issuer || (rule.issuer ?? '')
  if (sent.issuer !== '' && sent.issuer === issuer) return true
  const isBirthDate = /^\d{8}$/.test(sent.birthDate) && sent.birthDate === listed.birthDate
  return isBirthDate && areOneFullName(sent.name, listed.name)
}

/** Family and given name, in either order; one alone is none. */
function areOneFullName(one: string, other: string): boolean {
  const partsOf = (name: string) => (name.split('=')[0] ?? '').split('^').slice(0, 2)
  const [family = '', given = ''] = partsOf(one)
  const [otherFamily = '', otherGiven = ''] = partsOf(other)
  const areAll = [family, given, otherFamily, otherGiven].every((part) => /\p{L}/u.test(part))
  const agree = areNamesOfOne
  return (
    areAll &&
    ((agree(family, otherFamily) && agree(given, otherGiven)) ||
      (agree(family, otherGiven) && agree(given, otherFamily)))
  )
}

function isAbout(when: IdentityRule['when'], { id, issuer }: Patient, sender: string): boolean {
  const fold = (text: string) => text.toLocaleLowerCase('cs')
  const holds = (patterns: readonly string[] | undefined, value: string) =>
    patterns === undefined || patterns.some((pattern) => matchesPattern(fold(pattern), fold(value)))
  return holds(when.sender, sender) && holds(when.patientId, id) && holds(when.issuer, issuer)
}
