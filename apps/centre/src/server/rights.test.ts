import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { v7 as newId } from 'uuid'
import { parseConfig } from '../config/index.ts'
import type { Entrance } from '../identity/index.ts'
import { importRegister } from '../registry/index.ts'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, PEOPLE, type PersonName, TestNetwork } from '../testing/network.ts'
import { sampleRegister } from '../testing/register-file.ts'
import { buildApp } from './build-app.ts'
import { openMetrics } from './metrics.ts'

const { caslav, hornicka } = INSTITUTIONS

/** `sender` sent the message to `receiver` and owns the upload. */
const CALLERS = ['visitor', 'uninvolved', 'operator', 'receiver', 'colleague', 'sender'] as const
type Caller = (typeof CALLERS)[number]

/** What a caller is answered; 'served' is whatever is no refusal of the caller. */
type Verdict = 'served' | 401 | 403 | 404
type Rights = Readonly<Record<Caller, Verdict>>

const everybody: Rights = {
  visitor: 'served',
  uninvolved: 'served',
  operator: 'served',
  receiver: 'served',
  colleague: 'served',
  sender: 'served',
}
const signedIn: Rights = { ...everybody, visitor: 401 }
const members: Rights = { ...signedIn, operator: 403 }
const operators: Rights = {
  visitor: 401,
  uninvolved: 403,
  operator: 'served',
  receiver: 403,
  colleague: 403,
  sender: 403,
}
/** None of these callers is one: see the tests of people. */
const representatives: Rights = { ...members, uninvolved: 403, receiver: 403, colleague: 403, sender: 403 }
const parties: Rights = { ...members, uninvolved: 404 }
const recipients: Rights = { ...parties, colleague: 403, sender: 403 }
const senders: Rights = { ...parties, receiver: 403 }
const owner: Rights = { ...members, uninvolved: 404, receiver: 404, colleague: 404 }

const all = <V extends Verdict>(verdict: V): Record<Caller, V> => ({
  visitor: verdict,
  uninvolved: verdict,
  operator: verdict,
  receiver: verdict,
  colleague: verdict,
  sender: verdict,
})
const nobody: Rights = all(404)
/** Asked without a link: refused for that, whoever asks. */
const refusedForm: Rights = everybody
/** Those who have come through JTP and belong to nobody yet. */
const strangers: Rights = all(401)
/** What none of these callers has, and an operator could see. */
const operatorsOfNothing: Rights = { ...operators, operator: 404 }
/** What there is not, for those who may ask. */
const membersOfNothing: Rights = { ...members, uninvolved: 404, receiver: 404, colleague: 404, sender: 404 }

const nodesAlone: Rights = { ...all(403), visitor: 401 }

