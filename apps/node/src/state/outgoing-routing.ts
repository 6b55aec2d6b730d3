/** What the rules add to a message on its way, line by line. */
import type { NodeDatabase } from './database.ts'
import type { Outgoing } from './outgoing-row.ts'

/** What the rules add to a message. With several images of it they come together. */
export interface Routing {
  readonly isUrgent: boolean
  readonly notes: readonly string[]
  readonly rules: readonly string[]
}

export const PLAIN: Routing = { isUrgent: false, notes: [], rules: [] }

export function addRouting(database: NodeDatabase, id: string, { isUrgent, notes, rules }: Routing): void {
  if (!isUrgent && notes.length === 0 && rules.length === 0) return
  const before = database.get<Pick<Outgoing, 'note' | 'rules'>>(
    'select note, rules from outgoing where id = ?',
    id,
  )
  database.run(
    'update outgoing set urgent = max(urgent, ?), note = ?, rules = ? where id = ?',
    ...[isUrgent ? 1 : 0, withLines(before?.note, notes), withLines(before?.rules, rules), id],
  )
}

/** Those that are not there yet are added at the end. */
export function withLines(text = '', lines: readonly string[]): string {
  const before = text === '' ? [] : text.split('\n')
  return [...new Set([...before, ...lines.flatMap((each) => each.split('\n'))])].join('\n')
}
