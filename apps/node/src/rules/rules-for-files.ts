/** What the rules make of files that people have put together: recipients stay as they were chosen, and nobody calls. */
import { type InstanceHeader, TAG, textOf } from '@epacs/dicom'
import type { RuleConfig } from '../config/schema.ts'
import { decide } from './decide.ts'
import { factsOf } from './facts.ts'

/** One that a rule leaves out. */
export interface LeftOutFile {
  readonly study: string
  readonly series: string
  readonly sopInstanceUid: string
  readonly modality: string
  /** Its name. */
  readonly rule: string
}

/** What holds for files: `to` is left to whoever chose the recipient. */
export function rulesForFiles(rules: readonly RuleConfig[]): readonly RuleConfig[] {
  return rules
    .filter((rule) => rule.urgent !== undefined || rule.note !== undefined || rule.series !== undefined)
    .map(({ to: _, ...rule }) => rule)
}

/** Of one message: asked about each of its images, then for what holds for all of them. */
export class FileRules {
  readonly #rules: readonly RuleConfig[]
  readonly #called: string
  readonly #notes = new Set<string>()
  readonly #applied = new Set<string>()
  #isUrgent = false

  /** @param called AE title of the recipient */
  constructor(rules: readonly RuleConfig[], called: string) {
    this.#rules = rulesForFiles(rules)
    this.#called = called
  }

  get routing(): {
    readonly isUrgent: boolean
    readonly notes: readonly string[]
    readonly rules: readonly string[]
  } {
    return { isUrgent: this.#isUrgent, notes: [...this.#notes], rules: [...this.#applied] }
  }

  /** Undefined: it is sent. */
  leaveOut(header: InstanceHeader): LeftOutFile | undefined {
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, dataSet } = header
    const facts = factsOf(header, { calling: undefined, called: this.#called })
    const { droppedBy, isUrgent, notes, rules } = decide(this.#rules, facts)
    if (droppedBy !== undefined) {
      const modality = textOf(dataSet, TAG.Modality) ?? ''
      return { study: studyInstanceUid, series: seriesInstanceUid, sopInstanceUid, modality, rule: droppedBy }
    }
    this.#isUrgent ||= isUrgent
    for (const note of notes) this.#notes.add(note)
    for (const rule of rules) this.#applied.add(rule)
    return undefined
  }
}

/** For whoever put the file there. */
export function leftOutInWords({ rule }: LeftOutFile): string {
  return `The rule "${rule}" leaves it out.`
}