/** Every route of the product, and who may use it. A route that is missing here fails the test. */
const RIGHTS: Readonly<Record<string, Rights>> = {
  'GET /healthz': everybody,
  'GET /readyz': everybody,
  // From this machine; see the test of metrics for others.
  'GET /metrics': everybody,
  'GET /api/openapi.json': everybody,
  'GET /*': everybody,
  'GET /sign-in/certificate': everybody,
  'GET /sign-in/code/:code': everybody,
  'GET /sign-in/identity': everybody,
  'GET /sign-in/identity/:code': everybody,
  'GET /sign-in/jtp': everybody,
  'GET /sign-in/jtp/callback': everybody,
  'POST /sign-in/jtp/back-channel-logout': everybody,
  'GET /api/institutions': everybody,
  'GET /api/institutions/:id': everybody,
  'GET /api/authorities': everybody,
  'POST /api/authorities': operators,
  'PUT /api/authorities/:id': operators,
  'DELETE /api/authorities/:id': operatorsOfNothing,
  'GET /api/dicom/institutions': operators,
  'PUT /api/dicom/institutions/:id/ae-title': operators,
  'POST /api/dicom/gateways': operators,
  'PUT /api/dicom/gateways/:id': operators,
  'DELETE /api/dicom/gateways/:id': operatorsOfNothing,
  // Representatives too: see the tests of renewals.
  'GET /api/certificate-renewals': operators,
  'POST /api/certificate-renewals/:id/decision': operators,
  'GET /api/statistics': everybody,
  'GET /api/node-suppliers': everybody,
  'GET /api/status': everybody,
  'GET /api/announcements': operators,
  'POST /api/announcements': operators,
  'DELETE /api/announcements/:id': operatorsOfNothing,
  'GET /api/registry/providers/:ico': everybody,
  'GET /api/conditions': everybody,
  'GET /api/conditions/versions': operators,
  'POST /api/conditions/versions': operators,
  'POST /api/registrations': everybody,
  'GET /api/registrations/prefill': everybody,
  'POST /api/registrations/links': everybody,
  // Who holds the private link is served, too: see the tests of registration.
  'GET /api/registrations/:id': operators,
  'POST /api/registrations/:id/entries': operators,
  'PUT /api/registrations/:id/form': operators,
  'POST /api/registrations/:id/confirm': { ...operators, operator: 403 },
  'GET /api/registrations': operators,
  'GET /api/registrations/templates': operators,
  'POST /api/registrations/:id/decision': operators,
  // None of these callers is an auditor: see the tests of audit.
  'GET /api/audit': { ...operators, operator: 403 },
  'GET /api/audit/export': { ...operators, operator: 403 },
  'GET /api/audit/chain': operators,
  'GET /api/people': representatives,
  'POST /api/people/invitations': representatives,
  'DELETE /api/people/invitations/:id': representatives,
  'PATCH /api/people/:id': representatives,
  'DELETE /api/people/:id': representatives,
  'GET /api/webhooks': representatives,
  'POST /api/webhooks': representatives,
  'PATCH /api/webhooks/:id': representatives,
  'DELETE /api/webhooks/:id': representatives,
  'POST /api/webhooks/:id/test': representatives,
  'POST /api/webhooks/:id/secret': representatives,
  'PUT /api/institution/contacts': representatives,
  'GET /api/institution/language': members,
  'PUT /api/institution/language': representatives,
  'GET /api/institutions/:id/record': operators,
  'PUT /api/institutions/:id/record': operators,
  'GET /api/countries': everybody,
  'GET /api/institution/representatives': members,
  // Who holds the link; whoever looks without it finds nothing.
  'GET /api/invitation': nobody,
  'POST /api/invitation/begin': nobody,
  'POST /api/invitation/accept': { ...nobody, visitor: 401 },
  'GET /api/sign-in/institutions': strangers,
  'POST /api/sign-in/institutions': strangers,
  'GET /.well-known/oauth-authorization-server': everybody,
  'POST /sign-in/device/authorization': everybody,
  'POST /sign-in/device/token': everybody,
  'POST /api/device-sign-ins/look-up': signedIn,
  'POST /api/device-sign-ins/decision': signedIn,
  'GET /api/sessions': signedIn,
  'GET /api/settings': signedIn,
  'PUT /api/settings': signedIn,
  'GET /api/recipients': members,
  'PUT /api/institutions/:id/favourite': members,
  'DELETE /api/institutions/:id/favourite': members,
  'DELETE /api/sessions/:id': { ...nobody, visitor: 401 },
  'POST /api/session/institution': signedIn,
  'GET /api/session': signedIn,
  'DELETE /api/session': everybody,
  'OPTIONS /api/uploads': everybody,
  'POST /api/uploads': members,
  'HEAD /api/uploads/:id': owner,
  'PATCH /api/uploads/:id': owner,
  'POST /api/uploads/:id': owner,
  'DELETE /api/uploads/:id': owner,
  'POST /api/messages': members,
  'GET /api/messages': members,
  'GET /api/mailbox': members,
  'GET /api/mailbox/largest': members,
  'GET /api/messages/facets': members,
  'POST /api/messages/search': members,
  'POST /api/messages/marks': members,
  'GET /api/messages/:id': parties,
  'POST /api/messages/:id/cancel': senders,
  // Its parties alone, once the body says to whom: see the tests of forwarding.
  'POST /api/messages/:id/forward': members,
  'POST /api/requests': members,
  'GET /api/requests': members,
  'GET /api/requests/:id': parties,
  // Without a reason it is refused before it is looked up: see the tests of requests.
  'POST /api/requests/:id/refuse': members,
  'POST /api/requests/:id/withdraw': senders,
  'POST /api/requests/:id/complete': parties,
  // Auditors, too: see the tests of the audit trail.
  'POST /api/data-subject-extracts': representatives,
  'GET /api/messages/:id/package': parties,
  'GET /api/messages/:id/fhir': parties,
  'GET /api/messages/:id/foreseen': members,
  'GET /api/messages/:id/imaging-manifests/:study': parties,
  'GET /api/messages/:id/imaging-manifests/:study/fhir': parties,
  'GET /fhir/metadata': everybody,
  'GET /fhir/StructureDefinition/text-as-labelled': everybody,
  'GET /fhir/Organization': everybody,
  'GET /fhir/Organization/:id': everybody,
  'GET /fhir/Endpoint': everybody,
  'GET /fhir/Endpoint/:id': everybody,
  // Asked for a study that nobody has, and by a UID that is in no message.
  'GET /fhir/ImagingStudy/:study': membersOfNothing,
  'GET /fhir/ImagingStudy': members,
  // Themselves alone, as none of them is a representative: see the tests of FHIR.
  'GET /fhir/Practitioner': members,
  'POST /fhir/Practitioner/_search': members,
  'GET /fhir/Practitioner/:id': membersOfNothing,
  'GET /fhir/PractitionerRole/:id': membersOfNothing,
  'GET /fhir/PractitionerRole': members,
  'GET /api/messages/:id/manifest': parties,
  'GET /api/messages/:id/receipts': parties,
  'GET /.well-known/jwks.json': everybody,
  'GET /.well-known/node-jwks.json': everybody,
  'POST /api/signing-keys': operators,
  'DELETE /api/messages/:id/data': recipients,
  'GET /api/viewers': members,
  'POST /api/messages/:id/hand-offs/:viewer': parties,
  // Who holds the link, which none of these callers does: see the tests of hand-offs.
  'GET /api/hand-offs/package.:extension': refusedForm,
  'GET /api/hand-offs/manifest.xml': refusedForm,
  'GET /api/hand-offs/instances/:instance': nobody,
  'GET /api/events': members,
  'POST /api/nodes': everybody,
  // Representatives too: see the tests of nodes.
  'GET /api/nodes': operators,
  'GET /api/nodes/codes': operators,
  'POST /api/nodes/codes': operators,
  'DELETE /api/nodes/codes/:id': operatorsOfNothing,
  'POST /api/nodes/:id/revoke': operatorsOfNothing,
  'POST /api/nodes/own/certificate': nodesAlone,
  'PUT /api/nodes/own/state': nodesAlone,
  'PUT /api/nodes/own/passport': nodesAlone,
  'PUT /api/nodes/own/end-to-end-key': nodesAlone,
  'GET /api/nodes/own/end-to-end-keys': nodesAlone,
  'GET /api/nodes/:id/passport': operatorsOfNothing,
  'GET /api/institutions/:id/passport': signedIn,
  'GET /api/nodes/own/participants': nodesAlone,
  'GET /api/nodes/own/deliveries': nodesAlone,
  'PUT /api/nodes/own/arriving/:id': nodesAlone,
  'GET /api/nodes/own/arriving': nodesAlone,
  'GET /api/nodes/own/arriving/:id/content': nodesAlone,
  'GET /api/nodes/own/deliveries/:id/outline': nodesAlone,
  'GET /api/nodes/own/sent': nodesAlone,
  'GET /api/nodes/own/deliveries/:id/instances': nodesAlone,
  'PUT /api/nodes/own/deliveries/:id': nodesAlone,
  'GET /dicomweb/messages/:id/studies': parties,
  'GET /dicomweb/messages/:id/series': parties,
  'GET /dicomweb/messages/:id/instances': parties,
  'GET /dicomweb/messages/:id/studies/:study': parties,
  'GET /dicomweb/messages/:id/studies/:study/metadata': parties,
  'GET /dicomweb/messages/:id/studies/:study/rendered': parties,
  'GET /dicomweb/messages/:id/studies/:study/thumbnail': parties,
  'GET /dicomweb/messages/:id/studies/:study/series': parties,
  'GET /dicomweb/messages/:id/studies/:study/instances': parties,
  'GET /dicomweb/messages/:id/studies/:study/series/:series': parties,
  'GET /dicomweb/messages/:id/studies/:study/series/:series/metadata': parties,
  'GET /dicomweb/messages/:id/studies/:study/series/:series/rendered': parties,
  'GET /dicomweb/messages/:id/studies/:study/series/:series/thumbnail': parties,
  'GET /dicomweb/messages/:id/studies/:study/series/:series/instances': parties,
  'GET /dicomweb/messages/:id/studies/:study/series/:series/instances/:instance': parties,
  'GET /dicomweb/messages/:id/studies/:study/series/:series/instances/:instance/metadata': parties,
  'GET /dicomweb/messages/:id/studies/:study/series/:series/instances/:instance/bulkdata/*': parties,
  'GET /dicomweb/messages/:id/studies/:study/series/:series/instances/:instance/frames/:frames': parties,
  'GET /dicomweb/messages/:id/studies/:study/series/:series/instances/:instance/frames/:frames/rendered':
    parties,
  'GET /dicomweb/messages/:id/studies/:study/series/:series/instances/:instance/rendered': parties,
  'GET /dicomweb/messages/:id/studies/:study/series/:series/instances/:instance/thumbnail': parties,
  'POST /dicomweb/institutions/:id/studies': members,
  'POST /dicomweb/institutions/:id/studies/:study': members,
  'GET /api/mail': operators,
  'GET /api/mail/status': operators,
  'GET /api/operations/traffic': operators,
  'GET /api/operations/space': operators,
  'GET /api/operations/queues': operators,
  'GET /api/operations/institutions': operators,
  'POST /api/mail/:id/retry': operators,
  'GET /api/mail/wordings': operators,
  'GET /api/mail/wordings/:name/:language': operators,
  'PUT /api/mail/wordings/:name/:language': operators,
  'DELETE /api/mail/wordings/:name/:language': operators,
  'POST /api/mail/wordings/:name/:language/preview': operators,
  'POST /api/mail/wordings/:name/:language/trial': operators,
  'GET /api/institutions/positions': operators,
  'GET /api/institutions/:id/position': operators,
  'PUT /api/institutions/:id/position': operators,
  'DELETE /api/institutions/:id/position': operators,
  'DELETE /api/conditions/versions/:version': operatorsOfNothing,
}

