/** /fhir: HL7 FHIR R4, reading and searching; /api/messages/{id}/fhir: a message's studies as one Bundle. */
import { isId } from '@epacs/exchange'
import type { Bundle } from '@medplum/fhirtypes'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import {
  findInstitution,
  findInstitutions,
  type Institution,
  institutionsNumbered,
  listInstitutions,
} from '../directory/index.ts'
import { IdParams, PageQuery, Problem, pageOf, Text } from '../http/index.ts'
import { type Entrance, requireMember } from '../identity/index.ts'
import { readMessage } from '../messages/index.ts'
import { answer, selfOf, send } from './answers.ts'
import { capabilityStatement } from './capability-statement.ts'
import { endpointOf, organizationOf } from './directory.ts'
import { type FhirPlaces, imagingStudiesOf, placeOfStudy } from './imaging-study.ts'
import { LABELLED_TEXT, labelledTextDefinition } from './labelled-text.ts'
import { messagesWithStudy } from './readable-studies.ts'
import { searchSet } from './resources.ts'

const tags = ['fhir']

export function fhirRoutes(app: FastifyInstance, centre: Centre, entrance: Entrance): void {
  const { config, db, clock } = centre
  const origin = (entrance === 'portal' ? config.portal : config.certificateEntrance).publicUrl
  const base = `${origin}/fhir`
  const places: FhirPlaces = { origin, base: `${config.portal.publicUrl}/fhir` }

  app.get(
    '/fhir/metadata',
    { schema: { summary: 'What the FHIR server does: a CapabilityStatement', tags } },
    async (_request, reply) => send(reply, capabilityStatement(base, clock())),
  )

  app.get(
    `/fhir/StructureDefinition/${LABELLED_TEXT}`,
    {
      schema: {
        summary: 'What the extension of texts says that are told as they were most likely meant',
        tags,
      },
    },
    async (_request, reply) => send(reply, labelledTextDefinition(places.base)),
  )

  const directory = [
    ['Organization', organizationOf],
    ['Endpoint', (institution: Institution) => endpointOf(institution, origin)],
  ] as const
  for (const [type, resourceOf] of directory) {
    app.get<{ Params: { id: string } }>(
      `/fhir/${type}/:id`,
      { schema: { summary: `An institution of the directory as ${type}`, tags, params: IdParams } },
      async (request, reply) =>
        await answer(reply, async () => {
          const institution = await findInstitution(db, request.params.id)
          if (institution === undefined) {
            throw new Problem(404, 'institution-not-found', 'There is no such institution.')
          }
          return resourceOf(institution)
        }),
    )
  }

  app.get<{ Querystring: { name?: string; identifier?: string; page?: number; pageSize?: number } }>(
    '/fhir/Organization',
    {
      schema: {
        summary:
          'Institutions by name or by `identifier` (IČO, IČZ, IČP, number of a national register, VAT number, EUID or id; the system before `|` may be left out)',
        tags,
        querystring: Type.Object({
          name: Type.Optional(Text(200)),
          identifier: Type.Optional(Text(200)),
          ...PageQuery,
        }),
      },
    },
    async (request, reply) =>
      await answer(reply, async () => {
        const { name, identifier } = request.query
        const [value = '', system] = identifier?.split('|').toReversed() ?? []
        const position = pageOf(request.query)
        const self = selfOf(origin, request.url)
        if (identifier === undefined) {
          const { items, total } = await listInstitutions(db, name === undefined ? {} : { q: name }, position)
          const ids = items.map(({ id }) => id)
          const page = await findInstitutions(db, ids)
          return searchSet(page.map(organizationOf), { self, base, total })
        }
        const found = await findInstitutions(db, await institutionsNumbered(db, value, name ?? ''))
        // The same number may be another's under another system.
        const matching = found
          .map(organizationOf)
          .filter((organization) =>
            organization.identifier?.some(
              (each) => each.value === value && (system === undefined || each.system === system),
            ),
          )
        const { offset, pageSize } = position
        const page = matching.slice(offset, offset + pageSize)
        return searchSet(page, { self, base, total: matching.length })
      }),
  )

  app.get<{ Querystring: { organization: string } }>(
    '/fhir/Endpoint',
    {
      schema: {
        summary: 'Where messages reach an institution: `organization` is its id or `Organization/{id}`',
        tags,
        querystring: Type.Object({ organization: Text(200) }),
      },
    },
    async (request, reply) =>
      await answer(reply, async () => {
        const id = request.query.organization.replace(/^Organization\//, '')
        const institution = isId(id) ? await findInstitution(db, id) : undefined
        const endpoints = institution === undefined ? [] : [endpointOf(institution, origin)]
        return searchSet(endpoints, { self: selfOf(origin, request.url), base, total: endpoints.length })
      }),
  )

  app.get<{ Params: { study: string } }>(
    '/fhir/ImagingStudy/:study',
    {
      config: { needs: 'member' },
      schema: {
        summary: 'A study of a message, for those who may read the message',
        tags,
        params: Type.Object({ study: Text(64) }),
      },
    },
    async (request, reply) =>
      await answer(reply, async () => {
        const place = placeOfStudy(request.params.study)
        if (place === undefined || !isId(place.messageId)) throw studyNotFound()
        const message = await readMessage(centre, requireMember(request), place.messageId)
        const study = imagingStudiesOf(message, places)[place.number - 1]
        if (study === undefined) throw studyNotFound()
        return study
      }),
  )

  app.get<{ Querystring: { identifier: string } }>(
    '/fhir/ImagingStudy',
    {
      config: { needs: 'member' },
      schema: {
        summary:
          'Studies in the messages that the caller may read, by Study Instance UID: `urn:oid:…` or the UID',
        tags,
        querystring: Type.Object({ identifier: Text(200) }),
      },
    },
    async (request, reply) =>
      await answer(reply, async () => {
        const uid = request.query.identifier.replace(/^urn:dicom:uid\|/, '').replace(/^urn:oid:/, '')
        const messages = await messagesWithStudy(centre, requireMember(request), uid)
        const studies = messages.flatMap((message) =>
          imagingStudiesOf(message, places).filter(
            (_, index) => message.studies[index]?.studyInstanceUid === uid,
          ),
        )
        return searchSet(studies, { self: selfOf(origin, request.url), base, total: studies.length })
      }),
  )

  app.get<{ Params: { id: string } }>(
    '/api/messages/:id/fhir',
    {
      config: { needs: 'member' },
      schema: {
        summary: "The message's studies as FHIR R4: a Bundle of ImagingStudy",
        tags: ['messages'],
        params: IdParams,
      },
    },
    async (request, reply) => {
      const message = await readMessage(centre, requireMember(request), request.params.id)
      const studies = imagingStudiesOf(message, places)
      const bundle: Bundle = {
        resourceType: 'Bundle',
        type: 'collection',
        identifier: { system: 'urn:epacs:message', value: message.id },
        timestamp: message.createdAt,
        ...(studies.length === 0
          ? {}
          : {
              entry: studies.map((resource) => ({
                fullUrl: `${base}/ImagingStudy/${resource.id}`,
                resource,
              })),
            }),
      }
      return send(reply, bundle)
    },
  )
}

function studyNotFound(): Problem {
  return new Problem(404, 'study-not-found', 'There is no such study.')
}
