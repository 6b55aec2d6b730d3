/** The shapes of the API around messages: checked on the way in, described in OpenAPI on the way out. */
import { DELIVERY_STATUSES, LONGEST_NOTE, MESSAGE_STATUSES } from '@epacs/exchange'
import { type Static, Type } from 'typebox'
import { Declared, DeclaredShown } from '../declared/index.ts'
import { EndToEndEnvelopeShape } from '../end-to-end/index.ts'
import { Id, Nullable, Page, PageQuery, Text, Time, Words } from '../http/index.ts'
import { BOX_ORDERS, BOX_SORTS } from './box-query.ts'
import { MOST_REPLIES } from './replies.ts'
import { MESSAGE_PROBLEMS } from './settle.ts'

/** See `send-lists.ts`, where what the validator must not do is done: that nothing stands there twice. */
export const MOST_RECIPIENTS = 50
export const MOST_UPLOADS = 100_000
const MOST_DOCUMENTS = 10
export const MOST_STUDIES = 10_000

/** At least one character that is neither space nor control: the title is trimmed. No NUL: PostgreSQL keeps none. */
const READABLE = '^[^\\u0000]*[^\\s\\u0000-\\u001f\\u007f-\\u009f][^\\u0000]*$'

export const NewMessageBody = Type.Object(
  {
    recipients: Type.Array(Id, { minItems: 1, maxItems: MOST_RECIPIENTS, description: 'Each once' }),
    uploads: Type.Array(Id, {
      minItems: 1,
      maxItems: MOST_UPLOADS,
      description: 'Each once; complete or still under way',
    }),
    subject: Type.Optional(Text(200)),
    note: Type.Optional(Text(LONGEST_NOTE)),
    urgent: Type.Optional(Type.Boolean()),
    allOrNothing: Type.Optional(
      Type.Boolean({ description: 'One file that is refused sinks the whole message' }),
    ),
    inReplyTo: Type.Optional(
      Nullable(
        Type.String({ ...Id, description: 'The message that this one replies to; the sender can read it' }),
      ),
    ),
    supplementTo: Type.Optional(
      Type.String({
        ...Id,
        description: 'A message of the own institution to the same recipients whose later images these are',
      }),
    ),
    declared: Type.Optional(Declared),
    answers: Type.Optional(
      Type.String({
        ...Id,
        description: 'The request for images of one of the recipients that it answers',
      }),
    ),
    answersInFull: Type.Optional(
      Type.Boolean({ description: 'With its delivery the request is answered; otherwise more may follow' }),
    ),
    endToEnd: Type.Optional(EndToEndEnvelopeShape),
    documents: Type.Optional(
      Type.Array(
        Type.Object(
          {
            upload: Type.String({ ...Id, description: 'None of `uploads`' }),
            title: Type.String({ maxLength: 200, pattern: READABLE, description: 'Not blank' }),
            study: Type.Optional(
              Nullable(
                Type.String({
                  maxLength: 64,
                  pattern: '^[0-9.]*[0-9][0-9.]*$',
                  description: 'Its Study Instance UID; without it, the first one of the only patient',
                }),
              ),
            ),
          },
          { additionalProperties: false },
        ),
        { maxItems: MOST_DOCUMENTS, description: 'PDFs that travel as Encapsulated PDF in a study' },
      ),
    ),
  },
  { additionalProperties: false },
)
export type NewMessageBody = Static<typeof NewMessageBody>

export const ForwardBody = Type.Object(
  {
    recipients: NewMessageBody.properties.recipients,
    subject: Type.Optional(Text(200)),
    note: Type.Optional(Text(LONGEST_NOTE)),
    urgent: Type.Optional(Type.Boolean()),
    studies: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        minItems: 1,
        maxItems: MOST_STUDIES,
        description: 'Their Study Instance UIDs, each once; without it, all that the message holds',
      }),
    ),
  },
  { additionalProperties: false },
)
export type ForwardBody = Static<typeof ForwardBody>