/** What a communication node of the sender's institution may do, besides what everybody may. */
const FOR_NODES: Readonly<Record<string, Verdict>> = {
  // Whoever looks without a link, or without a sign-in under way, finds nothing.
  'GET /api/invitation': 404,
  'POST /api/invitation/begin': 404,
  'GET /api/sign-in/institutions': 401,
  'POST /api/sign-in/institutions': 401,
  'POST /api/uploads': 'served',
  // The upload is a person's.
  'HEAD /api/uploads/:id': 404,
  'PATCH /api/uploads/:id': 404,
  'POST /api/uploads/:id': 404,
  'DELETE /api/uploads/:id': 404,
  'POST /api/messages': 'served',
  'GET /api/messages/:id': 'served',
  'GET /api/messages/:id/package': 'served',
  'GET /api/messages/:id/manifest': 'served',
  'GET /api/messages/:id/receipts': 'served',
  'GET /api/events': 'served',
  'GET /api/requests': 'served',
  'GET /api/requests/:id': 'served',
  'POST /api/requests/:id/refuse': 'served',
  'POST /api/requests/:id/withdraw': 'served',
  'POST /api/requests/:id/complete': 'served',
  'POST /api/nodes/own/certificate': 'served',
  'PUT /api/nodes/own/state': 'served',
  'PUT /api/nodes/own/passport': 'served',
  'PUT /api/nodes/own/end-to-end-key': 'served',
  'GET /api/nodes/own/end-to-end-keys': 'served',
  'GET /api/institutions/:id/passport': 'served',
  'GET /api/nodes/own/participants': 'served',
  'GET /api/nodes/own/deliveries': 'served',
  'PUT /api/nodes/own/arriving/:id': 404,
  'GET /api/nodes/own/arriving': 'served',
  'GET /api/nodes/own/arriving/:id/content': 404,
  'GET /api/nodes/own/deliveries/:id/outline': 404,
  'GET /api/nodes/own/sent': 'served',
  'GET /api/nodes/own/deliveries/:id/instances': 404,
  'PUT /api/nodes/own/deliveries/:id': 'served',
}

