/** The description of the API, OpenAPI 3.1, from the routes' own schemas. */
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'

/** To be registered before the routes. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'ePACS centre',
        version: '1',
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
        description:
          'Refusals are problem details (RFC 9457) with a stable `code`; times are RFC 3339 in UTC; ids are UUIDs; ' +
          'lists are `{items, total, page, pageSize}`. A client certificate authenticates calls at the certificate ' +
          'entrance, a session cookie or a program’s bearer token (device authorization grant, RFC 8628) at the portal.',
      },
      tags: [
        { name: 'directory', description: 'Who takes part' },
        { name: 'session', description: 'Who is signed in' },
        { name: 'sign-in', description: 'Pages that a browser is sent through' },
        { name: 'uploads', description: 'Resumable uploads, tus 1.0' },
        { name: 'messages', description: 'Sending, mailboxes, packages' },
        { name: 'dicomweb', description: 'DICOMweb, PS3.18: the images of a message, and sending' },
        { name: 'registration', description: 'How an institution joins' },
        { name: 'people', description: 'Colleagues, invitations and contacts of an institution' },
        { name: 'operator', description: 'For those who run the centre' },
        { name: 'events', description: 'What happens while one looks' },
      ],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: '__Host-epacs-session' },
          program: { type: 'http', scheme: 'bearer' },
        },
      },
    },
  })
}

export function openapiRoute(app: FastifyInstance): void {
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
