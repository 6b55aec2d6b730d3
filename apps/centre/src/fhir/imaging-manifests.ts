/** GET /api/messages/{id}/imaging-manifests/{study}: a study's manifest by IHE RAD MADO, as a DICOM object and as FHIR. */
import { Readable } from 'node:stream'
import { imagingManifest, type ManifestDescription } from '@epacs/dicom'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { dataDeleted, packageFor, packageName } from '../delivery/index.ts'
import { Id, Problem } from '../http/index.ts'
import { requireMember } from '../identity/index.ts'
import { describeStudy, studyContents } from '../imaging-manifest/index.ts'
import { type MessageSummary, readMessage, requireAccess, type StudySummary } from '../messages/index.ts'
import { manifestAsR5 } from './as-r5.ts'
import { manifestBundle } from './manifest-bundle.ts'

interface ManifestParams {
  readonly id: string
  readonly study: string
}

const schema = {
  tags: ['messages'],
  params: Type.Object({ id: Id, study: Type.String({ pattern: '^[0-9.]{1,64}$' }) }),
}

export function imagingManifestRoutes(app: FastifyInstance, centre: Centre): void {
  app.get<{ Params: ManifestParams }>(
    '/api/messages/:id/imaging-manifests/:study',
    {
      config: { needs: 'member' },
      schema: {
        ...schema,
        summary:
          'Which instances a study consists of and where they are retrieved, as a DICOM Key Object Selection (IHE RAD MADO)',
        produces: ['application/dicom'],
      },
    },
    async (request, reply) => {
      const { message, study, description } = await describedStudy(centre, request)
      const ordinal = message.studies.indexOf(study) + 1
      const name = `${packageName(message.id, new Date(message.createdAt))}-manifest-${ordinal}.dcm`
      return reply
        .header('Cache-Control', 'no-store')
        .header('Content-Disposition', `attachment; filename="${name}"`)
        .type('application/dicom')
        .send(Readable.from(imagingManifest(description), { objectMode: false }))
    },
  )

  app.get<{ Params: ManifestParams }>(
    '/api/messages/:id/imaging-manifests/:study/fhir',
    {
      config: { needs: 'member' },
      schema: {
        ...schema,
        summary:
          'The same as a FHIR document: a Bundle in R4; in R5 with `Accept: application/fhir+json; fhirVersion=5.0`',
        produces: ['application/fhir+json'],
      },
    },
    async (request, reply) => {
      const { message, study, description } = await describedStudy(centre, request)
      const wadoAddress = `${centre.config.certificateEntrance.publicUrl}/dicomweb/messages/${message.id}`
      const bundle = manifestBundle({
        ...{ message, study, description, wadoAddress },
        base: `${centre.config.portal.publicUrl}/fhir`,
      })
      const isR5 = /fhirVersion\s*=\s*"?5\.0/i.test(String(request.headers.accept ?? ''))
      return sendBundle(reply, isR5 ? manifestAsR5(bundle) : bundle, isR5 ? '5.0' : '4.0')
    },
  )
}

function sendBundle(reply: FastifyReply, bundle: object, version: string): FastifyReply {
  return reply
    .header('Cache-Control', 'no-store')
    .header('Vary', 'Accept')
    .type(`application/fhir+json; fhirVersion=${version}; charset=utf-8`)
    .send(JSON.stringify(bundle))
}

/** Reading it is reading the message. Throws the problems of that, 409 and 410 without data, 404 for a study that is not there. */
async function describedStudy(
  centre: Centre,
  request: FastifyRequest<{ Params: ManifestParams }>,
): Promise<{
  readonly message: MessageSummary
  readonly study: StudySummary
  readonly description: ManifestDescription
}> {
  const reader = requireMember(request)
  const { id, study: uid } = request.params
  const message = await readMessage(centre, reader, id)
  const access = await requireAccess(centre.db, id, reader.institution.id)
  const { key } = await packageFor(centre.db, reader, access, id)
  const study = message.studies.find(({ studyInstanceUid }) => studyInstanceUid === uid)
  if (study === undefined) throw new Problem(404, 'study-not-found', 'There is no such study.')
  const open = await centre.store.open(key)
  if (open === undefined) throw dataDeleted()
  try {
    const indexFile = await centre.store.indexFile(key)
    if (indexFile === undefined) throw dataDeleted()
    const [contents] = await studyContents(open, key.sha256, indexFile, new Set([uid]))
    if (contents === undefined) throw new Problem(404, 'study-not-found', 'There is no such study.')
    const origin = centre.config.certificateEntrance.publicUrl
    return {
      message,
      study,
      description: describeStudy({ message, sha256: key.sha256, origin }, study, contents),
    }
  } finally {
    await open.close()
  }
}