/** Everybody's, but not a program's that they let in. */
const NOT_FOR_PROGRAMS: ReadonlySet<string> = new Set([
  'GET /api/sessions',
  'DELETE /api/sessions/:id',
  'POST /api/session/institution',
  'PUT /api/settings',
  'POST /api/invitation/accept',
])

let network: TestNetwork
let node: ApiClient

const routes = new Map<Entrance, Set<string>>()
before(async () => {
  const jtp = { issuer: 'https://localhost:9', clientId: 'test', clientSecretFile: 'ca.pem' }
  network = await TestNetwork.start({ jtp, limits: { registrationsPerHour: 1000, lookUpsPerMinute: 1000 } })
  await importRegister(network.centre.db, Readable.from([await sampleRegister()]), { at: new Date() })
  node = await network.enrolNode('caslav')
  for (const entrance of ['portal', 'certificate'] as const) {
    const known = new Set<string>()
    routes.set(entrance, known)
    const app = await buildApp({
      centre: network.centre,
      entrance,
      metrics: openMetrics(),
      onRoute: ({ method, url }) => {
        for (const each of [method].flat()) known.add(`${each} ${url}`)
      },
    })
    await app.close()
  }
})
after(async () => {
  node.agent.destroy()
  await network.remove()
})

/** Of the image that `targets` sends. */
function withinStudy(path: string): string {
  const study = '1.2.826.0.1.3680043.10.1234.1'
  return path
    .replace(':study', study)
    .replace(':series', `${study}.1`)
    .replace(':instance', `${study}.1.1`)
    .replace(':frames', '1')
    .replace('*', '7FE00010')
}

