/** GET /api/registry/providers/{ico}: what the public register says, to fill a form with. Open to everybody. */
import { INSTITUTION_KINDS, icoDigits, isIco } from '@epacs/exchange'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { Nullable, Problem, Time, Words } from '../http/index.ts'
import { findProvider, registerDate } from './providers.ts'

const MINUTE_MS = 60_000

const address = {
  street: Nullable(Type.String()),
  city: Nullable(Type.String()),
  postalCode: Nullable(Type.String()),
}

const Provider = Type.Object({
  ico: Type.String(),
  name: Type.String(),
  kind: Nullable(Words(INSTITUTION_KINDS)),
  ...address,
  places: Type.Array(
    Type.Object({
      name: Type.String(),
      kind: Nullable(Words(INSTITUTION_KINDS)),
      kindWords: Type.String({ description: 'As the register has it, in Czech' }),
      ...address,
      region: Nullable(Type.String()),
    }),
  ),
  registerDate: Time,
})

export function registryRoutes(app: FastifyInstance, { db, config }: Centre): void {
  app.get<{ Params: { ico: string } }>(
    '/api/registry/providers/:ico',
    {
      config: { rateLimit: { max: config.limits.lookUpsPerMinute, timeWindow: MINUTE_MS } },
      schema: {
        summary: 'A provider in the National Register of Health Care Providers',
        tags: ['registration'],
        params: Type.Object({ ico: Type.String({ maxLength: 20 }) }),
        response: { 200: Provider },
      },
    },
    async ({ params }) => {
      const ico = icoDigits(params.ico)
      if (ico === null || !isIco(ico)) throw new Problem(400, 'invalid-ico', 'This is not an IČO.')
      const date = await registerDate(db)
      if (date === null) throw new Problem(404, 'no-register', 'No register has been imported here.')
      const provider = await findProvider(db, ico)
      if (provider === undefined) {
        throw new Problem(404, 'provider-not-found', 'The register knows no provider with this IČO.')
      }
      return { ...provider, places: [...provider.places], registerDate: date.toISOString() }
    },
  )
}
