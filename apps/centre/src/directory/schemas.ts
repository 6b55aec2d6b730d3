/** The shapes of the directory in the API. */
import { CONNECTIONS, ELIGIBILITIES, INSTITUTION_KINDS } from '@epacs/exchange'
import { type Static, Type } from 'typebox'
import { Id, Nullable, PageQuery, Text, Words } from '../http/index.ts'

export const InstitutionQuery = Type.Object({
  q: Type.Optional(
    Text(
      200,
      'Words of name, town, AE title, IČO, IČZ or another register number, with or without diacritics; all must occur',
    ),
  ),
  kind: Type.Optional(Words(INSTITUTION_KINDS)),
  city: Type.Optional(Text(100, 'Beginning of the town, diacritics or not')),
  country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1, two letters' })),
  connection: Type.Optional(Words(CONNECTIONS)),
  ...PageQuery,
})
export type InstitutionQuery = Static<typeof InstitutionQuery>

const summaryFields = {
  id: Id,
  name: Type.String(),
  kind: Words(INSTITUTION_KINDS),
  city: Type.String(),
  country: Type.String({ description: 'ISO 3166-1, two letters' }),
  connection: Words(CONNECTIONS),
}

export const InstitutionSummary = Type.Object(summaryFields)
export type InstitutionSummary = Static<typeof InstitutionSummary>

export const Institution = Type.Object({
  ...summaryFields,
  eligibility: Words(ELIGIBILITIES),
  ico: Nullable(Type.String()),
  icz: Nullable(Type.String()),
  icp: Nullable(Type.String({ description: 'Of a workplace, with Czech health insurers' })),
  register: Nullable(
    Type.Object(
      {
        code: Nullable(Type.String({ description: 'One of `GET /api/countries`; null: another register' })),
        name: Nullable(Type.String({ description: 'As the register calls itself' })),
        number: Type.String(),
      },
      { description: 'Of an institution outside of Czechia' },
    ),
  ),
  vatId: Nullable(Type.String({ description: 'VAT identification number, with its prefix' })),
  euid: Nullable(Type.String({ description: 'European Unique Identifier, of companies' })),
  street: Nullable(Type.String()),
  postalCode: Nullable(Type.String()),
  addressLines: Type.Array(Type.String(), {
    description: 'From the top, in the order of the country, without its name',
  }),
  position: Nullable(
    Type.Object({ latitude: Type.Number(), longitude: Type.Number() }, { description: 'Degrees of WGS 84' }),
  ),
  aeTitle: Type.String(),
  contacts: Type.Array(
    Type.Object({
      name: Type.String(),
      function: Nullable(Type.String()),
      email: Nullable(Type.String()),
      phone: Nullable(Type.String({ description: 'E.164' })),
      phoneShown: Nullable(Type.String({ description: 'Grouped as its country does' })),
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
