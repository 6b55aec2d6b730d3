/** The shapes of the service's status in the API. */
import { type Static, Type } from 'typebox'
import { Id, Nullable, Time, Words } from '../http/index.ts'
import { PART_STATES, PARTS } from './parts.ts'

const texts = Type.Object({ cs: Type.String(), en: Type.String() })

const Announcement = Type.Object({
  id: Id,
  from: Time,
  to: Type.String({ format: 'date-time', description: 'The first moment after it' }),
  texts,
})

export const ServiceStatus = Type.Object({
  at: Time,
  state: Words(['working', 'impaired', 'down']),
  parts: Type.Array(Type.Object({ part: Words(PARTS), state: Words(PART_STATES) })),
  upSince: Nullable(
    Type.String({ format: 'date-time', description: 'When the process that answers has started' }),
  ),
  version: Type.String(),
  announcements: Type.Array(Announcement, {
    description: 'What operators announce: what lasts and what is to come, the first one first',
  }),
})
export type ServiceStatus = Static<typeof ServiceStatus>

export const AnnouncementOfOperators = Type.Object({
  ...Announcement.properties,
  state: Words(['coming', 'lasting', 'over', 'withdrawn']),
  announcedAt: Time,
})

const words = Type.String({ minLength: 1, maxLength: 1000, pattern: '^[^\\u0000]*\\S[^\\u0000]*$' })

export const NewAnnouncement = Type.Object(
  {
    from: Type.String({ format: 'date-time' }),
    to: Type.String({ format: 'date-time' }),
    texts: Type.Object({ cs: words, en: words }, { additionalProperties: false }),
  },
  { additionalProperties: false },
)
export type NewAnnouncement = Static<typeof NewAnnouncement>
