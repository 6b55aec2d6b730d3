/** The shapes of gateways in the API. */
import { AE_TITLE } from '@epacs/exchange'
import { type Static, Type } from 'typebox'
import { Id, Nullable, PageQuery, Text, Time } from '../../http/index.ts'

const MOST_PEM_CHARACTERS = 20_000
const MOST_CERTIFICATES = 20
const MOST_ADDRESSES = 100

/** Of another form it is refused by what looks at it, with a sentence for people. */
const LooseAeTitle = Text(100, 'PS3.5 §6.2, value representation AE')

const ReportTo = Nullable(
  Type.Object(
    {
      host: Type.String({ minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9.:_-]+$' }),
      port: Type.Integer({ minimum: 1, maximum: 65535 }),
      tls: Type.Boolean(),
    },
    { additionalProperties: false, description: 'Where it listens for reports of storage commitment' },
  ),
)

export const GatewayWish = Type.Object(
  {
    institution: Id,
    aeTitle: LooseAeTitle,
    certificates: Type.Array(Type.String({ maxLength: MOST_PEM_CHARACTERS, pattern: '^[^\\u0000]*$' }), {
      maxItems: MOST_CERTIFICATES,
      description:
        'With them it may call over TLS. Each a certificate (PEM), or the SHA-256 of one (hexadecimal): of one that the gateway has, or of one that only its fingerprint is known of',
    }),
    addresses: Type.Array(Type.String({ maxLength: 60 }), {
      maxItems: MOST_ADDRESSES,
      description: 'Addresses, and networks (CIDR), from which it may call without TLS',
    }),
    reportTo: ReportTo,
  },
  { additionalProperties: false },
)
export type GatewayWish = Static<typeof GatewayWish>

export const AeTitleWish = Type.Object({ aeTitle: LooseAeTitle }, { additionalProperties: false })

export const DeclaredGateway = Type.Object({
  id: Id,
  aeTitle: Type.String({ description: 'The calling AE title' }),
  addresses: Type.Array(Type.String()),
  certificates: Type.Array(
    Type.Object({
      fingerprintSha256: Nullable(Type.String({ description: 'Lower-case hexadecimal' })),
      subject: Nullable(
        Type.String({ description: 'Distinguished name, RFC 4514; null: only its fingerprint is known' }),
      ),
      notAfter: Nullable(Time),
    }),
  ),
  reportTo: ReportTo,
})
export type DeclaredGateway = Static<typeof DeclaredGateway>

export const DicomInstitution = Type.Object({
  id: Id,
  name: Type.String(),
  city: Type.String(),
  aeTitle: Type.String({ description: 'The called AE title of what is sent to it' }),
  gateways: Type.Array(DeclaredGateway),
})
export type DicomInstitution = Static<typeof DicomInstitution>

export const DicomInstitutionQuery = Type.Object({
  q: Type.Optional(
    Text(200, 'Words of name, town, IČO, IČZ, AE titles of the institution and of its gateways'),
  ),
  ...PageQuery,
})
export type DicomInstitutionQuery = Static<typeof DicomInstitutionQuery>

export function isAeTitle(text: string): boolean {
  return AE_TITLE.test(text)
}
