import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TrailEvent } from '../trail.ts'
import { dicomAuditMessage } from './dicom-audit-message.ts'
import { standardEventOf } from './event-code.ts'
import { fhirAuditEvent } from './fhir-audit-event.ts'

const SCHEMA = fileURLToPath(new URL('../testing/audit-message.rng', import.meta.url))
const run = promisify(execFile)

const event = (changes: Partial<TrailEvent> = {}): TrailEvent => ({
  position: 42,
  at: '2026-01-02T03:04:05.000Z',
  personId: '01a21c00-0000-7000-8000-000000000001',
  personName: 'MUDr. "Jana" <Nová> & syn',
  institutionId: '01a21c00-0000-7000-8000-000000000002',
  institutionName: 'Čáslavská nemocnice',
  action: 'package.download',
  messageId: '01a21c00-0000-7000-8000-000000000003',
  details: { range: '0-99', studies: ['a', 'b'] },
  sha256: 'ab'.repeat(32),
  ...changes,
})

/** With xmllint. */
async function faultsOf(t: TestContext, texts: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-audit-'))
  t.after(async () => await rm(folder, { recursive: true }))
  const paths = texts.map((_, index) => join(folder, `${index}.xml`))
  await Promise.all(texts.map(async (text, index) => await writeFile(paths[index] ?? '', text)))
  return await run('xmllint', ['--noout', '--relaxng', SCHEMA, ...paths]).then(
    () => '',
    ({ stderr }) => stderr,
  )
}

test('each event is an audit message by the grammar of the standard, whoever did whatever', async (t) => {
  const nobody = { personId: null, personName: null, institutionId: null, institutionName: null }
  const messages = [
    event(),
    event({ action: 'message.create', personId: null, personName: null }),
    event({ ...nobody, messageId: null, action: 'session.refuse', details: { address: '10.0.0.7' } }),
    event({
      personName: 'a\u0000\u001b\ud800b\n',
      action: 'new.thing',
      details: { nested: { x: 1 }, none: null },
    }),
  ].map((each) => dicomAuditMessage(each, 'epacs.example'))
  assert.equal(await faultsOf(t, messages), '')
  assert.ok(messages.every((text) => !text.includes('\n')))
  const [download = ''] = messages
  assert.match(download, /<EventID csd-code="110106" codeSystemName="DCM" originalText="Export"\/>/)
  assert.match(download, /UserName="MUDr\. &quot;Jana&quot; &lt;Nová&gt; &amp; syn" UserIsRequestor="true"/)
  assert.ok(download.includes(`type="studies" value="${Buffer.from('["a","b"]').toString('base64')}"`))
  assert.notEqual(
    await faultsOf(t, [download.replace('EventOutcomeIndicator="0"', 'EventOutcomeIndicator="1"')]),
    '',
  )
})

test('the codes of what matters most, in DICOM and in FHIR alike', () => {
  const codes = {
    'session.begin': ['110114', '110122', 'E', 0],
    'session.refuse': ['110114', '110122', 'E', 4],
    'message.create': ['110107', undefined, 'C', 0],
    'message.forward': ['110102', undefined, 'E', 0],
    'message.deliver': ['110104', undefined, 'C', 0],
    'delivery.stored': ['110104', undefined, 'R', 0],
    'message.read': ['110103', undefined, 'R', 0],
    'message.delete-data': ['110105', undefined, 'D', 0],
    'package.download': ['110106', undefined, 'R', 0],
    'mailbox.list': ['110112', undefined, 'E', 0],
    'association.refuse': ['110113', '110126', 'E', 4],
    'audit.export': ['110101', undefined, 'R', 0],
    'authority.add': ['110113', '110129', 'E', 0],
  }
  for (const [name, expected] of Object.entries(codes)) {
    const { event: id, type, action, outcome } = standardEventOf(name)
    assert.deepEqual([id.code, type?.code, action, outcome], expected, name)
    const told = fhirAuditEvent(event({ action: name }), 'epacs.example')
    assert.deepEqual(
      [told.type.code, told.action, told.outcome],
      [expected[0], expected[2], String(expected[3])],
    )
    assert.equal(told.subtype.at(-1)?.code, name)
  }
})

test('FHIR: what an AuditEvent of R4 must have', () => {
  const told = fhirAuditEvent(event({ details: { address: '10.0.0.7' } }), 'epacs.example')
  assert.equal(told.resourceType, 'AuditEvent')
  assert.equal(told.recorded, '2026-01-02T03:04:05.000Z')
  assert.deepEqual(
    told.agent.map(({ who, requestor, ...rest }) => [who.display, requestor, rest]),
    [
      ['MUDr. "Jana" <Nová> & syn', true, { network: { address: '10.0.0.7', type: '2' } }],
      ['Čáslavská nemocnice', false, {}],
    ],
  )
  assert.equal(told.source.site, 'epacs.example')
  assert.equal(told.entity[0]?.what.identifier.value, '01a21c00-0000-7000-8000-000000000003')
})
