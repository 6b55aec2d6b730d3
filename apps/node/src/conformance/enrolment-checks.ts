/** E and A: enrolment, and what a node may do. */
import { makeCertificateRequest } from '@epacs/pki'
import {
  type Check,
  expect,
  expectProblem,
  expectStatus,
  hasAll,
  itemsOf,
  type Known,
  needed,
  Skipped,
} from './check.ts'
import { Wire, type WireAnswer } from './wire.ts'

const NO_CODE = 'AAAAA-AAAAA-AAAAA-AAAAA'
const NOBODY = '01940000-0000-7000-8000-00000000ffff'

async function enrol({ portal }: Known, code: string, certificateRequest: string): Promise<WireAnswer> {
  return await portal.ask('POST', '/api/nodes', { json: { code, certificateRequest } })
}

function codeOf({ code }: Known): string {
  if (code === undefined) throw new Skipped('an identity was given, and no code')
  return code
}

function textIn(answer: WireAnswer, name: string): string {
  const value = answer.json?.[name]
  expect(typeof value === 'string' && value !== '', `${name} is missing`)
  return value
}

async function state(entrance: Wire): Promise<WireAnswer> {
  const json = { version: 'conformance', outgoing: 0, incoming: 0, trouble: null }
  return await entrance.ask('PUT', '/api/nodes/own/state', { json })
}

export const ENROLMENT_CHECKS: readonly Check[] = [
  {
    id: 'E1',
    async look(known) {
      expectProblem(await enrol(known, NO_CODE, known.key.requestPem), 403, 'enrolment-code-invalid')
    },
  },
  {
    id: 'E2',
    async look(known) {
      const answer = await enrol(known, codeOf(known), known.key.requestPem)
      expectStatus(answer, 201)
      textIn(answer, 'id')
      expect(!Number.isNaN(Date.parse(textIn(answer, 'expiresAt'))), 'expiresAt is no time')
      const cert = textIn(answer, 'certificate')
      expect(cert.includes('-----BEGIN CERTIFICATE-----'), 'the certificate is not PEM')
      const { institution } = answer.json ?? {}
      const id =
        typeof institution === 'object' && institution !== null && 'id' in institution ? institution.id : ''
      expect(typeof id === 'string' && id !== '', 'institution.id is missing')
      known.institutionId = id
      known.entranceUrl = textIn(answer, 'certificateEntrance')
      known.certificate = { cert, key: known.key.privateKeyPem }
      known.entrance = new Wire(known.entranceUrl, { ca: known.ca, ...known.certificate })
    },
  },
  {
    id: 'E3',
    async look(known) {
      expectStatus(await enrol(known, codeOf(known), known.key.requestPem), 201)
    },
  },
  {
    id: 'E4',
    async look(known) {
      const { requestPem } = await makeCertificateRequest('another node')
      expectProblem(await enrol(known, codeOf(known), requestPem), 403, 'enrolment-code-invalid')
    },
  },
  {
    id: 'E5',
    async look(known) {
      const entrance = needed(known.entrance, 'enrolled node')
      const { privateKeyPem, requestPem } = await makeCertificateRequest('the node')
      const json = { certificateRequest: requestPem }
      const answer = await entrance.ask('POST', '/api/nodes/own/certificate', { json })
      expectStatus(answer, 201)
      known.certificate = { cert: textIn(answer, 'certificate'), key: privateKeyPem }
    },
  },
  {
    id: 'E6',
    async look(known) {
      const before = needed(known.entrance, 'enrolled node')
      const renewed = new Wire(needed(known.entranceUrl, 'certificate entrance'), {
        ca: known.ca,
        ...needed(known.certificate, 'certificate'),
      })
      expectStatus(await state(renewed), 204)
      expectStatus(await state(before), 204)
      renewed.close()
    },
  },
  {
    id: 'A1',
    async look(known) {
      const stranger = new Wire(needed(known.entranceUrl, 'certificate entrance'), { ca: known.ca })
      const answer = await stranger.ask('GET', '/api/nodes/own/deliveries')
      stranger.close()
      expectStatus(answer, 401)
    },
  },
  {
    id: 'A2',
    async look(known) {
      const entrance = needed(known.entrance, 'enrolled node')
      expectProblem(await entrance.ask('GET', '/api/nodes'), 403, 'not-for-nodes')
    },
  },
  {
    id: 'A3',
    async look(known) {
      const answer = await needed(known.entrance, 'enrolled node').ask('GET', `/api/messages/${NOBODY}`)
      expectStatus(answer, 404)
      const type = answer.headers['content-type'] ?? ''
      expect(type.startsWith('application/problem+json'), `the content type is ${type}`)
      hasAll(answer.json ?? {}, ['code', 'status'])
    },
  },
  {
    id: 'A4',
    async look(known) {
      expectStatus(await state(needed(known.entrance, 'enrolled node')), 204)
    },
  },
  {
    id: 'A5',
    async look(known) {
      const answer = await needed(known.entrance, 'enrolled node').ask('GET', '/api/nodes/own/participants')
      expectStatus(answer, 200)
      const items = itemsOf(answer)
      for (const item of items) hasAll(item, ['id', 'name', 'aeTitle'])
      const to = items.find(({ id, aeTitle }) =>
        known.to === undefined ? id === known.institutionId : aeTitle === known.to,
      )
      expect(typeof to?.id === 'string', `${known.to ?? 'the own institution'} is not among them`)
      known.recipientId = to.id
    },
  },
  {
    id: 'A6',
    async look(known) {
      const from = new Date(Date.now() - 86_400_000).toISOString()
      const path = `/api/nodes/own/sent?from=${encodeURIComponent(from)}`
      const answer = await needed(known.entrance, 'enrolled node').ask('GET', path)
      expectStatus(answer, 200)
      for (const item of itemsOf(answer)) hasAll(item, ['message', 'recipient', 'status'])
    },
  },
  {
    id: 'A8',
    async look(known) {
      const entrance = needed(known.entrance, 'enrolled node')
      const place = { learnedAt: null, takes: null, decompresses: [], characterSets: ['ISO_IR 192'] }
      const json = { pacs: [{ name: 'PACS', ...place }], storing: [], ofALaterVersion: true }
      const answer = await entrance.ask('PUT', '/api/nodes/own/passport', { json })
      if (answer.status === 404) throw new Skipped('the centre takes no passports')
      expectStatus(answer, 204)
      const told = await entrance.ask('GET', `/api/institutions/${known.institutionId}/passport`)
      expectStatus(told, 200)
      const nodes = told.json?.nodes
      // Null: another node of the institution has told nothing, and nobody knows which of them will take a message on.
      expect(nodes === null || JSON.stringify(nodes).includes('ISO_IR 192'), 'it is not told to senders')
      expect(!JSON.stringify(nodes).includes('"name"'), 'senders are told names of PACS')
      // The node is for tests: its passport says nothing from here on.
      await entrance.ask('PUT', '/api/nodes/own/passport', { json: { pacs: [], storing: [] } })
    },
  },
]
