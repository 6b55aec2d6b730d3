/** What a day can have broken of what was promised. */
export const FAULT_KINDS = [
  'not-accepted',
  'lost',
  'doubled',
  'changed',
  'misdelivered',
  'untrue-status',
  'not-told',
  'request',
] as const

export interface Wrong {
  readonly kind: (typeof FAULT_KINDS)[number]
  /** Number of the sending or request; null: of none that is known. */
  readonly number: number | null
  /** Number of the institution. */
  readonly at: number
  readonly told: string
}
