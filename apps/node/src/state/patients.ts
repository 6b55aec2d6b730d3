/**
 * The patients of deliveries: as they were sent, what a person is asked about them, and what was decided. Who they are is
 * forgotten with the images; that a decision was made, by whom and when, stays in the history.
 */
import type { Decision } from '../identity/decision.ts'
import type { Judgement, Question } from '../identity/match.ts'
import type { Patient } from '../identity/patient.ts'
import type { ListedPatient } from '../identity/read-patients.ts'
import type { NodeDatabase } from './database.ts'

export interface PatientOfDelivery {
  readonly messageId: string
  /** `keyOfPatient` */
  readonly key: string
  /** From 1, as they came. */
  readonly number: number
  readonly sent: Patient
  readonly instances: number
  /** Of their data sets: values of Specific Character Set, joined by backslashes. */
  readonly characterSets: readonly string[]
  readonly longestAccession: number
  readonly rule: string
  readonly question: Question | null
  readonly candidates: readonly ListedPatient[]
  readonly decision: Decision | null
}

/** What stays of a decision. */
export interface Decided {
  readonly messageId: string
  readonly number: number
  readonly instances: number
  readonly rule: string
  readonly question: Question | null
  readonly kind: Decision['kind'] | null
  readonly decidedBy: string | null
  readonly decidedMs: number | null
}

interface Row extends Decided {
  readonly key: string
  readonly sent: string
  readonly characterSets: string
  readonly longestAccession: number
  readonly candidates: string
  readonly decision: string | null
}

const DECIDED = `message_id as messageId, number, instances, rule, question, kind, decided_by as decidedBy,
  decided_ms as decidedMs`
const COLUMNS = `${DECIDED}, key, sent, character_sets as characterSets, longest_accession as longestAccession,
  candidates, decision`

export class Patients {
  readonly #database: NodeDatabase

  constructor(database: NodeDatabase) {
    this.#database = database
  }

  /**
   * All patients of a delivery at once, instead of what was known of them. Decisions that still hold are of who has the same
   * key, or, where the images are parted between as many patients as before, of who came in the same place.
   */
  found(
    messageId: string,
    patients: readonly (Omit<
      PatientOfDelivery,
      'messageId' | 'number' | 'rule' | 'question' | 'candidates' | 'decision'
    > &
      Judgement)[],
    earlier: 'void' | 'holds' = 'void',
  ): void {
    const now = Date.now()
    this.#database.transaction(() => {
      const before = earlier === 'void' ? [] : this.#rows('message_id = ? order by number', messageId)
      const isPartedAlike =
        before.length === patients.length &&
        before.every(({ instances }, index) => instances === patients[index]?.instances)
      const heldBy = patients.map(
        ({ key }, index) =>
          before.find((each) => each.key === key) ?? (isPartedAlike ? before[index] : undefined),
      )
      const isLost = before.some((each) => isByPerson(each) && !heldBy.includes(each))
      this.#database.run('delete from incoming_patient where message_id = ?', messageId)
      for (const [index, each] of patients.entries()) {
        this.#database.run(
          `insert into incoming_patient (message_id, key, number, sent, instances, character_sets, longest_accession, rule,
            question, candidates, decision, kind, decided_by, decided_ms)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          ...[messageId, each.key, index + 1, JSON.stringify(each.sent), each.instances],
          ...[JSON.stringify(each.characterSets), each.longestAccession],
          // What a person decided of somebody who is not found any more may be meant for this one: it is asked again.
          ...judgementOf(
            isLost ? { ...each, decision: undefined, question: each.question ?? 'no-match' } : each,
            now,
          ),
        )
        const held = heldBy[index]
        if (held === undefined || held.kind === null) continue
        this.#database.run(
          `update incoming_patient set rule = ?, question = ?, decision = ?, kind = ?, decided_by = ?, decided_ms = ?
          where message_id = ? and number = ?`,
          ...[held.rule, held.question, held.decision, held.kind, held.decidedBy, held.decidedMs],
          ...[messageId, index + 1],
        )
      }
    })
  }

  /** By key; empty: there were no rules when it was fetched. */
  decisions(
    messageId: string,
  ): ReadonlyMap<string, { readonly decision: Decision; readonly decidedMs: number }> {
    const rows = this.#rows('message_id = ?', messageId)
    return new Map(
      rows.flatMap(({ key, decision, decidedMs }) =>
        decision === null || decidedMs === null
          ? []
          : [[key, { decision: JSON.parse(decision) as Decision, decidedMs }]],
      ),
    )
  }

  /** Whom a person is asked about, the oldest first. */
  asked(): readonly PatientOfDelivery[] {
    return this.#rows(
      `kind is null and exists (select 1 from incoming where incoming.message_id = incoming_patient.message_id
        and state = 'storing') order by message_id, number limit 500`,
    ).map(patientOf)
  }

  find(messageId: string, number: number): PatientOfDelivery | undefined {
    return this.#rows('message_id = ? and number = ?', messageId, number).map(patientOf)[0]
  }

  isAsked(messageId: string): boolean {
    return this.#rows('message_id = ? and kind is null limit 1', messageId).length > 0
  }

  waiting(): number {
    return new Set(this.asked().map(({ messageId }) => messageId)).size
  }

  /** @returns false: it was decided already */
  decide(messageId: string, number: number, decision: Decision, by: string): boolean {
    const changed = this.#database.run(
      `update incoming_patient set decision = ?, kind = ?, decided_by = ?, decided_ms = ?
      where message_id = ? and number = ? and kind is null`,
      ...[JSON.stringify(decision), decision.kind, by, Date.now(), messageId, number],
    )
    return changed === 1
  }

  /** What the history shows. */
  decided(messageId: string): readonly Decided[] {
    return this.#database.all<Decided>(
      `select ${DECIDED} from incoming_patient where message_id = ? order by number`,
      messageId,
    )
  }

  /** Its images are gone: nobody has to know any more who they were of. */
  forget(messageId: string): void {
    this.#database.run(
      `update incoming_patient set sent = '{}', candidates = '[]', decision = null, character_sets = '[]'
      where message_id = ?`,
      messageId,
    )
  }

  #rows(condition: string, ...values: readonly (string | number)[]): readonly Row[] {
    return this.#database.all<Row>(`select ${COLUMNS} from incoming_patient where ${condition}`, ...values)
  }
}

function isByPerson({ kind, decidedBy }: Row): boolean {
  return kind !== null && decidedBy !== 'rule'
}

function judgementOf({ rule, question, candidates, decision }: Judgement, nowMs: number) {
  return [
    ...[rule ?? '', question ?? null, JSON.stringify(candidates)],
    ...(decision === undefined
      ? [null, null, null, null]
      : [JSON.stringify(decision), decision.kind, 'rule', nowMs]),
  ]
}

function patientOf(row: Row): PatientOfDelivery {
  return {
    ...row,
    sent: JSON.parse(row.sent) as Patient,
    characterSets: JSON.parse(row.characterSets) as readonly string[],
    candidates: JSON.parse(row.candidates) as readonly ListedPatient[],
    decision: row.decision === null ? null : (JSON.parse(row.decision) as Decision),
  }
}
