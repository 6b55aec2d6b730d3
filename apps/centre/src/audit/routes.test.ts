import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { keyInPem, newKeyPem, readExtract, readKeySet, signAnchor } from '@epacs/proof'
import { sql } from 'kysely'
import { trustAlso } from '../identity/trust.ts'
import { publishedKeys } from '../signing/index.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, PEOPLE, TestNetwork } from '../testing/network.ts'
import { anchorTrail } from './anchor.ts'
import { forwardTrail } from './repository/forward.ts'
import { startRsyslog } from './testing/rsyslog.ts'
import { verifyAnchors } from './verify-anchors.ts'

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
  await network.centre.db
    .updateTable('person')
    .set({ roles: ['auditor'] })
    .where('id', '=', PEOPLE.uninvolved.id)
    .execute()
})
after(() => network.remove())

test('an auditor reads the trail and leaves a trace; nobody else reads it, and the auditor runs nothing', async () => {
  await network.as('sender').get('/api/messages')
  const auditor = network.as('uninvolved')
  const path = `/api/audit?action=mailbox.&institution=${INSTITUTIONS.caslav.id}`
  const { json } = await auditor.get(path)
  assert.deepEqual(
    [json.total, json.items[0].action, json.items[0].personId, json.items[0].personName],
    [1, 'mailbox.list', PEOPLE.sender.id, PEOPLE.sender.name],
  )
  assert.equal(json.items[0].institutionName, INSTITUTIONS.caslav.name)
  assert.match(json.items[0].sha256, /^[0-9a-f]{64}$/)
  const { items } = (await auditor.get('/api/audit?pageSize=1')).json
  assert.deepEqual([items[0].action, items[0].personId], ['audit.read', PEOPLE.uninvolved.id])
  assert.equal((await network.as('operator').get(path)).json.code, 'not-an-auditor')
  assert.equal((await network.visitor().get(path)).status, 401)
  assert.equal((await auditor.get('/api/registrations')).json.code, 'not-an-operator')
})

test('an auditor finds events by who, what and message, whatever the case and the diacritics', async () => {
  const { audit, db } = network.centre
  const message = 'c0ffee00-0000-4000-8000-000000000001'
  const at = new Date('2026-01-01T00:00:00.000Z')
  await db
    .updateTable('person')
    .set({ name: 'MUDr. Žofie Háčková' })
    .where('id', '=', PEOPLE.receiver.id)
    .execute()
  for (const [action, personId, messageId] of [
    ['gateway.change', PEOPLE.receiver.id, undefined],
    ['gateway.withdraw', PEOPLE.sender.id, message],
    ['gateway.add', PEOPLE.sender.id, undefined],
  ] as const) {
    await audit.record(db, {
      at,
      actor: { personId, institution: null },
      action,
      ...(messageId ? { messageId } : {}),
    })
  }
  const auditor = network.as('uninvolved')
  const found = async (search: string) => {
    const { json } = await auditor.get(`/api/audit?action=gateway.&${search}`)
    assert.equal(json.total, json.items.length)
    return json.items.map(({ action }: { action: string }) => action)
  }
  assert.deepEqual(await found('q=hackova+ZOFIE'), ['gateway.change'])
  assert.deepEqual(await found('q=hackova+nikdo'), [])
  assert.deepEqual(await found(`q=${message.toUpperCase()}`), ['gateway.withdraw'])
  assert.deepEqual(await found(`q=${PEOPLE.receiver.id}`), ['gateway.change'])
  assert.deepEqual(await found('q=hackova&actions=gateway.add,other'), ['gateway.add', 'gateway.change'])
  const { body } = await auditor.get('/api/audit/export?action=gateway.&q=hackova')
  assert.equal(body.toString('utf8').trimEnd().split('\r\n').length, 2)
})

