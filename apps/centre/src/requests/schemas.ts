/** The shapes of the API around requests: checked on the way in, described in OpenAPI on the way out. */
import {
  DELIVERY_STATUSES,
  MESSAGE_STATUSES,
  PATIENT_ID_KINDS,
  REQUEST_STATUSES,
  URGENCIES,
} from '@epacs/exchange'
import { type Static, Type } from 'typebox'
import { Id, Nullable, Page, PageQuery, Time, Words } from '../http/index.ts'
import { REQUEST_BOXES, REQUEST_EVENTS, REQUEST_SORTS, REQUEST_STANDINGS } from './words.ts'

const MOST_MODALITIES = 20
/** At least one character that is neither space nor control; no NUL: PostgreSQL keeps none. */
const READABLE = '^[^\\u0000]*[^\\s\\u0000-\\u001f\\u007f-\\u009f][^\\u0000]*$'
const words = (maxLength: number, description: string) =>
  Type.String({ maxLength, pattern: READABLE, description })

const Day = Type.String({ format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const Modality = Type.String({ pattern: '^[A-Z0-9_]{1,16}$', description: 'As (0008,0060)' })

export const NewRequestBody = Type.Object(
  {
    institution: Type.String({ ...Id, description: 'That is asked; it has a mailbox' }),
    patient: Type.Object(
      {
        name: words(200, 'As people write it, or with the carets of DICOM'),
        id: Type.Optional(
          Type.Object(
            {
              kind: Words(PATIENT_ID_KINDS),
              value: words(64, 'A birth number is checked, and has to agree with the date of birth'),
            },
            { additionalProperties: false },
          ),
        ),
        birthDate: Type.Optional(Day),
      },
      { additionalProperties: false, description: 'With an identifier or a date of birth at least' },
    ),
    clinician: words(200, 'Who asks, and answers for the reason'),
    wanted: words(2000, 'Which images, in words'),
    modalities: Type.Optional(Type.Array(Modality, { maxItems: MOST_MODALITIES })),
    studiedFrom: Type.Optional(Day),
    studiedTo: Type.Optional(Day),
    accessionNumber: Type.Optional(words(64, 'As (0008,0050)')),
    reason: words(2000, 'Clinical'),
    urgency: Words(URGENCIES),
    neededBy: Time,
  },
  { additionalProperties: false },
)
export type NewRequestBody = Static<typeof NewRequestBody>

export const RefusalBody = Type.Object(
  { reason: words(2000, 'Read by the institution that asked') },
  { additionalProperties: false },
)

export const RequestsQuery = Type.Object({
  box: Type.Optional(Words(REQUEST_BOXES)),
  status: Type.Optional(Words(REQUEST_STANDINGS)),
  institution: Type.Optional(Type.String({ ...Id, description: 'The other party' })),
  urgency: Type.Optional(Words(URGENCIES)),
  sort: Type.Optional(Words(REQUEST_SORTS)),
  ...PageQuery,
})
export type RequestsQuery = Static<typeof RequestsQuery>

const Party = Type.Object({ id: Id, name: Type.String() })

const summaryFields = {
  id: Id,
  asking: Party,
  asked: Party,
  clinician: Type.String(),
  patient: Type.Object({
    name: Type.String({ description: 'Empty: forgotten, since the request ended long ago' }),
    id: Nullable(Type.Object({ kind: Words(PATIENT_ID_KINDS), value: Type.String() })),
    birthDate: Nullable(Type.String({ description: 'YYYY-MM-DD' })),
  }),
  wanted: Type.String(),
  modalities: Type.Array(Type.String()),
  studiedFrom: Nullable(Type.String({ description: 'YYYY-MM-DD' })),
  studiedTo: Nullable(Type.String({ description: 'YYYY-MM-DD' })),
  accessionNumber: Nullable(Type.String()),
  reason: Type.String(),
  urgency: Words(URGENCIES),
  neededBy: Time,
  status: Words(REQUEST_STATUSES),
  overdue: Type.Boolean({ description: 'Still open after `neededBy`' }),
  createdAt: Time,
  openedAt: Nullable(
    Type.String({ format: 'date-time', description: 'By somebody of the institution that is asked' }),
  ),
  endedAt: Nullable(Time),
  answers: Type.Integer({ description: 'Messages that answer it and have been delivered' }),
}

export const RequestDetail = Type.Object({
  ...summaryFields,
  askedBy: Type.String({ description: "The person's name" }),
  refusal: Nullable(Type.String({ description: 'Why it was refused' })),
  messages: Type.Array(
    Type.Object({
      id: Id,
      subject: Type.String(),
      createdAt: Time,
      status: Words(MESSAGE_STATUSES),
      instances: Type.Integer(),
      deliveries: Type.Array(Type.Object({ institution: Party, status: Words(DELIVERY_STATUSES) }), {
        description:
          'How far it came: all of them for its sender, the own one for the institution that asked',
      }),
    }),
    {
      description:
        'That answer it, the oldest first; for the institution that asked those alone that have arrived',
    },
  ),
  events: Type.Array(
    Type.Object({
      at: Time,
      actor: Type.String({ description: "A person's name, 'node', or 'centre'" }),
      institution: Nullable(Party),
      what: Words(REQUEST_EVENTS),
    }),
  ),
})

export const RequestsPage = Type.Object({
  ...Page(Type.Object(summaryFields)).properties,
  open: Type.Integer({ description: 'Of the box, whatever the filter' }),
  overdue: Type.Integer({ description: 'Of them, late' }),
  institutions: Type.Array(Type.Object({ ...Party.properties, requests: Type.Integer() }), {
    description: 'The other parties of the whole box',
  }),
})