const boxFilter = {
  box: Type.Optional(Words(['inbox', 'sent'])),
  status: Type.Optional(
    Words(DELIVERY_STATUSES, 'Of the delivery in the inbox; of the whole message among the sent'),
  ),
  delivery: Type.Optional(
    Words(DELIVERY_STATUSES, 'Of any delivery: among the sent, how they stand at their recipients'),
  ),
  institution: Type.Optional(Id),
  from: Type.Optional(Time),
  to: Type.Optional(Type.String({ format: 'date-time', description: 'The first moment that is too late' })),
  urgent: Type.Optional(Type.Boolean()),
  q: Type.Optional(
    Text(200, 'Words of the subject, the note, names of institutions, descriptions of studies'),
  ),
  sort: Type.Optional(Words(BOX_SORTS)),
  order: Type.Optional(Words(BOX_ORDERS)),
  ...PageQuery,
}

const facets = Type.Optional(
  Type.Boolean({
    description:
      'False: without what the filters can choose from, which takes longest to count; otherwise with it',
  }),
)

/** Beside a search in the body, too: the version before refuses what it does not know there, not in an address. */
export const WithFacets = Type.Object({ facets })
export type WithFacets = Static<typeof WithFacets>

/** No patient: it would stand in an address. */
export const BoxQuery = Type.Object({ ...boxFilter, facets })
export type BoxQuery = Static<typeof BoxQuery>

export const WhichBox = Type.Object({ box: boxFilter.box })
export type WhichBox = Static<typeof WhichBox>

export const BoxSearch = Type.Object(
  { ...boxFilter, patient: Type.Optional(Text(200, 'Words of the name and ID of one patient')) },
  { additionalProperties: false },
)
export type BoxSearch = Static<typeof BoxSearch>

const MOST_MARKED = 100

export const Marking = Type.Object(
  {
    messages: Type.Array(Id, { minItems: 1, maxItems: MOST_MARKED }),
    unread: Type.Boolean(),
  },
  { additionalProperties: false },
)
export type Marking = Static<typeof Marking>

export const Marked = Type.Object({
  messages: Type.Array(Id, {
    description:
      'Marked as wanted now: what was never opened stays unread, and what was deleted is not marked',
  }),
})

const Party = Type.Object({ id: Id, name: Type.String() })

const Series = Type.Object({
  seriesInstanceUid: Type.String(),
  modality: Type.String(),
  description: Nullable(Type.String()),
  instances: Type.Integer(),
})

const Study = Type.Object({
  studyInstanceUid: Type.String(),
  patient: Type.Object({
    id: Type.String(),
    name: Type.String(),
    birthDate: Nullable(Type.String()),
    sex: Nullable(Type.String()),
  }),
  date: Nullable(Type.String()),
  description: Nullable(Type.String()),
  modalities: Type.Array(Type.String()),
  series: Type.Array(Series),
})

const summaryFields = {
  id: Id,
  sender: Party,
  recipients: Type.Array(Party),
  subject: Type.String(),
  note: Type.String(),
  urgent: Type.Boolean(),
  allOrNothing: Type.Boolean(),
  inReplyTo: Nullable(Id),
  createdAt: Time,
  status: Words(MESSAGE_STATUSES),
  problem: Nullable(Words(MESSAGE_PROBLEMS)),
  unread: Type.Boolean({ description: 'In the mailbox of who reads: not opened yet, or marked as unread' }),
  sizeBytes: Type.Integer({ description: 'Of the package; before it is there, what the uploads declare' }),
  instances: Type.Integer(),
  endToEnd: Type.Boolean({
    description:
      "Encrypted from node to node: nobody else can read it, so nothing of its images is known here; `instances` is the sender's word",
  }),
  missingInstances: Nullable(
    Type.Integer({
      description: 'Of those that the sender declared; null: it declared none, or they are not compared yet',
    }),
  ),
  studies: Type.Array(Study),
  deliveries: Type.Array(Type.Object({ institution: Party, status: Words(DELIVERY_STATUSES), at: Time }), {
    description: 'All of them for the sender, its own for a recipient',
  }),
}

const MessageSummary = Type.Object(summaryFields)

const RelatedMessage = Type.Object({ id: Id, subject: Type.String(), sender: Party, createdAt: Time })

