/** /api/settings: one's own. */
import { LANGUAGES } from '@epacs/exchange'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { ARRIVAL_MAILS } from '../arrivals/index.ts'
import type { Centre } from '../centre.ts'
import { Nullable, Problem, Words } from '../http/index.ts'
import { krzpOf, requireCaller, setOwnKrzp } from '../identity/index.ts'
import { NOTICES, USUAL_NOTICES } from '../notices/index.ts'

const Settings = Type.Object(
  {
    language: Nullable(Words(LANGUAGES)),
    desktopViewer: Nullable(Type.String({ maxLength: 40, description: 'Id of one of `GET /api/viewers`' })),
    arrivalMails: Words(ARRIVAL_MAILS),
    notices: Type.Array(Words(NOTICES), {
      maxItems: NOTICES.length,
      uniqueItems: true,
      description: 'What else the caller is written to about',
    }),
  },
  { additionalProperties: false },
)

/** What is not there stays as it is. */
const ChangedSettings = Type.Partial(
  Type.Object({
    ...Settings.properties,
    krzp: Nullable(
      Type.String({
        maxLength: 20,
        description: 'Number in the national register of health care workers: nine digits, the first not 0',
      }),
    ),
  }),
  { additionalProperties: false },
)
type ChangedSettings = Static<typeof ChangedSettings>

const KnownSettings = Type.Object({
  ...Settings.properties,
  krzp: Nullable(
    Type.Object({
      number: Type.String({ description: 'In the national register of health care workers (KRZP)' }),
      saidBy: Words(['jtp', 'person'], 'Who says it. What JTP says the person cannot change'),
    }),
  ),
  email: Nullable(Type.String({ description: 'The address that the centre has of the caller' })),
})
type KnownSettings = Static<typeof KnownSettings>

const config = { needs: 'person' } as const
const tags = ['session']

export function settingsRoutes(app: FastifyInstance, centre: Centre): void {
  app.get(
    '/api/settings',
    { config, schema: { summary: "The caller's own settings", tags, response: { 200: KnownSettings } } },
    async (request, reply): Promise<KnownSettings> => {
      reply.header('Cache-Control', 'no-store')
      return await settingsOf(centre, requireCaller(request).personId)
    },
  )

  app.put<{ Body: ChangedSettings }>(
    '/api/settings',
    {
      config: { needs: 'person-in-browser' },
      schema: {
        summary: 'Change those that are given; null: nothing set',
        tags,
        body: ChangedSettings,
        response: { 200: KnownSettings },
      },
    },
    async (request): Promise<KnownSettings> => {
      const caller = requireCaller(request)
      const { personId } = caller
      const { language, desktopViewer, arrivalMails, notices, krzp } = request.body
      const { offered } = centre.config.desktopViewers
      if (typeof desktopViewer === 'string' && !offered.some(({ id }) => id === desktopViewer)) {
        throw new Problem(422, 'unknown-viewer', 'The centre does not offer this viewer.')
      }
      const set = {
        ...(language === undefined ? {} : { language }),
        ...(desktopViewer === undefined ? {} : { desktop_viewer: desktopViewer }),
        ...(arrivalMails === undefined ? {} : { arrival_mails: arrivalMails }),
        ...(notices === undefined ? {} : { notices: [...notices] }),
      }
      await centre.db.transaction().execute(async (trx) => {
        if (krzp !== undefined) await setOwnKrzp(trx, centre.audit, caller, krzp, centre.clock())
        if (Object.keys(set).length === 0) return
        await trx
          .insertInto('person_settings')
          .values({ person_id: personId, ...set })
          .onConflict((conflict) => conflict.column('person_id').doUpdateSet(set))
          .execute()
      })
      return await settingsOf(centre, personId)
    },
  )
}

/** A viewer that is not offered any more is none. */
async function settingsOf({ db, config }: Centre, personId: string): Promise<KnownSettings> {
  const row = await db
    .selectFrom('person')
    .leftJoin('person_settings', 'person_settings.person_id', 'person.id')
    .where('person.id', '=', personId)
    .select(['email', 'language', 'desktop_viewer', 'arrival_mails', 'notices'])
    .executeTakeFirstOrThrow()
  const viewer = config.desktopViewers.offered.find(({ id }) => id === row.desktop_viewer)
  return {
    language: row.language,
    desktopViewer: viewer?.id ?? null,
    arrivalMails: row.arrival_mails ?? ARRIVAL_MAILS[0],
    notices: NOTICES.filter((each) => (row.notices ?? USUAL_NOTICES).includes(each)),
    krzp: (await krzpOf(db, [personId])).get(personId) ?? null,
    email: row.email,
  }
}