/** HEAD is GET without the body; Fastify adds it to each. */
const named = (route: string) => (route in RIGHTS ? route : route.replace(/^HEAD /, 'GET '))

test('every route stands in the table, and nothing else does', () => {
  const real = new Set([...routes.values()].flatMap((known) => [...known].map(named)))
  assert.deepEqual([...real].toSorted(), Object.keys(RIGHTS).toSorted())
})

test('a centre whose JTP speaks SAML has the addresses of SAML instead, for everybody', async () => {
  const jtp = { protocol: 'saml', identityProvider: { metadataFile: 'none.xml' } } as const
  const centre = { ...network.centre, config: parseConfig({ ...network.config, jtp }, network.folder) }
  const known = new Set<string>()
  const app = await buildApp({
    centre,
    entrance: 'portal',
    metrics: openMetrics(),
    onRoute: ({ method, url }) => {
      for (const each of [method].flat()) known.add(named(`${each} ${url}`))
    },
  })
  assert.deepEqual([...known].filter((route) => !(route in RIGHTS)).toSorted(), [
    'GET /sign-in/jtp/metadata',
    'GET /sign-in/jtp/single-logout',
    'POST /sign-in/jtp/assertion',
    'POST /sign-in/jtp/single-logout',
  ])
  // What is no signed answer opens and ends nothing.
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const post = async (url: string) =>
    await app.inject({ method: 'POST', url, headers, payload: 'SAMLResponse=x' })
  const answer = await post('/sign-in/jtp/assertion')
  assert.match(String(answer.headers.location), /problem=code-expired/)
  assert.equal(answer.headers['set-cookie'], undefined)
  const logout = await app.inject('/sign-in/jtp/single-logout?SAMLRequest=x')
  assert.equal(logout.headers['set-cookie'], undefined)
  await app.close()
})

