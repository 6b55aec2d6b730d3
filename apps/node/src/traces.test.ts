/** One message from a PACS to another, as a collector of traces sees it: one trace, over both nodes and the centre. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { run } from '../../../packages/dicom/src/network/testing/programs.ts'
import { OtlpReceiver, type ReceivedSpan } from '../../../packages/tracing/src/testing/otlp-receiver.ts'
import { ctSlice } from '../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../centre/src/testing/network.ts'
import { lookForPatients } from '../../centre/src/testing/planted-patients.ts'
import { until } from '../../centre/src/testing/until.ts'
import { Hospital } from './testing/hospital.ts'
import { ScriptedPacs } from './testing/scripted-pacs.ts'

const IMAGES = 30

let receiver: OtlpReceiver
let bytes = 0
let network: TestNetwork
let sending: Hospital
let receiving: Hospital
let pacs: ScriptedPacs
before(async () => {
  receiver = await OtlpReceiver.start((body) => {
    bytes += body.length
    lookForPatients(body, 'a trace')
  })
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = receiver.endpoint
  network = await TestNetwork.start()
  const port = await freePort()
  pacs = new ScriptedPacs(port)
  sending = await Hospital.enrol(network, 'caslav', { dicom: { aliases: { POLIKLINIKA: 'HORNICKA' } } })
  receiving = await Hospital.enrol(network, 'hornicka', {
    pacs: { host: '127.0.0.1', port, aeTitle: 'PACS' },
  })
  await Promise.all([pacs.start(), sending.startAndReach(), receiving.startAndReach()])
})
after(async () => {
  await Promise.all([sending?.kill(), receiving?.kill(), pacs?.stop()])
  // Fails when a patient was found in what was sent.
  await network?.remove()
  await receiver?.stop()
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT
})

/** By program and name, each once. */
const namesOf = (spans: readonly ReceivedSpan[]) =>
  [...new Set(spans.map(({ program, name }) => `${program}: ${name}`))].sort()

/** Where the parent of a span is not among them. */
const orphansOf = (spans: readonly ReceivedSpan[]) => {
  const ids = new Set(spans.map(({ spanId }) => spanId))
  return spans.filter(({ parentSpanId }) => parentSpanId !== undefined && !ids.has(parentSpanId))
}

test('a message from PACS to PACS is one trace over node, centre and node', async () => {
  const paths: string[] = []
  for (let instance = 1; instance <= IMAGES; instance++) {
    const path = join(network.folder, `${instance}.dcm`)
    await writeFile(path, ctSlice({ study: 901, instance, pixelBytes: 20_000 }))
    paths.push(path)
  }
  const caller = ['-aet', 'PACS', '-aec', 'POLIKLINIKA', '127.0.0.1', String(sending.dicomPort)]
  await run('storescu', [...caller, ...paths])
  await until('all is at the PACS', async () => pacs.taken.size === IMAGES)
  const sent = await network.as('sender').get('/api/messages?box=sent')
  const [{ id }] = sent.json.items

  const wanted = [
    'epacs-centre: POST /api/messages',
    'epacs-centre: check message',
    'epacs-centre: insert',
    'epacs-centre: job intake',
    'epacs-centre: message',
    'epacs-node: DICOM association',
    'epacs-node: POST centre',
    'epacs-node: receive',
    'epacs-node: send',
    'epacs-node: store to PACS',
  ]
  const traceOfMessage = () => {
    const whole = receiver.spans.find(
      ({ name, attributes }) => name === 'message' && attributes['epacs.message.id'] === id,
    )
    return receiver.spans.filter(({ traceId }) => traceId === whole?.traceId)
  }
  const missing = () => wanted.filter((name) => !namesOf(traceOfMessage()).includes(name))
  await until(
    'the whole trace is there',
    async () => missing().length === 0 && orphansOf(traceOfMessage()).length === 0,
    30_000,
  ).catch((error: unknown) => {
    const orphans = orphansOf(traceOfMessage()).map(({ program, name }) => `${program}: ${name}`)
    throw new Error(
      `missing: ${missing()}; without parent: ${orphans}; there: ${namesOf(traceOfMessage())}; all: ${namesOf(receiver.spans)}`,
      { cause: error },
    )
  })
  const trace = traceOfMessage()

  // Its only root is the message as a whole.
  assert.deepEqual(
    trace.filter(({ parentSpanId }) => parentSpanId === undefined).map(({ name }) => name),
    ['message'],
  )
  const associations = trace.filter(({ name }) => name === 'DICOM association')
  assert.deepEqual(
    associations.map(({ attributes }) => [
      attributes['epacs.dicom.instances'],
      attributes['epacs.dicom.refused'],
      attributes['epacs.dicom.end'],
    ]),
    [[String(IMAGES), '0', 'released']],
  )
  assert.ok(
    trace.some(({ name, attributes }) => name === 'check message' && attributes['epacs.message.id'] === id),
  )
  // Counts, and not a span for each image.
  assert.ok(trace.length < 400, `${trace.length} spans`)
  const queries = trace.flatMap(({ attributes }) => attributes['db.query.text'] ?? [])
  assert.ok(queries.length > 0)
  assert.ok(queries.every((query) => query.length <= 1000))
})

