/** Countries that institutions may be of: what a form asks there, and how many there are. */
import { AREA, postalCodeExample, registersOf } from '@epacs/exchange'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/min'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { Nullable } from '../http/index.ts'

const Country = Type.Object({
  country: Type.String({ description: 'ISO 3166-1, two letters' }),
  institutions: Type.Integer({ description: 'In the network' }),
  registers: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String({ description: 'As it calls itself' }),
      example: Type.String({ description: 'A number as the register writes it' }),
    }),
    { description: 'Whose numbers are checked; a number of another register is taken as it is' },
  ),
  postalCode: Nullable(Type.String({ description: 'An example' })),
  phone: Nullable(Type.String({ description: 'Prefix of telephone numbers, e.g. `+421`' })),
})

export function countryRoutes(app: FastifyInstance, { db }: Pick<Centre, 'db'>): void {
  app.get(
    '/api/countries',
    {
      schema: {
        summary: 'Countries whose institutions may take part, and those that do',
        tags: ['directory'],
        response: { 200: Type.Object({ items: Type.Array(Country) }) },
      },
    },
    async () => {
      const rows = await db
        .selectFrom('institution')
        .groupBy('country')
        .select(['country', sql<number>`count(*)::int`.as('institutions')])
        .execute()
      const counts = new Map(rows.map(({ country, institutions }) => [country, institutions]))
      const countries = [...new Set([...AREA, ...counts.keys()])].sort()
      return {
        items: countries.map((country) => ({
          country,
          institutions: counts.get(country) ?? 0,
          registers: registersOf(country).map(({ code, name, example }) => ({ code, name, example })),
          postalCode: postalCodeExample(country) ?? null,
          phone: isSupportedCountry(country) ? `+${getCountryCallingCode(country)}` : null,
        })),
      }
    },
  )
}
