/** Shapes of /api/mail/wordings. */
import { LANGUAGES } from '@epacs/exchange'
import { type Static, Type } from 'typebox'
import { Nullable, Time, Words } from '../../http/index.ts'
import { MOST_SUBJECT, MOST_TEXT } from '../templates/faults.ts'
import { WORDING_NAMES } from '../templates/wording-names.ts'

export const Key = Type.Object({ name: Words(WORDING_NAMES), language: Words(LANGUAGES) })
export type Key = Static<typeof Key>

export const WordingBody = Type.Object(
  {
    subject: Type.String({ maxLength: MOST_SUBJECT, description: 'One line' }),
    text: Type.String({
      maxLength: MOST_TEXT,
      description: 'Paragraphs divided by an empty line, placeholders in braces: `{link}`',
    }),
  },
  { additionalProperties: false },
)
export type WordingBody = Static<typeof WordingBody>

const after = Type.Integer({
  minimum: 0,
  description: 'The version that the change begins from; 0: the original, never changed',
})

export const ChangeBody = Type.Object({ ...WordingBody.properties, after }, { additionalProperties: false })
export type ChangeBody = Static<typeof ChangeBody>

export const AfterQuery = Type.Object({ after })
export type AfterQuery = Static<typeof AfterQuery>

const PlainWording = Type.Object({ subject: Type.String(), text: Type.String() })

const Summary = {
  ...Key.properties,
  version: Type.Integer({ description: '0: never changed' }),
  isOriginal: Type.Boolean(),
  subject: Type.String(),
  changedAt: Nullable(Time),
  changedBy: Nullable(Type.String({ description: "The operator's name" })),
}

export const List = Type.Object({ items: Type.Array(Type.Object(Summary)) })

export const Detail = Type.Object({
  ...Summary,
  text: Type.String(),
  original: PlainWording,
  placeholders: Type.Array(
    Type.Object({
      name: Type.String(),
      sample: Type.String(),
      isObligatory: Type.Boolean({ description: 'The text is refused without it' }),
      mayBeEmpty: Type.Boolean({
        description: 'Its paragraph is left out when there is nothing to say',
      }),
      isForSubject: Type.Boolean({ description: 'It may stand in the subject' }),
    }),
  ),
  versions: Type.Array(
    Type.Object({
      version: Type.Integer(),
      wording: Nullable(PlainWording),
      changedAt: Time,
      changedBy: Nullable(Type.String()),
    }),
    { description: 'The newest first; a wording that is null: back to the original' },
  ),
})
export type Detail = Static<typeof Detail>

const Block = Type.Union([
  Type.Object({ kind: Words(['text', 'quote']), text: Type.String() }),
  Type.Object({ kind: Words(['link']), label: Type.String(), address: Type.String() }),
  Type.Object({ kind: Words(['code']), label: Type.String(), code: Type.String() }),
])

export const Preview = Type.Object({
  subject: Type.String(),
  blocks: Type.Array(Block, { description: 'What the mail shows, from top to bottom' }),
  text: Type.String({ description: 'The same as plain text, as it is sent' }),
})