test("a data subject's extract: one person's messages, to whom they went and who took them, signed; a representative's own alone", async () => {
  const { db } = network.centre
  const [sender, receiver, auditor] = [network.as('sender'), network.as('receiver'), network.as('uninvolved')]
  await db
    .updateTable('membership')
    .set({ role: 'representative' })
    .where('person_id', '=', PEOPLE.receiver.id)
    .execute()
  const patient = { patientName: 'Bílá^<b>Hana</b>', patientId: '736028/5152' }
  const sent = async (to: string, files: Parameters<typeof ctSlice>[0][]) => {
    const parts = files.map((file, index) => ({ name: `IM${index}`, bytes: ctSlice(file) }))
    const { json } = await sender.send([to], parts, { subject: 'Kontrola' })
    await sender.until(json.id, 'delivered')
    return json.id as string
  }
  const alone = await sent(INSTITUTIONS.hornicka.id, [{ study: 71, instance: 1, ...patient }])
  const both = await sent(INSTITUTIONS.hornicka.id, [
    { study: 72, instance: 1, ...patient },
    { study: 73, instance: 1, patientName: 'Cizí^Petr', patientId: 'X-9' },
  ])
  await sent(INSTITUTIONS.hornicka.id, [
    { study: 74, instance: 1, patientName: 'Cizí^Petr', patientId: 'X-9' },
  ])
  assert.equal((await receiver.get(`/api/messages/${alone}/package`)).status, 200)
  for (const what of ['manifest', 'receipts', 'receipts'])
    assert.equal((await receiver.get(`/api/messages/${alone}/${what}`)).status, 200)
  assert.equal((await receiver.call('DELETE', `/api/messages/${alone}/data`)).status, 204)

  const ask = async (client: typeof auditor, json: object) =>
    await client.call('POST', '/api/data-subject-extracts', { json })
  const folder = await mkdtemp(join(network.folder, 'extract-'))
  const unzipped = async (body: Buffer, name: string) => {
    await writeFile(join(folder, 'extract.zip'), body)
    return execFileSync('unzip', ['-p', join(folder, 'extract.zip'), name])
  }
  const { status, headers, body } = await ask(auditor, { id: '7360285152' })
  assert.deepEqual(
    [status, headers['content-type'], headers['cache-control']],
    [200, 'application/zip', 'no-store'],
  )
  const json = await unzipped(body, 'extract.json')
  const document = await unzipped(body, 'extract.html')
  const extract = JSON.parse(json.toString('utf8'))
  assert.deepEqual(
    extract.messages.map(({ id, subject }: { id: string; subject: string }) => [id, subject]),
    [
      [alone, 'Kontrola'],
      [both, null],
    ],
  )
  const [first, second] = extract.messages
  assert.equal(first.sender.name, INSTITUTIONS.caslav.name)
  assert.deepEqual(
    first.recipients.map(({ name, status }: Record<string, string>) => [name, status]),
    [[INSTITUTIONS.hornicka.name, 'deleted']],
  )
  const happened = first.events.map(({ what }: { what: string }) => what)
  for (const what of ['created', 'delivered', 'downloaded', 'deleted'])
    assert.ok(happened.includes(what), what)
  assert.ok(
    first.accesses.some(
      (each: { action: string; institution: { id: string } }) =>
        each.action === 'package.download' && each.institution.id === INSTITUTIONS.hornicka.id,
    ),
  )
  const times = (what: string) =>
    first.accesses
      .filter(({ action }: { action: string }) => action === what)
      .reduce((sum: number, { count }: { count: number }) => sum + count, 0)
  assert.deepEqual([times('message.manifest'), times('message.receipts')], [1, 2])
  assert.equal(second.studies.length, 1)
  assert.doesNotMatch(json.toString('utf8'), /Cizí|X-9/)
  assert.doesNotMatch(document.toString('utf8'), /Cizí|X-9|<b>/)
  assert.match(document.toString('utf8'), /&lt;b&gt;Hana/)
  const jws = (await unzipped(body, 'extract.jws')).toString('utf8').trim()
  const keys = readKeySet(JSON.stringify({ keys: await publishedKeys(db) }))
  const digest = (content: Buffer) => createHash('sha256').update(content).digest('hex')
  assert.deepEqual((await readExtract(jws, keys)).files, {
    'extract.json': digest(json),
    'extract.html': digest(document),
  })

  const unnamed = await ask(auditor, { id: 'X-9' })
  assert.deepEqual([unnamed.status, unnamed.json.code], [422, 'name-needed'])
  const named = await ask(auditor, { id: 'X-9', name: 'petr cizi' })
  assert.equal(JSON.parse(String(await unzipped(named.body, 'extract.json'))).messages.length, 2)
  const found = async (wish: { id: string; name?: string }) =>
    JSON.parse(String(await unzipped((await ask(auditor, wish)).body, 'extract.json'))).messages.length
  for (const name of ['Pavel Cizí', 'Petr Ciz', 'X 9'])
    assert.equal(await found({ id: 'X-9', name }), 0, name)
  assert.equal(await found({ id: 'x-9', name: 'Cizí, Petr' }), 2)
  for (const name of ['Bílá, Hana', 'Bílá^Hana', 'bila hana'])
    assert.equal(await found({ id: '7360285152', name }), 2, name)
  // Of a hospital, be it a date with three digits or divisible by thirteen.
  for (const wish of [{ id: 'X-9', name: 'x' }, { id: '736028515' }, { id: '1000000014' }]) {
    const { status, json } = await ask(auditor, wish)
    assert.deepEqual([status, json.code], [422, 'name-needed'], wish.id)
  }
  const others = db.updateTable('study').where('patient_id', '=', 'X-9')
  await others.where('message_id', '=', both).set({ patient_birth_date: '19610301' }).execute()
  const several = await ask(auditor, { id: 'X-9', name: 'Cizí Petr' })
  assert.deepEqual([several.status, several.json.code], [422, 'several-people'])

  assert.equal((await ask(sender, { id: '7360285152' })).status, 403)
  assert.equal((await ask(network.as('operator'), { id: '7360285152' })).status, 403)
  await db.deleteFrom('delivery').where('message_id', '=', both).execute()
  const own = JSON.parse(
    String(await unzipped((await ask(receiver, { id: '736028/5152' })).body, 'extract.json')),
  )
  assert.deepEqual(own.institution.id, INSTITUTIONS.hornicka.id)
  assert.deepEqual(
    own.messages.map(({ id }: { id: string }) => id),
    [alone],
  )
  const { details } = await db
    .selectFrom('audit_event')
    .where('action', '=', 'data-subject.extract')
    .select('details')
    .orderBy('position')
    .executeTakeFirstOrThrow()
  assert.deepEqual(details, { scope: 'network', messages: 2, requests: 0 })

  const { id: auditing } = PEOPLE.colleague
  const membership = db.updateTable('membership').where('person_id', '=', auditing)
  await membership.set({ role: 'representative' }).execute()
  const person = db.updateTable('person').where('id', '=', auditing)
  await person.set({ roles: ['auditor'] }).execute()
  for (const [headers, scope] of [
    [{ 'x-epacs-institution': INSTITUTIONS.caslav.id }, INSTITUTIONS.caslav.id],
    [{}, 'network'],
  ] as const) {
    const json = { id: '7360285152' }
    const { body } = await network
      .as('colleague')
      .call('POST', '/api/data-subject-extracts', { json, headers })
    const made = JSON.parse(String(await unzipped(body, 'extract.json')))
    assert.equal(made.institution?.id ?? 'network', scope)
    const last = await db
      .selectFrom('audit_event')
      .where('action', '=', 'data-subject.extract')
      .select('details')
      .orderBy('position', 'desc')
      .executeTakeFirstOrThrow()
    assert.deepEqual(last.details, { scope, messages: 2, requests: 0 })
  }
})