export const MessageDetail = Type.Object({
  ...summaryFields,
  senderTakesMessages: Type.Boolean({ description: 'False: the sender has no mailbox to reply to' }),
  repliesTo: Nullable(
    Type.Object(RelatedMessage.properties, {
      description: 'What it replies to; null, too, when who reads may not read that message',
    }),
  ),
  replies: Type.Array(RelatedMessage, {
    maxItems: MOST_REPLIES,
    description: 'The newest replies to it that who reads may read',
  }),
  supplementTo: Nullable(
    Type.Object(RelatedMessage.properties, {
      description:
        'The message whose later images these are; null, too, when who reads may not read that message',
    }),
  ),
  supplements: Type.Array(RelatedMessage, {
    maxItems: MOST_REPLIES,
    description: 'Messages with later images of this one that who reads may read, the oldest first',
  }),
  declared: DeclaredShown,
  answers: Nullable(
    Type.Object(
      { id: Id, createdAt: Time, clinician: Type.String() },
      { description: 'The request for images that it answers; null, too, for who is no party of it' },
    ),
  ),
  forwardedFrom: Nullable(
    Type.Object(
      { id: Id, sender: Party, createdAt: Time },
      { description: 'The message whose images these are; only its own parties can read it' },
    ),
  ),
  files: Type.Array(
    Type.Object({
      path: Type.String(),
      outcome: Words(['accepted', 'warning', 'left-out', 'refused']),
      code: Nullable(Type.String()),
      detail: Nullable(Type.String()),
    }),
  ),
  studyResults: Type.Array(
    Type.Object({
      studyInstanceUid: Type.String(),
      accepted: Type.Integer(),
      warnings: Type.Integer(),
      leftOut: Type.Integer(),
      refused: Type.Integer(),
    }),
    { description: 'How many files of each study had which outcome, where the study is known' },
  ),
  packageSha256: Nullable(
    Type.String({ description: 'Of the package as a file, in hexadecimal; null: there is none' }),
  ),
  events: Type.Array(
    Type.Object({
      at: Time,
      actor: Type.String({
        description: "A person's name, 'DICOM' and the AE title of a gateway, or 'centre'",
      }),
      what: Type.String(),
      institution: Nullable(Party),
    }),
  ),
  atPacs: Type.Array(
    Type.Object({
      institution: Party,
      stored: Type.Integer(),
      refused: Type.Array(
        Type.Object({
          sopInstanceUid: Type.String(),
          status: Nullable(Type.Integer({ description: 'PS3.7 annex C; null: it was never asked' })),
          comment: Type.String({ description: "The PACS's own words" }),
        }),
      ),
      atEach: Type.Array(
        Type.Object({
          name: Type.String({ description: 'As the node calls it' }),
          waiting: Type.Integer(),
          stored: Type.Integer(),
          refused: Type.Integer(),
        }),
        { description: 'Where the node stores into several PACS, how much each has' },
      ),
      decompressed: Type.Integer({
        description: 'Of the stored ones: decompressed, since the PACS does not take them as they are',
      }),
      waitsForDecision: Type.Boolean({
        description: 'Whether the node waits for a person there to say under which patient it is stored',
      }),
    }),
    { description: "What the PACS behind a recipient's communication node took; seen as deliveries are" },
  ),
})

export const MailboxState = Type.Object({
  quotaBytes: Nullable(Type.Integer({ description: 'Null: the institution has no mailbox' })),
  usedBytes: Type.Integer({ description: 'Messages under way included, for which space is kept' }),
  reservedBytes: Type.Integer({ description: 'Of it, kept for messages that have not arrived yet' }),
  messages: Type.Integer({ description: 'That lie there with their data' }),
  unread: Type.Integer({ description: 'Not opened yet, or marked as unread' }),
  openRequests: Type.Integer({ description: 'Requests for images that were received and are open' }),
  urgentRequests: Type.Integer({ description: 'Of them, those of urgency `urgent` or `stat`' }),
})

export const HeldMessage = Type.Object({
  id: Id,
  subject: Type.String(),
  sender: Party,
  createdAt: Time,
  status: Words(DELIVERY_STATUSES),
  heldBytes: Type.Integer({ description: 'What it takes of the mailbox' }),
})

const StatusFacet = Type.Object({ status: Type.String(), messages: Type.Integer() })

export const BoxFacets = Type.Object({
  institutions: Type.Array(Type.Object({ ...Party.properties, messages: Type.Integer() })),
  statuses: Type.Array(StatusFacet),
  deliveries: Type.Array(StatusFacet, {
    description: 'By the status of deliveries: a message to several recipients may count under several',
  }),
})

export const BoxPage = Type.Object({
  ...Page(MessageSummary).properties,
  unread: Type.Integer({ description: 'Not opened yet, or marked as unread; whatever the filter' }),
  facets: Type.Optional(BoxFacets),
})
