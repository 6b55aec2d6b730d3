import assert from 'node:assert/strict'
import { registerHooks } from 'node:module'
import { afterEach, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { beginPart, currentTraceparent, failureOf, inside, notePart, openTracing, within } from './index.ts'
import { OtlpReceiver } from './testing/otlp-receiver.ts'

const loaded: string[] = []
registerHooks({
  load(url, context, next) {
    if (/opentelemetry|open-telemetry/.test(url)) loaded.push(url)
    return next(url, context)
  },
})

const KEY = '01940000-0000-7000-8000-0000000000aa'

const warnings: string[] = []
const open = async () =>
  await openTracing({ name: 'tested', version: '1', warn: (words) => void warnings.push(words) })

afterEach(() => {
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT
  delete process.env.OTEL_TRACES_SAMPLER_ARG
  delete process.env.OTEL_SDK_DISABLED
})

test('without an endpoint nothing of OpenTelemetry is loaded, and all of it does nothing', async () => {
  const tracing = await open()
  const result = await within(tracing.begin('work'), async () => {
    notePart('part', 1, {})
    beginPart('other').end()
    return currentTraceparent()
  })
  assert.equal(result, undefined)
  assert.equal(tracing.ofMessage([KEY]), undefined)
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:9'
  process.env.OTEL_SDK_DISABLED = 'true'
  assert.equal((await open()).isOn, false)
  assert.deepEqual(loaded, [])
})

test('spans go to the endpoint with their parents, links, counts, and the kind of what failed', async (t) => {
  const receiver = await OtlpReceiver.start()
  t.after(() => receiver.stop())
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = receiver.endpoint
  const tracing = await open()
  assert.notEqual(loaded.length, 0)
  const outer = tracing.begin('outer', { kind: 'server', links: [undefined, tracing.ofMessage([null, KEY])] })
  await assert.rejects(
    within(outer, async () => {
      notePart('select', 0.25, { attributes: { 'db.system.name': 'postgresql' } })
      await delay(5)
      const inner = beginPart('inner', { attributes: { 'epacs.dicom.instances': 3 } })
      inside(inner, () => assert.equal(currentTraceparent(), inner.traceparent))
      inner.end()
      throw Object.assign(new Error('Nováková^Jana is not there'), { code: 'ENOENT' })
    }),
  )
  tracing.begin('elsewhere', { under: tracing.ofMessage([KEY, null]) }).end()
  tracing.endMessage([KEY], new Date(Date.now() - 1000), { 'epacs.message.id': KEY })
  await tracing.close()

  const named = (name: string) => {
    const span = receiver.spans.find((each) => each.name === name)
    assert.ok(span, name)
    return span
  }
  const outerSpan = named('outer')
  assert.equal(outerSpan.attributes['error.type'], 'ENOENT')
  assert.ok(outerSpan.isFailed)
  assert.deepEqual(outerSpan.linked, [KEY.replaceAll('-', '')])
  for (const name of ['select', 'inner']) assert.equal(named(name).parentSpanId, outerSpan.spanId, name)
  // Its end is a moment later, on a busy machine.
  const { milliseconds } = named('select')
  assert.ok(milliseconds >= 249 && milliseconds < 1250, `${milliseconds} ms`)
  assert.equal(named('inner').attributes['epacs.dicom.instances'], '3')
  // Whoever knows the message's key is in its trace, below the message as a whole.
  const whole = named('message')
  assert.equal(whole.traceId, KEY.replaceAll('-', ''))
  assert.equal(whole.parentSpanId, undefined)
  assert.equal(named('elsewhere').parentSpanId, whole.spanId)
  assert.equal(named('elsewhere').traceId, whole.traceId)
  assert.doesNotMatch(JSON.stringify(receiver.spans), /Nov/)
})

test('of messages that the sampler leaves out nothing is sent, by nobody', async (t) => {
  const receiver = await OtlpReceiver.start()
  t.after(() => receiver.stop())
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = receiver.endpoint
  process.env.OTEL_TRACES_SAMPLER_ARG = '0'
  const tracing = await open()
  await within(tracing.begin('send', { under: tracing.ofMessage([KEY]) }), async () =>
    beginPart('part').end(),
  )
  tracing.endMessage([KEY], new Date(), {})
  await tracing.close()
  assert.deepEqual(receiver.spans, [])
})

test('a collector that is away is told of, and in nobody’s way', async () => {
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:9'
  const tracing = await open()
  tracing.begin('work').end()
  const startedMs = performance.now()
  await tracing.close()
  assert.ok(performance.now() - startedMs < 5000)
  // It is tried again for a while first.
  for (let waited = 0; warnings.length === 0 && waited < 600; waited++) await delay(50)
  assert.match(warnings.join('\n'), /^traces: /)
})

test('of a failure its kind is told, never its words', () => {
  assert.equal(failureOf(Object.assign(new Error('Nováková'), { code: '23505' })), '23505')
  assert.equal(failureOf(new RangeError('Nováková')), 'RangeError')
  assert.equal(failureOf(Object.assign(new Error('x'), { name: 'Jana Nováková' })), 'failed')
  assert.equal(failureOf('Nováková'), 'failed')
})