test('an auditor takes the trail away as CSV that a spreadsheet reads, however long it is', async () => {
  const auditor = network.as('uninvolved')
  const { audit, db } = network.centre
  const actor = { personId: PEOPLE.receiver.id, institution: null }
  const at = new Date('2026-01-02T03:04:05.000Z')
  await Promise.all(
    Array.from({ length: 2345 }, async (_, number) => {
      await audit.record(db, {
        at,
        actor,
        action: 'commitment.decide',
        details: { number, words: 'a "b", c' },
      })
    }),
  )
  await db.updateTable('person').set({ name: '=1+1' }).where('id', '=', PEOPLE.receiver.id).execute()
  const { status, headers, body } = await auditor.get('/api/audit/export?action=commitment.')
  assert.equal(status, 200)
  assert.equal(headers['content-type'], 'text/csv; charset=utf-8')
  assert.match(String(headers['content-disposition']), /^attachment; filename="epacs-audit-[\d-]+\.csv"$/)
  const [head, ...lines] = body.toString('utf8').split('\r\n')
  assert.match(head ?? '', /^\uFEFFposition,at,action,/)
  assert.equal(lines.pop(), '')
  assert.equal(lines.length, 2345)
  const numbers = lines.map((line) => Number(/""number"":(\d+)/.exec(line)?.[1])).toSorted((a, b) => a - b)
  assert.deepEqual(
    numbers,
    Array.from({ length: 2345 }, (_, number) => number),
  )
  assert.match(
    lines[0] ?? '',
    /^\d+,2026-01-02T03:04:05\.000Z,commitment\.decide,[\da-f-]{36},'=1\+1,,,,"\{.*""a \\""b\\"", c"".*\}",[\da-f]{64}$/,
  )
  const { items } = (await auditor.get('/api/audit?pageSize=1')).json
  assert.deepEqual([items[0].action, items[0].details], ['audit.export', { action: 'commitment.' }])
  assert.equal(
    (await auditor.get('/api/audit/export?action=commitment.&from=2027-01-01T00:00:00Z')).body
      .toString()
      .split('\r\n').length,
    2,
  )
  assert.equal((await network.as('operator').get('/api/audit/export')).json.code, 'not-an-auditor')
})

