/** GET /api/statistics. */
import { INSTITUTION_KINDS, type InstitutionKind } from '@epacs/exchange'
import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { type Static, Type } from 'typebox'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { Nullable } from '../http/index.ts'
import { type InstitutionsByTown, institutionsByTown } from './towns.ts'
import { trafficByMonth } from './traffic.ts'

const carriedFields = {
  sizeBytes: Type.Integer({ description: 'Of the packages' }),
  studies: Type.Integer(),
}

const ByKind = Type.Object(
  Object.fromEntries(INSTITUTION_KINDS.map((kind) => [kind, Type.Integer()])) as Record<
    InstitutionKind,
    ReturnType<typeof Type.Integer>
  >,
)

const Statistics = Type.Object({
  institutions: Type.Object({
    total: Type.Integer(),
    byKind: ByKind,
    byTown: Type.Array(
      Type.Object({
        city: Type.String(),
        position: Nullable(
          Type.Object(
            { latitude: Type.Number(), longitude: Type.Number() },
            { description: 'The middle of its institutions, in degrees of WGS 84; null: not known' },
          ),
        ),
        byKind: ByKind,
      }),
      {
        description: 'In Czech order of the towns. Towns that share a name are apart if their positions are',
      },
    ),
  }),
  messages: Type.Object({
    total: Type.Integer({ description: 'Delivered since the beginning, their data deleted or not' }),
    ...carriedFields,
    byMonth: Type.Array(
      Type.Object({
        month: Type.String({ description: 'YYYY-MM' }),
        total: Type.Integer(),
        ...carriedFields,
      }),
    ),
  }),
})
type Statistics = Static<typeof Statistics>

/** The page that shows them is open to everybody: however many look, the database is asked once in this time. */
const KEPT_MS = 30_000

export function statisticsRoutes(app: FastifyInstance, centre: Centre): void {
  let kept: { readonly figures: Promise<Statistics>; readonly untilMs: number } | undefined

  app.get(
    '/api/statistics',
    { schema: { summary: "The network's figures", tags: ['directory'], response: { 200: Statistics } } },
    async () => {
      if (kept === undefined || performance.now() >= kept.untilMs) {
        const figures = countAll(centre.db)
        kept = { figures, untilMs: performance.now() + KEPT_MS }
        figures.catch(() => {
          kept = undefined
        })
      }
      return await kept.figures
    },
  )
}

async function countAll(db: Kysely<Database>): Promise<Statistics> {
  const [towns, months] = await Promise.all([institutionsByTown(db), trafficByMonth(db)])
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  return {
    institutions: {
      total: sum(towns.flatMap(({ byKind }) => Object.values(byKind))),
      byKind: sumByKind(towns),
      byTown: [...towns],
    },
    messages: {
      total: sum(months.map(({ messages }) => messages)),
      sizeBytes: sum(months.map(({ sizeBytes }) => sizeBytes)),
      studies: sum(months.map(({ studies }) => studies)),
      byMonth: months.map(({ month, messages, sizeBytes, studies }) => ({
        month,
        total: messages,
        sizeBytes,
        studies,
      })),
    },
  }
}

function sumByKind(towns: readonly InstitutionsByTown[]): Statistics['institutions']['byKind'] {
  const sums = INSTITUTION_KINDS.map((kind) => [
    kind,
    towns.reduce((total, { byKind }) => total + byKind[kind], 0),
  ])
  return Object.fromEntries(sums)
}
