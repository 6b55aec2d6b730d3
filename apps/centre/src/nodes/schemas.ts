/** The shapes of the API around communication nodes. */
import { DELIVERY_STATUSES } from '@epacs/exchange'
import { Type } from 'typebox'
import { Id, Nullable, Page, PageQuery, PUBLIC_JWK, Text, Time, Words } from '../http/index.ts'
import { NODE_STANDINGS } from './known-nodes.ts'

const LONGEST_REQUEST = 10_000
const LONGEST_RECEIPT = 10_000
/** As many as a message may have. */
const MOST_REFUSED = 100_000

const Party = Type.Object({ id: Id, name: Type.String() })
const Count = Type.Integer({ minimum: 0 })
const Request = Type.String({ maxLength: LONGEST_REQUEST, description: 'PKCS #10 in PEM, with a P-256 key' })

export const CodeBody = Type.Object({ institution: Id }, { additionalProperties: false })
export const CodeAnswer = Type.Object({
  id: Id,
  code: Type.String({ description: 'Shown here, kept nowhere; serves once' }),
  expiresAt: Time,
})

export const CodesQuery = Type.Object({
  ...PageQuery,
  institution: Type.Optional(Type.String({ format: 'uuid', description: 'For this one alone' })),
})
export const CodesPage = Page(
  Type.Object({
    id: Id,
    institution: Party,
    createdAt: Time,
    createdBy: Nullable(Type.String({ description: 'The name of the operator' })),
    expiresAt: Time,
  }),
)

export const EnrolmentBody = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 100 }), certificateRequest: Request },
  { additionalProperties: false },
)
export const EnrolmentAnswer = Type.Object({
  id: Id,
  institution: Type.Object({ ...Party.properties, aeTitle: Type.String() }),
  certificate: Type.String({ description: 'PEM' }),
  expiresAt: Time,
  certificateEntrance: Type.String({ description: 'Where the node calls from now on, with its certificate' }),
})

export const RenewalBody = Type.Object({ certificateRequest: Request }, { additionalProperties: false })
export const RenewalAnswer = Type.Object({
  certificate: Type.String({ description: 'PEM' }),
  expiresAt: Time,
})

const stateFields = {
  version: Text(50),
  outgoing: Count,
  incoming: Count,
  trouble: Nullable(
    Text(
      1000,
      'What its administrator should look at: disk-full, queue-full, sending-failed, clock-wrong, pacs-away, pacs-refuses, or a sentence; never patient data',
    ),
  ),
}
export const ContactBody = Type.Object(stateFields, { additionalProperties: false })

export const NodesQuery = Type.Object({
  ...PageQuery,
  institution: Type.Optional(Type.String({ format: 'uuid', description: 'Of this one alone' })),
  state: Type.Optional(Words(NODE_STANDINGS)),
})
export const NodesPage = Page(
  Type.Object({
    id: Id,
    institution: Party,
    enrolledAt: Time,
    revokedAt: Nullable(Time),
    lastContactAt: Nullable(Time),
    silent: Type.Boolean({ description: 'Nothing was heard of it for five minutes, and it is not revoked' }),
    ...stateFields,
    certificateExpiresAt: Nullable(Time),
  }),
)

export const Participants = Type.Object({
  items: Type.Array(Type.Object({ ...Party.properties, aeTitle: Type.String() })),
})

export const WaitingDeliveries = Type.Object({
  items: Type.Array(
    Type.Object({
      message: Id,
      sender: Party,
      urgent: Type.Boolean(),
      supplementTo: Nullable(Type.String({ ...Id, description: 'The message whose later images it holds' })),
      arrivedAs: Nullable(
        Type.String({ ...Id, description: 'Of GET /api/nodes/own/arriving, where it was sent by a node' }),
      ),
      createdAt: Time,
      sizeBytes: Count,
      instances: Count,
      status: Words(DELIVERY_STATUSES),
      endToEnd: Type.Optional(
        Type.Object(
          { keys: Type.Array(Type.String()) },
          { description: 'The package is encrypted to these keys, and has no list of instances here' },
        ),
      ),
      traceparent: Type.Optional(
        Type.String({ description: 'W3C Trace Context of the message, where the centre is traced' }),
      ),
    }),
  ),
})

export const SentQuery = Type.Object(
  { from: Type.String({ format: 'date-time', description: 'Of messages made then or later' }) },
  { additionalProperties: false },
)

export const SentDeliveries = Type.Object({
  items: Type.Array(Type.Object({ message: Id, recipient: Id, status: Words(DELIVERY_STATUSES) })),
})

export const DeliveredInstances = Type.Object({
  items: Type.Array(
    Type.Object({
      sopInstanceUid: Type.String(),
      sopClassUid: Type.String(),
      transferSyntaxUid: Type.String(),
      modality: Type.String({ description: 'Of its series; empty: it says none' }),
      offset: Type.Integer({ description: 'Of its first byte in the package' }),
      sizeBytes: Type.Integer(),
      sha256: Type.String({ description: 'Of these bytes, a DICOM file, in hexadecimal' }),
    }),
  ),
})

const AtOnePacs = Type.Object(
  {
    name: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,31}$', description: 'As the node calls it' }),
    waiting: Count,
    stored: Count,
    refused: Count,
  },
  { additionalProperties: false },
)

export const ReportBody = Type.Object(
  {
    status: Type.Union([Words(['forwarded', 'stored', 'committed']), Type.Null()], {
      description: 'Null: as it is. So a node settles what its administrator has cancelled there.',
    }),
    stored: Count,
    refused: Type.Array(
      Type.Object(
        {
          sopInstanceUid: Type.String({ pattern: '^[0-9.]{1,64}$' }),
          status: Nullable(
            Type.Integer({ minimum: 0, maximum: 0xffff, description: 'PS3.7 annex C; null: never asked' }),
          ),
          comment: Text(200, "The PACS's own words"),
        },
        { additionalProperties: false },
      ),
      { maxItems: MOST_REFUSED },
    ),
    settled: Type.Boolean({ description: 'The node does nothing more about it' }),
    pacs: Type.Optional(
      Type.Array(AtOnePacs, {
        maxItems: 100,
        description: 'How much each PACS has, where the node stores into several',
      }),
    ),
    decompressed: Type.Optional(Count),
    waitsForDecision: Type.Optional(
      Type.Boolean({ description: 'Whether a person there is to say under which patient it is stored' }),
    ),
    receipts: Type.Optional(
      Type.Array(Type.String({ maxLength: LONGEST_RECEIPT }), {
        maxItems: 2,
        description: "delivered, stored: receipts signed with the key of the node's certificate (JWS)",
      }),
    ),
  },
  { additionalProperties: false },
)

export const PublishedNodeKeys = Type.Object({
  keys: Type.Array(
    Type.Object(
      {
        ...PUBLIC_JWK,
        node: Id,
        institution: Type.String({
          ...Id,
          description: 'Whose node it is: it signs for this recipient alone',
        }),
        createdAt: Time,
        retiredAt: Type.Optional(
          Type.String({ format: 'date-time', description: 'The node was revoked then' }),
        ),
      },
      { description: 'JWK (RFC 7517)' },
    ),
  ),
})
