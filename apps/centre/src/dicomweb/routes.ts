/** DICOMweb (PS3.18): studies of a message as resources, and sending to an institution. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { Id, type Problem } from '../http/index.ts'
import type { Entrance } from '../identity/index.ts'
import { asProblem } from './problems.ts'
import type { MessageParams } from './readable-message.ts'
import { retrieveRendered } from './rendered/rendered.ts'
import { retrieveBulkData } from './retrieve/bulk-data.ts'
import { retrieveFrames } from './retrieve/frames.ts'
import { retrieveInstances } from './retrieve/instances.ts'
import { retrieveMetadata } from './retrieve/metadata.ts'
import type { Level } from './search/levels.ts'
import { search } from './search/search.ts'

const MESSAGE = '/dicomweb/messages/:id'
const STUDY = `${MESSAGE}/studies/:study`
const SERIES = `${STUDY}/series/:series`
const INSTANCE = `${SERIES}/instances/:instance`

const resources = [
  [STUDY, 'a study'],
  [SERIES, 'a series'],
  [INSTANCE, 'an instance'],
] as const

const Uid = Type.String({ pattern: '^[0-9.]{1,64}$' })
const params = Type.Object({
  id: Id,
  study: Type.Optional(Uid),
  series: Type.Optional(Uid),
  instance: Type.Optional(Uid),
  frames: Type.Optional(Type.String({ maxLength: 60_000 })),
})

const options = (summary: string) => ({
  config: { needs: 'member' } as const,
  schema: { summary, tags: ['dicomweb'], params },
})

export function readingRoutes(app: FastifyInstance, centre: Centre, entrance: Entrance): void {
  const searches: readonly (readonly [string, Level])[] = [
    [`${MESSAGE}/studies`, 'study'],
    [`${MESSAGE}/series`, 'series'],
    [`${MESSAGE}/instances`, 'instance'],
    [`${STUDY}/series`, 'series'],
    [`${STUDY}/instances`, 'instance'],
    [`${SERIES}/instances`, 'instance'],
  ]
  for (const [url, level] of searches) {
    app.get<{ Params: MessageParams }>(url, options(`QIDO-RS: search by ${level}`), (request, reply) =>
      answer(search(centre, entrance, level, request, reply)),
    )
  }
  for (const [url, what] of resources) {
    app.get<{ Params: MessageParams }>(url, options(`WADO-RS: ${what}`), (request, reply) =>
      answer(retrieveInstances(centre, request, reply)),
    )
    app.get<{ Params: MessageParams }>(
      `${url}/metadata`,
      options(`WADO-RS: metadata of ${what}`),
      (request, reply) => answer(retrieveMetadata(centre, entrance, request, reply)),
    )
  }
  app.get<{ Params: MessageParams & { frames: string } }>(
    `${INSTANCE}/frames/:frames`,
    options('WADO-RS: frames'),
    (request, reply) => answer(retrieveFrames(centre, request, reply)),
  )
  app.get<{ Params: MessageParams & { frames: string } }>(
    `${INSTANCE}/frames/:frames/rendered`,
    options('WADO-RS: frames as pictures'),
    (request, reply) => answer(retrieveRendered({ centre, entrance }, request, reply)),
  )
  for (const [url, of] of resources) {
    for (const [what, summary] of [
      ['rendered', `${of} as pictures`],
      ['thumbnail', `${of} as small pictures`],
    ] as const) {
      app.get<{ Params: MessageParams & { frames?: string } }>(
        `${url}/${what}`,
        options(`WADO-RS: ${summary}`),
        (request, reply) => {
          const picture = retrieveRendered({ centre, entrance }, request, reply, what)
          return answer(what === 'thumbnail' && url !== INSTANCE ? pictureOrNothing(picture, reply) : picture)
        },
      )
    }
  }
  app.get<{ Params: MessageParams & { '*': string } }>(
    `${INSTANCE}/bulkdata/*`,
    options('WADO-RS: a value that metadata refers to'),
    (request, reply) => answer(retrieveBulkData(centre, request, reply)),
  )
}

/** A series need not have a picture, and a list of them shows none then: that is no fault of whoever asks. */
async function pictureOrNothing(picture: Promise<FastifyReply>, reply: FastifyReply): Promise<FastifyReply> {
  try {
    return await picture
  } catch (error) {
    const { code } = asProblem(error) as Partial<Problem>
    if (code === undefined || !NO_PICTURE.has(code)) throw error
    return reply.code(204).send()
  }
}

const NO_PICTURE: ReadonlySet<string> = new Set(['no-frames', 'not-renderable', 'unreadable-instance'])

async function answer(reply: Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await reply
  } catch (error) {
    throw asProblem(error)
  }
}