test('both entrances have the same API', () => {
  const api = (entrance: Entrance) =>
    [...(routes.get(entrance) ?? [])].filter((route) => route.includes(' /api/')).toSorted()
  assert.deepEqual(api('portal'), api('certificate'))
})

test('how the centre is doing is told to this machine and to configured networks', async () => {
  const centre = {
    ...network.centre,
    config: {
      ...network.centre.config,
      metrics: { ...network.centre.config.metrics, allowFrom: ['10.1.0.0/16', '2001:db8::1'] },
    },
  }
  const app = await buildApp({ centre, entrance: 'portal', metrics: openMetrics() })
  const ask = async (remoteAddress: string) =>
    (await app.inject({ url: '/metrics', remoteAddress })).statusCode
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.1.200.3', '2001:db8::1']) {
    assert.equal(await ask(address), 200, address)
  }
  for (const address of ['10.2.0.1', '192.0.2.1', '2001:db8::2', '::ffff:192.0.2.1']) {
    assert.equal(await ask(address), 404, address)
  }
  await app.close()
})

test('with a port of its own how the centre is doing is told there alone, whatever address a proxy gives everybody', async () => {
  const metrics = { ...network.centre.config.metrics, port: 9464 }
  const centre = { ...network.centre, config: { ...network.centre.config, metrics } }
  for (const entrance of ['portal', 'certificate'] as const) {
    const app = await buildApp({ centre, entrance, metrics: openMetrics() })
    const answer = await app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' })
    assert.doesNotMatch(answer.body, /epacs_/, entrance)
    assert.equal((await app.inject({ url: '/healthz' })).statusCode, 200, entrance)
    await app.close()
  }
})

function clientOf(caller: Caller | 'node') {
  if (caller === 'node') return node
  return caller === 'visitor' ? network.visitor() : network.as(caller satisfies PersonName)
}

function verdictOf(status: number): Verdict {
  return status === 401 || status === 403 || status === 404 ? status : 'served'
}

async function registrationId(): Promise<string> {
  const form = {
    language: 'cs',
    institution: {
      name: `Ordinace ${newId()}`,
      kind: 'private-practice',
      eligibility: 'czech-provider',
      ico: '99123037',
      street: 'Hlavní 1',
      city: 'Písek',
      postalCode: '39701',
    },
    representative: { name: 'Jana Nová', email: 'jana@example.cz', phone: '777123456', function: 'lékařka' },
    wayIn: 'jtp',
    conditions: { version: 1, agreed: true },
    onBehalf: true,
  }
  return (await network.as('operator').call('POST', '/api/registrations', { json: form })).json.id
}

async function requestId(): Promise<string> {
  const request = {
    institution: hornicka.id,
    patient: { name: 'Jana Nová', birthDate: '1970-01-01' },
    clinician: 'MUDr. Čápová',
    wanted: 'CT',
    reason: 'Srovnání',
    urgency: 'routine',
    neededBy: new Date(Date.now() + 3_600_000).toISOString(),
  }
  return (await network.as('sender').call('POST', '/api/requests', { json: request })).json.id
}

async function refusedMail(): Promise<string> {
  const id = newId()
  await network.centre.db
    .insertInto('mail')
    .values({
      id,
      template: 'invitation',
      language: 'cs',
      recipient: 'nobody@example.cz',
      contents: '{}',
      status: 'refused',
      queued_at: new Date(),
    })
    .execute()
  return id
}