test('a person who sends by the API: what is done about the message is one trace, linked with the requests', async () => {
  const file = { name: 'Nováková Jana.dcm', bytes: ctSlice({ study: 902, instance: 1 }) }
  const { json } = await network.as('sender').send([INSTITUTIONS.hornicka.id], [file])
  const ofMessage = () => receiver.spans.filter(({ traceId }) => traceId === json.id.replaceAll('-', ''))
  await until(
    'its trace is there',
    async () => ['message', 'receive'].every((each) => ofMessage().some(({ name }) => name === each)),
    30_000,
  )
  const check = ofMessage().find(({ name }) => name === 'check message')
  assert.ok(check)
  const [job] = receiver.spans.filter(
    ({ name, traceId }) => name === 'job intake' && check.linked.includes(traceId),
  )
  assert.ok(job)
})

test('what people search for, and what they write, is in no trace', async () => {
  const sender = network.as('sender')
  const before = bytes
  await sender.get('/api/messages?q=Hledan%C3%A1%20Pacientka')
  await sender.get('/api/institutions?q=Hledan%C3%A1')
  const file = { name: 'a.dcm', bytes: ctSlice({ study: 903, instance: 1 }) }
  await sender.send([INSTITUTIONS.hornicka.id], [file], { subject: 'Tajný předmět', note: 'Tajná poznámka' })
  await until('traces of it came', async () => bytes > before + 1000, 30_000)
  const told = JSON.stringify(receiver.spans)
  assert.doesNotMatch(told, /Hledan|Tajn|Nov%C3%A1k|Nováková/)
  assert.doesNotMatch(told, /\?(q|status|box)=/)
})

test('whose trace a request is part of is believed of those who proved at the certificate entrance who they are', async () => {
  const [believed, foreign] = ['4bf92f3577b34da6a3ce929d0e0e4736', 'a3ce929d0e0e47364bf92f3577b34da6']
  const under = (traceId: string) => ({ traceparent: `00-${traceId}-00f067aa0ba902b7-01` })
  await network.visitor().get('/api/institutions', under(foreign))
  const list = `${network.config.certificateEntrance.publicUrl}/api/institutions`
  for (const nobody of [network.newBrowser(), await network.stranger('Nikdo')])
    assert.equal((await nobody.visit(list, { headers: under(foreign) })).status, 200)
  await network.as('sender').get('/api/institutions', under(believed))
  const isBelieved = ({ traceId }: ReceivedSpan) => traceId === believed
  await until('the last came', async () => receiver.spans.some(isBelieved), 30_000)
  assert.ok(receiver.spans.every(({ traceId }) => traceId !== foreign))
  // Its queries are parts of it.
  const [request, ...parts] = receiver.spans.filter(isBelieved).toReversed()
  assert.equal(request?.name, 'GET /api/institutions')
  assert.ok(parts.some(({ name, parentSpanId }) => name === 'select' && parentSpanId === request.spanId))
})
