/**
 * What the rules make of one image. All that match hold, from top to bottom; about one matter (recipients, urgency, whether
 * it is sent at all) the first that says something counts, and notes come together. Pure, so that a dry run says the same.
 */

import { matchesPattern } from '@epacs/intake/passport'
import type { RuleConfig } from '../config/schema.ts'
import type { Facts } from './facts.ts'

export interface Decision {
  /** AE titles or aliases; undefined: who was called. */
  readonly to: readonly string[] | undefined
  /** Name of the rule that leaves it out. */
  readonly droppedBy: string | undefined
  readonly isUrgent: boolean
  readonly notes: readonly string[]
  /** Names of the rules that had a part in it. */
  readonly rules: readonly string[]
  /** Each rule, in order, and why it did something or nothing. */
  readonly trace: readonly Judged[]
}

export interface Judged {
  readonly rule: string
  readonly why: string
  /** What it decided; empty: nothing. */
  readonly effects: readonly string[]
}

type Condition = keyof Facts

/** Words of people, written as they please; AE titles and modalities are codes. */
const IN_ANY_CASE: ReadonlySet<Condition> = new Set([
  'studyDescription',
  'seriesDescription',
  'institution',
  'referringInstitution',
  'requestingService',
])

export function decide(rules: readonly RuleConfig[], facts: Facts): Decision {
  let to: readonly string[] | undefined
  let isUrgent: boolean | undefined
  let series: 'drop' | 'keep' | undefined
  let droppedBy: string | undefined
  const notes: string[] = []
  const trace: Judged[] = []
  for (const rule of rules) {
    const mismatch = mismatchOf(rule, facts)
    if (mismatch !== undefined) {
      trace.push({ rule: rule.name, why: mismatch, effects: [] })
      continue
    }
    const effects: string[] = []
    if (rule.to !== undefined && to === undefined) {
      to = rule.to
      effects.push(`to ${to.join(', ')}`)
    }
    if (rule.urgent !== undefined && isUrgent === undefined) {
      isUrgent = rule.urgent
      effects.push(isUrgent ? 'urgent' : 'not urgent')
    }
    if (rule.note !== undefined) {
      notes.push(rule.note)
      effects.push('note')
    }
    if (rule.series !== undefined && series === undefined) {
      series = rule.series
      effects.push(series)
      if (series === 'drop') droppedBy = rule.name
    }
    const matched = Object.keys(rule.when).join(', ') || 'every image'
    const why =
      effects.length > 0 ? `matches: ${matched}` : `matches: ${matched}; earlier rules have said all of it`
    trace.push({ rule: rule.name, why, effects })
  }
  const applied = trace.filter(({ effects }) => effects.length > 0).map(({ rule }) => rule)
  return { to, droppedBy, isUrgent: isUrgent ?? false, notes, rules: applied, trace }
}

/**
 * Whether images may be sent to this AE title although it is no participant's: a rule that names it as it is says what
 * becomes of them.
 */
export function isNamedIn(rules: readonly RuleConfig[], called: string): boolean {
  return rules.some(
    ({ when, to, series }) =>
      (to !== undefined || series === 'drop') &&
      when.called?.some((each) => each === called && !/[*?]/.test(each)) === true,
  )
}

function mismatchOf({ when }: RuleConfig, facts: Facts): string | undefined {
  for (const [name, patterns] of Object.entries(when) as [Condition, readonly string[] | undefined][]) {
    if (patterns === undefined) continue
    const values = facts[name]?.split('\\') ?? []
    const fold = IN_ANY_CASE.has(name)
      ? (text: string) => text.toLocaleLowerCase('cs')
      : (text: string) => text
    if (!patterns.some((pattern) => values.some((value) => matchesPattern(fold(pattern), fold(value))))) {
      const shown = values.length === 0 ? 'is not there' : `is "${values.join('\\')}"`
      return `${name} ${shown}, not ${patterns.join(' or ')}`
    }
  }
  return undefined
}