test('an auditor takes the trail away as DICOM Audit Messages and for FHIR', async () => {
  const auditor = network.as('uninvolved')
  const path = '/api/audit/export?action=mailbox.&format='
  const dicom = await auditor.get(`${path}dicom`)
  assert.equal(dicom.headers['content-type'], 'text/plain; charset=utf-8')
  assert.match(
    String(dicom.headers['content-disposition']),
    /filename="epacs-audit-[\d-]+\.dicom-audit\.txt"$/,
  )
  assert.match(dicom.body.toString(), /^<\?xml .*<AuditMessage>.*csd-code="110112".*<\/AuditMessage>\n$/)
  const fhir = await auditor.get(`${path}fhir`)
  assert.equal(fhir.headers['content-type'], 'application/fhir+ndjson')
  const { resourceType, type, agent } = JSON.parse(fhir.body.toString())
  assert.deepEqual(
    [resourceType, type.code, agent[0].who.display],
    ['AuditEvent', '110112', PEOPLE.sender.name],
  )
  assert.equal((await auditor.get(`${path}xml`)).status, 400)
})

test('the audit repository gets every event once, in order, and after a break from where it was', async (t) => {
  const { db, config, clock, log } = network.centre
  const file = (name: string) => join(network.folder, name)
  const server = { caFile: file('ca.pem'), certFile: file('server.pem'), keyFile: file('server-key.pem') }
  await trustAlso([server.caFile])
  const rsyslog = await startRsyslog(await mkdtemp(file('rsyslog-')), server)
  t.after(async () => await rsyslog.stop())
  const repository = {
    ...{ host: 'localhost', port: rsyslog.port },
    ...{ certFile: file('sender.pem'), keyFile: file('sender-key.pem') },
  }
  const { signal } = new AbortController()
  const forward = async (changes: object = {}) =>
    await forwardTrail({ db, config, clock, log }, { ...repository, ...changes }, signal)
  const positions = async () =>
    (await rsyslog.lines()).map((line) => {
      const [, base64 = ''] = /type="position" value="([^"]+)"/.exec(line) ?? []
      return Number(Buffer.from(base64, 'base64').toString())
    })
  const { total } = (await network.as('uninvolved').get('/api/audit?pageSize=1')).json
  await forward()
  const first = await positions()
  assert.ok(first.length >= total, `${first.length} of ${total}`)
  assert.deepEqual(
    first,
    Array.from({ length: first.length }, (_, index) => index + 1),
  )
  assert.match(
    (await rsyslog.lines())[0] ?? '',
    /^<85>1 \d{4}-\S+ \S+ ePACS \d+ DICOM\+RFC3881 - \ufeff<\?xml /,
  )

  await network.as('sender').get('/api/messages')
  await assert.rejects(forward({ certFile: null, keyFile: null, port: rsyslog.port }))
  await forward()
  const all = await positions()
  assert.ok(all.length > first.length)
  assert.deepEqual(new Set(all).size, all.length)
  assert.equal(all.at(-1), all.length)
})

