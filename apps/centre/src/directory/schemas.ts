/** The shapes of the directory in the API. */
import { CONNECTIONS, ELIGIBILITIES, INSTITUTION_KINDS } from '@epacs/exchange'
import { type Static, Type } from 'typebox'
import { Id, Nullable, PageQuery, Text, Words } from '../http/index.ts'

export const InstitutionQuery = Type.Object({
  q: Type.Optional(
    Text(200, 'Words of name, town, AE title, IČO or IČZ, with or without diacritics; all must occur'),
  ),
  kind: Type.Optional(Words(INSTITUTION_KINDS)),
  city: Type.Optional(Text(100, 'Beginning of the town, diacritics or not')),
  connection: Type.Optional(Words(CONNECTIONS)),
  ...PageQuery,
})
export type InstitutionQuery = Static<typeof InstitutionQuery>

const summaryFields = {
  id: Id,
  name: Type.String(),
  kind: Words(INSTITUTION_KINDS),
  city: Type.String(),
  connection: Words(CONNECTIONS),
}

export const InstitutionSummary = Type.Object(summaryFields)
export type InstitutionSummary = Static<typeof InstitutionSummary>

export const Institution = Type.Object({
  ...summaryFields,
  eligibility: Words(ELIGIBILITIES),
  ico: Nullable(Type.String()),
  icz: Nullable(Type.String()),
  country: Type.String({ description: 'ISO 3166-1, two letters' }),
  street: Nullable(Type.String()),
  postalCode: Nullable(Type.String()),
  position: Nullable(
    Type.Object({ latitude: Type.Number(), longitude: Type.Number() }, { description: 'Degrees of WGS 84' }),
  ),
  aeTitle: Type.String(),
  contacts: Type.Array(
    Type.Object({
      name: Type.String(),
      function: Nullable(Type.String()),
      email: Nullable(Type.String()),
      phone: Nullable(Type.String()),
    }),
  ),
})
export type Institution = Static<typeof Institution>

const Position = Type.Object(
  {
    latitude: Type.Number({ minimum: -90, maximum: 90 }),
    longitude: Type.Number({ minimum: -180, maximum: 180 }),
  },
  { additionalProperties: false, description: 'Degrees of WGS 84' },
)

export const PositionBody = Type.Object({ position: Nullable(Position) }, { additionalProperties: false })
export type PositionBody = Static<typeof PositionBody>

export const PositionsQuery = Type.Object({
  q: Type.Optional(Text(200, 'Words of name, town, IČO or IČZ, with or without diacritics')),
  missing: Type.Optional(Type.Boolean({ description: 'Only those without a position' })),
  ...PageQuery,
})
export type PositionsQuery = Static<typeof PositionsQuery>

export const PlacedInstitution = Type.Object({
  id: Id,
  name: Type.String(),
  kind: Words(INSTITUTION_KINDS),
  city: Type.String(),
  street: Nullable(Type.String()),
  position: Nullable(Type.Object({ latitude: Type.Number(), longitude: Type.Number() })),
  origin: Nullable(Words(['register', 'operator'])),
})
export type PlacedInstitution = Static<typeof PlacedInstitution>
