import { type Static, Type } from 'typebox'
import { Id } from '../http/index.ts'

const Party = Type.Object({ id: Id, name: Type.String() })

export const AnnouncementBody = Type.Object(
  {
    recipients: Type.Array(Id, { minItems: 1, maxItems: 20, uniqueItems: true }),
    urgent: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type AnnouncementBody = Static<typeof AnnouncementBody>

export const AnnouncementAnswer = Type.Object({
  recipients: Type.Array(Id, {
    description: 'Whose nodes are told and may read it while it comes; the others wait for the message',
  }),
})

export const ArrivingList = Type.Object({
  items: Type.Array(Type.Object({ id: Id, sender: Party, urgent: Type.Boolean() })),
  unavailable: Type.Union([Type.Literal('several-nodes'), Type.Literal('shared-store'), Type.Null()], {
    description:
      'Why nothing is given to this institution while it comes: several of its nodes serve, or uploads lie in a store that several processes share; null: it is given',
  }),
})

export const ContentQuery = Type.Object(
  {
    from: Type.Optional(
      Type.Integer({ minimum: 0, description: 'First byte that is wanted; 0 unless told' }),
    ),
  },
  { additionalProperties: false },
)
export type ContentQuery = Static<typeof ContentQuery>