test('each kind of caller is served where the table says so, and refused elsewhere', async () => {
  const sender = network.as('sender')
  const tus = { 'tus-resumable': '1.0.0' }
  /** One for each route; whoever may change or remove it comes last among the callers. */
  const targets = async (route: string) => {
    if (/\/(institutions|Organization|Endpoint)\/:id/.test(route)) return caslav.id
    if (route.includes('/uploads/:id')) return await sender.createUpload('IM1', 4)
    if (route.includes('/requests/:id')) return await requestId()
    if (route.includes('/messages/:id')) {
      const file = { name: 'IM1', bytes: ctSlice({ instance: 1 }) }
      const { id } = (await sender.send([hornicka.id], [file])).json
      await sender.until(id, 'delivered')
      return id
    }
    if (route.includes('/:ico')) return '99123011'
    if (route.includes('/registrations/:id')) return await registrationId()
    if (
      /\/(people|people\/invitations|sessions|authorities|announcements|gateways|certificate-renewals|nodes|nodes\/codes|deliveries|webhooks)\/:id/.test(
        route,
      )
    )
      return newId()
    if (route.includes('/mail/:id')) return await refusedMail()
    if (route.includes('/wordings/:name')) return 'invitation'
    return 'A'.repeat(43)
  }
  for (const [entrance, known] of routes) {
    for (const route of known) {
      const rights = RIGHTS[named(route)]
      const [method = '', path = ''] = route.split(' ')
      // Pages and sign-ins belong to one entrance or redirect: their own tests follow them.
      if (rights === undefined || path.startsWith('/sign-in') || path === '/*') continue
      const target = entrance === 'portal' && !route.includes('/:ico') ? caslav.id : await targets(route)
      for (const caller of [...CALLERS, 'node'] as const) {
        // At the portal a certificate counts for nothing: there everybody without a session is a visitor.
        const client = entrance === 'portal' ? network.visitor() : clientOf(caller)
        const ofNode: Verdict = FOR_NODES[named(route)] ?? (rights.visitor === 401 ? 403 : rights.visitor)
        const expected: Verdict =
          entrance === 'portal' ? rights.visitor : caller === 'node' ? ofNode : rights[caller]
        if (entrance === 'portal' && caller !== 'visitor') continue
        const url = withinStudy(path).replace(':language', 'cs').replace(/:\w+/, target)
        const chunk = { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': 0 }
        const headers = path.startsWith('/api/uploads')
          ? { ...(method === 'OPTIONS' ? tus : chunk), 'upload-length': 1, 'x-http-method-override': 'HEAD' }
          : {}
        if (path === '/api/events' && expected === 'served') continue
        const { status } = await client.call(method, url, { headers })
        assert.equal(
          verdictOf(status),
          expected,
          `${route} for ${caller} at the ${entrance} entrance: ${status}`,
        )
      }
    }
  }
})

test('a program does nothing that its person does as an operator, auditor or representative, or with their own account', async () => {
  const { db } = network.centre
  const { sender } = PEOPLE
  const person_id = sender.id
  await db
    .updateTable('person')
    .set({ roles: ['operator', 'auditor'] })
    .where('id', '=', person_id)
    .execute()
  await db
    .updateTable('membership')
    .set({ role: 'representative' })
    .where('person_id', '=', person_id)
    .execute()
  const [at, token] = [new Date(), 'P'.repeat(43)]
  await db
    .insertInto('session')
    .values({
      id: newId(),
      token_sha256: createHash('sha256').update(`program ${token}`).digest(),
      csrf_token: 'x',
      person_id,
      institution_id: caslav.id,
      method: 'certificate',
      created_at: at,
      last_seen_at: at,
      expires_at: new Date(at.getTime() + 3_600_000),
      program: 'epacs',
      host: 'stanice',
    })
    .execute()
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
  const mailbox = await network.visitor().call('GET', '/api/mailbox', { headers })
  assert.equal(mailbox.status, 200)
  for (const route of routes.get('portal') ?? []) {
    const rights = RIGHTS[named(route)]
    const isOfOffice = rights?.visitor === 401 && rights.uninvolved === 403
    if (!isOfOffice && !NOT_FOR_PROGRAMS.has(named(route))) continue
    const [method = '', path = ''] = route.split(' ')
    const url = path.replace(':language', 'cs').replace(/:\w+/, caslav.id)
    const { status } = await network.visitor().call(method, url, { headers })
    assert.equal(status, 403, `${route} for a program`)
  }
})
