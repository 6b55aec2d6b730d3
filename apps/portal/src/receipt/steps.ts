/** How far a message came at one recipient: each step at its first time. */
import type { Message } from '../api/types.ts'

const ORDER = ['delivered', 'opened', 'downloaded', 'forwarded', 'stored', 'committed', 'deleted'] as const

export interface Step {
  readonly what: (typeof ORDER)[number]
  readonly at: string
  readonly actor: string
}

/** Undefined: who reads cannot know, being another recipient; none: it has not arrived there yet. */
export function stepsOf(
  { events, deliveries }: Pick<Message, 'events' | 'deliveries'>,
  institutionId: string,
): readonly Step[] | undefined {
  if (deliveries.every(({ institution }) => institution.id !== institutionId)) return undefined
  return ORDER.flatMap((what) => {
    const first = events.find((event) => event.what === what && event.institution?.id === institutionId)
    return first === undefined ? [] : [{ what, at: first.at, actor: first.actor }]
  })
}
