/**
 * Whose images a fetched delivery holds: read from the head of each, judged by the rules. What cannot be decided waits for
 * a person.
 */

import { characterSet, characterSetOf, type DataSet, InstanceReader, TAG, textOf } from '@epacs/dicom'
import { writingProblem } from '@epacs/dicom/rewriting'
import { birthNumber } from '@epacs/exchange'
import { type FileToOpen, type OpenedPackage, openPackage } from '@epacs/package'
import { areSpellingsOfOneName } from '@epacs/package/person'
import type { IdentityConfig } from '../config/identity-schema.ts'
import type { Incoming, IncomingQueue, ListedInstance } from '../state/incoming.ts'
import type { Patients } from '../state/patients.ts'
import { type Decision, valuesOf } from './decision.ts'
import { type Judgement, judge } from './match.ts'
import { keyOfPatient, type Patient, patientIn } from './patient.ts'
import type { PatientList } from './patient-list.ts'

/** For each of more nobody could answer: one question is asked about the message. */
const MOST_PATIENTS = 200
const MOST_CHARACTER_SETS = 16

export interface Seen {
  readonly key: string
  readonly sent: Patient
  instances: number
  readonly characterSets: Set<string>
  longestAccession: number
}

export interface IdentifyingParts {
  readonly identity: IdentityConfig
  readonly list: PatientList
  readonly patients: Patients
  readonly queue: IncomingQueue
  /** What was decided of them before: it holds no more, or for whoever is told to be the same. */
  readonly earlier: 'void' | 'holds'
}

/** Its patients are in the records when it resolves. Fails as reading does, and with the signal's reason. */
export async function identify(
  { messageId, senderName }: Pick<Incoming, 'messageId' | 'senderName'>,
  { path, files }: FileToOpen,
  { identity, list, patients, queue, earlier }: IdentifyingParts,
  signal: AbortSignal,
): Promise<void> {
  if (identity.patients !== null) await list.refresh(identity.patients)
  const seen = new Map<string, Seen>()
  const opened = await openPackage(path, files)
  try {
    for (const instance of queue.listing(messageId)) {
      signal.throwIfAborted()
      note(seen, await headOf(opened, instance))
    }
  } finally {
    await opened.close()
  }
  const all = [...seen.values()]
  const judgements = judged(all, (sent) => judge(identity.rules, sent, senderName, list))
  patients.found(
    messageId,
    all.map((each, index) => ({
      ...each,
      characterSets: [...each.characterSets],
      ...(judgements[index] ?? NOBODYS),
    })),
    earlier,
  )
}

const NOBODYS: Judgement = { rule: undefined, decision: undefined, question: 'no-match', candidates: [] }

/** One for each, in their order. */
export function judged(all: readonly Seen[], judgeOne: (sent: Patient) => Judgement): readonly Judgement[] {
  if (all.length > MOST_PATIENTS) return ofTooMany(all.map(({ sent }) => judgeOne(sent)))
  const isOfSeveral = all.some(({ sent }, index) =>
    all.slice(index + 1).some((other) => !areOfOnePerson(sent, other.sent)),
  )
  return all.map((each) => settled(judgeOne(each.sent), each, isOfSeveral))
}

/** Asked about is the first that a rule is about; the others are refused when that is answered, unless it is cancelled. */
function ofTooMany(judgements: readonly Judgement[]): readonly Judgement[] {
  const asked = judgements.findIndex(({ rule }) => rule !== undefined)
  return judgements.map((judgement, index) => {
    if (judgement.rule === undefined) return judgement
    const decision = index === asked ? undefined : ({ kind: 'refuse' } as const)
    return { ...judgement, decision, question: 'too-many-patients', candidates: [] }
  })
}

async function headOf(
  opened: OpenedPackage,
  { offsetBytes: offset, sizeBytes }: ListedInstance,
): Promise<DataSet> {
  const reader = new InstanceReader()
  for await (const chunk of opened.readInstance({ offset, sizeBytes })) {
    reader.push(chunk)
    if (reader.isHeaderRead) return reader.headerSoFar().dataSet
  }
  return reader.end().dataSet
}

function note(seen: Map<string, Seen>, head: DataSet): void {
  const sent = patientIn(head)
  const key = keyOfPatient(sent)
  const known = seen.get(key)
  const patient = known ?? { key, sent, instances: 0, characterSets: new Set<string>(), longestAccession: 0 }
  seen.set(key, patient)
  patient.instances++
  const terms = characterSetOf(head).terms.join('\\')
  if (patient.characterSets.size < MOST_CHARACTER_SETS) patient.characterSets.add(terms)
  const accession = textOf(head, TAG.AccessionNumber)?.trim() ?? ''
  patient.longestAccession = Math.max(patient.longestAccession, accession.length)
}

/** What one of them does not say speaks against nothing. */
function areOfOnePerson(one: Patient, other: Patient): boolean {
  const agree = (first: string, second: string) => first === '' || second === '' || first === second
  const idOf = ({ id }: Patient) => birthNumber(id)?.digits ?? id
  return (
    agree(idOf(one), idOf(other)) &&
    agree(one.birthDate, other.birthDate) &&
    areSpellingsOfOneName(one.name, other.name)
  )
}

function settled(judgement: Judgement, seen: Seen, isOfSeveral: boolean): Judgement {
  const { rule, decision } = judgement
  // Of what no rule is about nobody asks.
  if (rule === undefined || decision === undefined) return judgement
  if (isOfSeveral) return { ...judgement, decision: undefined, question: 'several-patients' }
  const of = { ...seen, characterSets: [...seen.characterSets] }
  if (problemOfWriting(decision, of) === undefined) return judgement
  return { ...judgement, decision: undefined, question: 'not-writable' }
}

/** Why it cannot be written into these images: for whoever decides. Undefined: it can. */
export function problemOfWriting(
  decision: Decision,
  {
    sent,
    characterSets,
    longestAccession,
  }: { readonly sent: Patient; readonly characterSets: readonly string[]; readonly longestAccession: number },
): string | undefined {
  if (decision.kind !== 'write') return undefined
  const values = valuesOf(decision, { patient: sent, accessionNumber: '0'.repeat(longestAccession) })
  for (const terms of characterSets) {
    const problem = writingProblem(values, characterSet(terms === '' ? [] : terms.split('\\')))
    if (problem !== undefined) return problem.message
  }
  return undefined
}
