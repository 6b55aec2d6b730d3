/** How far a message came at one recipient: each step at its first time. */
import type { MessageEvent } from '../api/types.ts'

const ORDER = ['delivered', 'opened', 'downloaded', 'forwarded', 'stored', 'committed', 'deleted'] as const

export interface Step {
  readonly what: (typeof ORDER)[number]
  readonly at: string
  readonly actor: string
}

export function stepsOf(events: readonly MessageEvent[], institutionId: string): readonly Step[] {
  return ORDER.flatMap((what) => {
    const first = events.find((event) => event.what === what && event.institution?.id === institutionId)
    return first === undefined ? [] : [{ what, at: first.at, actor: first.actor }]
  })
}
