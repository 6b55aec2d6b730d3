/** POST of studies to an institution. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../../centre.ts'
import { Id } from '../../http/index.ts'
import type { Entrance } from '../../identity/index.ts'
import { storeInstances } from './store.ts'

const params = Type.Object({
  id: Id,
  study: Type.Optional(Type.String({ pattern: '^[0-9.]{1,64}$' })),
})

export async function storeRoutes(app: FastifyInstance, centre: Centre, entrance: Entrance): Promise<void> {
  // A scope of its own: the parts reach the handler as the raw request.
  await app.register(async (store) => {
    store.removeAllContentTypeParsers()
    store.addContentTypeParser('*', (_request, _payload, done) => done(null))
    for (const [url, summary] of [
      ['/dicomweb/institutions/:id/studies', 'STOW-RS: send to the institution'],
      [
        '/dicomweb/institutions/:id/studies/:study',
        'STOW-RS: send instances of one study to the institution',
      ],
    ] as const) {
      store.post<{ Params: { id: string; study?: string } }>(
        url,
        {
          config: { needs: 'member', streamsBody: true },
          schema: { summary, tags: ['dicomweb'], params, consumes: ['multipart/related'] },
        },
        (request, reply) => storeInstances(centre, entrance, request, reply),
      )
    }
  })
}
