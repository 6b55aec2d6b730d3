/** The shapes of requests to join in the API. */
import {
  DECISIONS,
  ENTRY_AUTHORS,
  INSTITUTION_KINDS,
  LANGUAGES,
  type Language,
  REGISTRATION_STATUSES,
  SIGN_IN_METHODS,
  WAYS_IN,
} from '@epacs/exchange'
import { type Static, Type } from 'typebox'
import { Id, Nullable, Page, PageQuery, Text, Time, Words } from '../http/index.ts'
import { RecordBody } from '../institution-record/index.ts'
import { CHECKS } from './checks.ts'

const formFields = {
  language: Words(LANGUAGES),
  institution: RecordBody,
  representative: Type.Object({
    name: Type.String(),
    email: Type.String(),
    phone: Type.String(),
    function: Type.String(),
  }),
  wayIn: Words(WAYS_IN),
  nodeSupplier: Nullable(Type.String({ description: 'Needed for a node' })),
  note: Nullable(Type.String()),
}

/** Described here, checked field by field in `form.ts`. */
export const FormBody = Type.Object({
  ...formFields,
  conditions: Type.Object({ version: Type.Integer(), agreed: Type.Boolean() }),
  useIdentity: Type.Optional(
    Type.Boolean({
      description: 'Whether the identity that this browser has proven is to be bound with the approval',
    }),
  ),
  onBehalf: Type.Optional(
    Type.Boolean({ description: 'Operators: entered for somebody who asked by e-mail' }),
  ),
})

export const Created = Type.Object({ id: Id, status: Words(['unconfirmed', 'received']) })

const summaryFields = {
  id: Id,
  status: Words(REGISTRATION_STATUSES),
  origin: Words(['applicant', 'operator']),
  institution: Type.Object({
    name: Type.String(),
    kind: Words(INSTITUTION_KINDS),
    ico: Nullable(Type.String()),
    city: Type.String(),
    country: Type.String(),
  }),
  wayIn: Words(WAYS_IN),
  createdAt: Time,
  confirmedAt: Nullable(Time),
  decidedAt: Nullable(Time),
}

const Summary = Type.Object(summaryFields)

export const List = Type.Object({
  ...Page(Summary).properties,
  counts: Type.Array(Type.Object({ status: Words(REGISTRATION_STATUSES), registrations: Type.Integer() }), {
    description: 'Of all requests, whatever the filter',
  }),
})

export const Detail = Type.Object({
  ...summaryFields,
  form: Type.Object(formFields),
  conditions: Type.Object({ version: Type.Integer(), agreedAt: Time }),
  identity: Nullable(Type.Object({ method: Words(SIGN_IN_METHODS), name: Nullable(Type.String()) })),
  institutionId: Nullable(Id),
  entries: Type.Array(
    Type.Object({
      at: Time,
      author: Words(ENTRY_AUTHORS),
      name: Nullable(Type.String({ description: 'Of the operator' })),
      status: Nullable(Words(REGISTRATION_STATUSES)),
      words: Type.String({ description: '`form-changed`: the form was corrected' }),
    }),
  ),
  quotaBytes: Nullable(
    Type.Integer({ description: 'For operators: of the mailbox, or what its kind would get' }),
  ),
  checks: Nullable(
    Type.Array(
      Type.Object({
        check: Words(CHECKS),
        result: Words(['good', 'doubtful', 'unknown']),
        found: Type.Array(Type.String()),
      }),
      { description: 'For operators' },
    ),
  ),
})

/** `waiting`: for the operator, that is received or in review. */
const LIST_STATUSES = [...REGISTRATION_STATUSES, 'waiting'] as const
export type ListStatus = (typeof LIST_STATUSES)[number]

export const ListQuery = Type.Object({
  status: Type.Optional(Words(LIST_STATUSES)),
  order: Type.Optional(Words(['oldest', 'newest'])),
  q: Type.Optional(Text(200, 'Words of the name, IČO or another register number, e-mail address')),
  ...PageQuery,
})
export type ListQuery = Static<typeof ListQuery>

export const LinksBody = Type.Object({
  email: Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@\\u0000]+@[^\\s@\\u0000]+$' }),
})
export type LinksBody = Static<typeof LinksBody>

export const EntryBody = Type.Object({
  words: Type.String({ minLength: 1, maxLength: 4000, pattern: '^[^\\u0000]*$' }),
})
export type EntryBody = Static<typeof EntryBody>

export const DecisionBody = Type.Object({
  decision: Words(DECISIONS),
  words: Type.Optional(Text(4000, 'To the applicant; needed to ask and to refuse')),
  quotaBytes: Type.Optional(Type.Integer({ minimum: 1, description: 'Of the mailbox; otherwise by kind' })),
})
export type DecisionBody = Static<typeof DecisionBody>

export const EnrolmentCode = Type.Object({
  enrolmentCode: Type.String({ description: 'Of the node; shown here and in the mail, kept nowhere' }),
})

export const ReplyTemplates = Type.Object({
  items: Type.Array(
    Type.Object({
      code: Type.String(),
      decision: Words(['approve', 'ask', 'refuse']),
      words: Type.Object({ cs: Type.String(), en: Type.String(), sk: Type.String() } satisfies Record<
        Language,
        unknown
      >),
    }),
  ),
})

export const Prefill = Type.Object({
  method: Words(SIGN_IN_METHODS),
  name: Nullable(Type.String()),
  email: Nullable(Type.String()),
  ico: Nullable(Type.String()),
  institution: Nullable(
    Type.Object({
      name: Type.String(),
      kind: Nullable(Words(INSTITUTION_KINDS)),
      street: Nullable(Type.String()),
      city: Nullable(Type.String()),
      postalCode: Nullable(Type.String()),
    }),
  ),
  waiting: Nullable(
    Type.Object(
      { sentBy: Words(['self', 'colleague']), status: Words(REGISTRATION_STATUSES), createdAt: Time },
      { description: 'A request that waits already: of this person, or of their institution' },
    ),
  ),
})

export const Conditions = Type.Object({
  version: Type.Integer(),
  language: Words(LANGUAGES),
  text: Type.String({ description: 'Markdown' }),
  contactEmail: Nullable(Type.String({ description: 'Where requests can be sent by e-mail' })),
})
