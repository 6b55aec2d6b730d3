/** POST /api/data-subject-extracts. Whom it is about stands in the body: never in an address, a log or the trail. */
import { createHash } from 'node:crypto'
import { zipOfFiles } from '@epacs/package'
import { signExtract } from '@epacs/proof'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { asOfOneMoment } from '../database/index.ts'
import { Text } from '../http/index.ts'
import { type Caller, requireCaller } from '../identity/index.ts'
import { extractDocument } from './document.ts'
import { extractOf } from './extract.ts'

const Body = Type.Object(
  {
    id: Text(
      64,
      'Birth number, health sector identifier, or the Patient ID of an institution; in any case of letters',
    ),
    name: Type.Optional(
      Text(
        200,
        'Whole words of the name, in any order: at least two, unless the number is a birth number of ten digits',
      ),
    ),
  },
  { additionalProperties: false },
)

export function dataSubjectRoutes(app: FastifyInstance, centre: Centre): void {
  app.post<{ Body: Static<typeof Body> }>(
    '/api/data-subject-extracts',
    {
      config: { needs: 'auditor-or-representative' },
      schema: {
        summary:
          "What the centre knows of one patient (GDPR article 15), as a ZIP with JSON, a document and a signature; for representatives, of their institution's messages",
        tags: ['operator'],
        body: Body,
        produces: ['application/zip'],
      },
    },
    async (request, reply) => {
      const caller = requireCaller(request)
      const at = centre.clock()
      const institution = institutionOf(caller, request.headers['x-epacs-institution'])
      const extract = await asOfOneMoment(centre.db, (trx) =>
        extractOf(trx, request.body, { institution, at }),
      )
      const { messages, requests } = extract
      await centre.audit.record(centre.db, {
        at,
        actor: caller,
        action: 'data-subject.extract',
        details: {
          scope: institution?.id ?? 'network',
          messages: messages.length,
          requests: requests.length,
        },
      })
      const portal = centre.config.portal.publicUrl
      const files = [
        { name: 'extract.json', content: Buffer.from(`${JSON.stringify(extract, undefined, 2)}\n`) },
        { name: 'extract.html', content: Buffer.from(extractDocument(extract, portal)) },
      ]
      const jws = await signExtract(centre.signer.key(), {
        iss: portal,
        iat: Math.floor(at.getTime() / 1000),
        files: Object.fromEntries(files.map(({ name, content }) => [name, sha256(content)])),
      })
      const day = extract.madeAt.slice(0, 10)
      return reply
        .header('Content-Disposition', `attachment; filename="epacs-extract-${day}.zip"`)
        .header('Cache-Control', 'no-store')
        .type('application/zip')
        .send(zipOfFiles([...files, { name: 'extract.jws', content: Buffer.from(`${jws}\n`) }]))
    },
  )
}

/** Undefined: the whole network. Who is both auditor and representative says by the header which of them asks. */
function institutionOf({ roles, institution }: Caller, chosen: string | string[] | undefined) {
  if (!roles.includes('auditor')) return institution ?? undefined
  const isAsRepresentative = institution?.role === 'representative' && chosen === institution.id
  return isAsRepresentative ? institution : undefined
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