test('a daily anchor in the trail, and one kept elsewhere, tell that it was cut off or made anew', async () => {
  const { db, signer } = network.centre
  await anchorTrail(network.centre)
  // Nothing has happened since.
  await anchorTrail(network.centre)
  const anchors = await db
    .selectFrom('audit_event')
    .selectAll()
    .where('action', '=', 'audit.anchor')
    .execute()
  assert.equal(anchors.length, 1)
  const [anchor] = anchors
  assert.ok(anchor)
  const kept = { of: 'kept', jws: String(anchor.details.anchor) }
  const keys = { keys: [...(await signer.published(db))] }
  const verified = async (jws = kept.jws) => await verifyAnchors(db, keys, [{ ...kept, jws }])
  assert.deepEqual(await verified(), { anchors: 2, faults: [] })
  const another = { ...(await keyInPem(newKeyPem())), keyId: signer.key().keyId }
  const end = { iss: 'https://epacs.example', iat: Math.floor(Date.now() / 1000), sha256: 'ab'.repeat(32) }
  for (const [key, position, problem] of [
    [another, 1, 'unsigned'],
    [await keyInPem(newKeyPem()), 1, 'unknown-key'],
    [signer.key(), 1, 'differs'],
    [signer.key(), 1_000_000, 'cut-off'],
  ] as const) {
    const { anchors: all, faults } = await verified(await signAnchor(key, { ...end, position }))
    assert.deepEqual([all, faults], [2, [{ of: 'kept', problem }]])
  }
})

test('auditors and operators check the chain, are told the first event that was tampered with, and leave a trace', async () => {
  const { db } = network.centre
  const auditor = network.as('uninvolved')
  const whole = (await auditor.get('/api/audit/chain')).json
  assert.deepEqual([whole.state, whole.broken, whole.position], ['whole', null, whole.total])
  const ends = await db
    .selectFrom('audit_event')
    .select(['position', 'at', 'sha256', 'action'])
    .where('position', 'in', [1, whole.position])
    .orderBy('position')
    .execute()
  assert.deepEqual(
    [whole.firstAt, whole.lastAt, whole.head],
    [ends[0]?.at.toISOString(), ends[1]?.at.toISOString(), ends[1]?.sha256.toString('hex')],
  )
  assert.equal(ends[1]?.action, 'audit.verify')

  const tampered = 7
  await sql`alter table audit_event disable trigger audit_event_append_only`.execute(db)
  const { at } = await db
    .updateTable('audit_event')
    .set({ action: 'message.read' })
    .where('position', '=', tampered)
    .returning('at')
    .executeTakeFirstOrThrow()
  await sql`alter table audit_event enable trigger audit_event_append_only`.execute(db)
  const { status, json } = await network.as('operator').get('/api/audit/chain')
  assert.equal(status, 200)
  assert.deepEqual(
    [json.state, json.position, json.broken],
    ['broken', tampered - 1, { position: tampered, at: at.toISOString(), reason: 'changed' }],
  )
  assert.equal((await network.as('sender').get('/api/audit/chain')).json.code, 'not-an-auditor')
  assert.equal((await auditor.get('/api/audit/chain?after=-1')).status, 400)
})
