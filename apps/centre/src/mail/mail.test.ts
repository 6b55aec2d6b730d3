/** Mails between the centre and real SMTP servers, and in its folder. */
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { LANGUAGES } from '@epacs/exchange'
import { type Issued, issueServerCertificate, LOCAL_NAMES, makeAuthority } from '@epacs/pki'
import { simpleParser } from 'mailparser'
import { pino } from 'pino'
import { type Config, type ConfigFile, parseConfig } from '../config/index.ts'
import { graphileQueue, migrateQueue } from '../jobs/index.ts'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { freePort } from '../testing/free-port.ts'
import { about, MAIL_SAMPLES } from '../testing/mail-samples.ts'
import { type SmtpOptions, TestSmtp } from '../testing/smtp-server.ts'
import { openFolderTransport, sweepMailFolder } from './folder-transport.ts'
import { mailTrouble, queueMail, sendMail, sweepMail, tryAgain } from './queue.ts'
import { openSmtpTransport } from './smtp-transport.ts'
import type { MailTemplate } from './templates/index.ts'
import type { MailTransport } from './transport.ts'

const DAY_MS = 86_400_000
const SECRET = 'https://epacs.example/registration/1#a-secret-link'

let database: TestDatabase
let folder: string
let tls: Issued
let now: Date
let logged: string
const log = pino(
  { level: 'debug' },
  {
    write(line: string) {
      logged += line
    },
  },
)
const undo: (() => unknown)[] = []

before(async () => {
  database = await openTestDatabase()
  await migrateQueue(database.pool)
  folder = await mkdtemp(join(tmpdir(), 'epacs-mail-'))
  const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) }
  const ca = await makeAuthority({ commonName: 'Servers', organization: 'ePACS tests', ...validity })
  tls = await issueServerCertificate(ca, { ...LOCAL_NAMES, ...validity })
  setDefaultCACertificates([...getCACertificates('default'), ca.certificatePem])
})
beforeEach(() => {
  now = new Date()
  logged = ''
})
afterEach(async () => {
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step()
  await database.db.deleteFrom('mail').execute()
})
after(async () => {
  await database.remove()
  await rm(folder, { recursive: true, force: true })
})

function configWith(mail: ConfigFile['mail']): Config {
  return parseConfig(
    {
      dataFolder: folder,
      portal: { publicUrl: 'https://epacs.example', tls: { certFile: 'none', keyFile: 'none' } },
      certificateEntrance: { publicUrl: 'https://sign-in.epacs.example' },
      database: { url: 'postgres://localhost/none' },
      mail,
    },
    folder,
  )
}

async function smtpServer(options: Omit<SmtpOptions, 'port'> = {}) {
  const port = await freePort()
  const smtp = await TestSmtp.start({ port, ...options })
  undo.push(() => smtp.stop())
  return { smtp, port }
}

/** A centre that sends there. */
async function mailing(mail: NonNullable<ConfigFile['mail']>, opened?: MailTransport) {
  const config = configWith(mail)
  const { smtp } = config.mail
  const transport =
    opened ?? (smtp === null ? await openFolderTransport(config) : await openSmtpTransport(config, smtp))
  undo.push(() => transport.close())
  const context = { db: database.db, config, log, jobs: graphileQueue, clock: () => now }
  return {
    context,
    queue: async (to: string, institution = 'Nemocnice „U Řeky“ & syn <b>') =>
      await database.db.transaction().execute((trx) =>
        queueMail(context, trx, {
          template: 'registration-confirm',
          language: 'cs',
          to,
          contents: { institution, link: SECRET, hours: 72 },
        }),
      ),
    send: (id: string) => sendMail(context, transport, id),
  }
}

const row = async (id: string) =>
  await database.db.selectFrom('mail').where('id', '=', id).selectAll().executeTakeFirstOrThrow()

test('a mail arrives in both forms, in its language, from the sender that was configured', async () => {
  const { smtp, port } = await smtpServer({ tls })
  const { queue, send } = await mailing({
    smtp: { url: `smtp://localhost:${port}` },
    sender: 'ePACS <site@epacs.example>',
    replyTo: 'help@epacs.example',
  })
  const id = await queue('jana@example.cz')
  await send(id)
  const [arrived] = smtp.received
  assert.ok(arrived)
  const { mail, raw, wasEncrypted } = arrived
  assert.equal(wasEncrypted, 'tls')
  assert.equal(mail.subject, 'Potvrďte žádost o zapojení do sítě ePACS')
  assert.deepEqual(mail.from?.value, [{ address: 'site@epacs.example', name: 'ePACS' }])
  assert.equal(mail.replyTo?.text, 'help@epacs.example')
  assert.match(mail.text ?? '', /Nemocnice „U Řeky“ & syn <b>/)
  assert.match(String(mail.html), /Nemocnice „U Řeky“ &amp; syn &lt;b&gt;/)
  for (const form of [mail.text, mail.html]) assert.ok(String(form).includes(SECRET))
  assert.match(String(mail.html), /<html lang="cs">/)
  assert.equal(mail.messageId, `<${id}@epacs.example>`)
  assert.match(raw, /^Auto-Submitted: auto-generated/m)
  const { status, contents, attempts } = await row(id)
  assert.deepEqual({ status, contents, attempts }, { status: 'sent', contents: {}, attempts: 1 })
})

test('every mail reaches its reader in every language, through a real server', async () => {
  const { smtp, port } = await smtpServer({ tls })
  const { context, send } = await mailing({ smtp: { url: `smtp://localhost:${port}` } })
  for (const template of Object.keys(MAIL_SAMPLES) as MailTemplate[]) {
    const texts = new Set<string | undefined>()
    for (const language of LANGUAGES) {
      const contents = MAIL_SAMPLES[template]
      await send(await queueMail(context, database.db, { template, language, to: 'a@example.cz', contents }))
      const mail = smtp.received.at(-1)?.mail
      assert.match(String(mail?.html), new RegExp(`<html lang="${language}">`))
      for (const form of [mail?.text, mail?.html]) assert.ok(String(form).includes(about.link), template)
      texts.add(mail?.text)
    }
    assert.equal(texts.size, LANGUAGES.length, template)
  }
})

test('a mail exists when its transaction commits, and only then', async () => {
  const { context } = await mailing({})
  await assert.rejects(
    database.db.transaction().execute(async (trx) => {
      const contents = { institution: 'Nemocnice', invitedBy: 'Jana', link: SECRET, days: 14 }
      await queueMail(context, trx, { template: 'invitation', language: 'en', to: 'a@example.cz', contents })
      throw new Error('the rest failed')
    }),
  )
  assert.equal((await database.db.selectFrom('mail').select('id').execute()).length, 0)
})

test('words of a person make no header and no second recipient', async () => {
  const { smtp, port } = await smtpServer()
  const { context, send } = await mailing({ smtp: { url: `smtp://localhost:${port}`, startTls: 'never' } })
  const contents = {
    institution: 'A\r\nBcc: eve@example.cz\r\n\r\nB',
    invitedBy: 'J',
    link: SECRET,
    days: 14,
  }
  const mail = { template: 'invitation', language: 'en', to: 'a@example.cz', contents } as const
  await send(await queueMail(context, database.db, mail))
  const [arrived] = smtp.received
  assert.equal(arrived?.mail.subject, 'Invitation to ePACS: A Bcc: eve@example.cz B')
  const [headers = ''] = arrived?.raw.split('\r\n\r\n') ?? []
  assert.match(headers, /^Subject:/im)
  assert.doesNotMatch(headers, /^Bcc:/im)
})

test('an address that the server refuses is not tried again, and the log does not tell it', async () => {
  const { smtp, port } = await smtpServer()
  smtp.answer = () => 550
  const { queue, send } = await mailing({ smtp: { url: `smtp://localhost:${port}`, startTls: 'never' } })
  const id = await queue('nobody@example.cz')
  await send(id)
  assert.deepEqual([(await row(id)).status, (await row(id)).problem], ['refused', 'smtp-550'])
  assert.match(logged, /smtp-550/)
  assert.doesNotMatch(logged, /nobody@|secret-link|Nemocnice/)
  // The operator has put it right with the other side.
  smtp.answer = () => 250
  assert.equal(await tryAgain((await mailing({})).context, id), true)
  await send(id)
  assert.equal((await row(id)).status, 'sent')
})

test('a server that is busy gets the mail later; after four days it is given up', async () => {
  const { smtp, port } = await smtpServer()
  smtp.answer = () => 451
  const { queue, send } = await mailing({ smtp: { url: `smtp://localhost:${port}`, startTls: 'never' } })
  const id = await queue('jana@example.cz')
  await assert.rejects(send(id), { name: 'MailProblem', message: 'smtp-451' })
  assert.equal((await row(id)).status, 'waiting')
  smtp.answer = () => 250
  await send(id)
  assert.equal((await row(id)).status, 'sent')
  await send(id)
  assert.equal(smtp.received.length, 1, 'sent once')

  smtp.answer = () => 451
  const late = await queue('jana@example.cz')
  now = new Date(now.getTime() + 5 * DAY_MS)
  await send(late)
  assert.equal((await row(late)).status, 'given-up')
})

test('no server: tried again, and not by every mail that waits', async () => {
  const port = await freePort()
  const { queue, send } = await mailing({ smtp: { url: `smtp://localhost:${port}`, startTls: 'never' } })
  const [first, second] = [await queue('a@example.cz'), await queue('b@example.cz')]
  await assert.rejects(send(first), { message: 'unreachable' })
  // It would take the mail now, but nobody asks it for half a minute.
  const smtp = await TestSmtp.start({ port })
  undo.push(() => smtp.stop())
  await assert.rejects(send(second), { message: 'unreachable' })
  assert.equal(smtp.received.length, 0)
  assert.equal((await row(second)).attempts, 1)
})

test('a server without encryption gets nothing unless that is allowed', async () => {
  const { smtp, port } = await smtpServer({ disabledCommands: ['STARTTLS'] })
  const strict = await mailing({ smtp: { url: `smtp://localhost:${port}` } })
  const id = await strict.queue('jana@example.cz')
  await assert.rejects(strict.send(id), { message: 'tls' })
  assert.equal(smtp.received.length, 0)
  const loose = await mailing({ smtp: { url: `smtp://localhost:${port}`, startTls: 'if-offered' } })
  await loose.send(id)
  assert.deepEqual(
    smtp.received.map(({ wasEncrypted }) => wasEncrypted),
    ['plain'],
  )
})

test('a server with a certificate that nobody vouches for gets nothing', async () => {
  const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) }
  const stranger = await makeAuthority({ commonName: 'Stranger', organization: 'None', ...validity })
  const { smtp, port } = await smtpServer({
    tls: await issueServerCertificate(stranger, { ...LOCAL_NAMES, ...validity }),
    implicitTls: 'smtps',
  })
  const { queue, send } = await mailing({ smtp: { url: `smtps://localhost:${port}` } })
  await assert.rejects(send(await queue('jana@example.cz')), { message: 'tls' })
  assert.equal(smtp.received.length, 0)
})

test('the password comes from a file; a wrong one delays the mail and loses nothing', async () => {
  const { smtp, port } = await smtpServer({ tls, implicitTls: 'smtps', user: 'epacs', password: 'right' })
  const passwordFile = join(folder, 'password')
  const mail = { smtp: { url: `smtps://localhost:${port}`, user: 'epacs', passwordFile } }
  await writeFile(passwordFile, 'wrong\n')
  const before = await mailing(mail)
  const id = await before.queue('jana@example.cz')
  await assert.rejects(before.send(id), { message: 'sign-in' })
  await writeFile(passwordFile, 'right\n')
  await (await mailing(mail)).send(id)
  assert.equal(smtp.received.length, 1)
})

test('without a server each mail is a file that mail programs open', async () => {
  const { queue, send } = await mailing({})
  const id = await queue('jana@example.cz')
  await send(id)
  const files = await readdir(join(folder, 'mail'))
  assert.deepEqual(files, [`${id}.eml`])
  const mail = await simpleParser(await readFile(join(folder, 'mail', `${id}.eml`)))
  assert.equal(mail.from?.text, '"ePACS" <epacs@epacs.example>')
  assert.ok([mail.to].flat().some((to) => to?.text === 'jana@example.cz'))
  assert.ok(mail.text?.includes(SECRET))
})

test('records of mails that ended long ago are removed, those that wait stay', async () => {
  const { context, queue, send } = await mailing({ keepDays: 10 })
  const sent = await queue('jana@example.cz')
  await send(sent)
  const waiting = await queue('eva@example.cz')
  now = new Date(now.getTime() + 11 * DAY_MS)
  await sweepMail(context)
  const left = await database.db.selectFrom('mail').select('id').execute()
  assert.deepEqual(left, [{ id: waiting }])
})

test('a mail in the folder that nobody took away goes when its record does, newer ones stay', async () => {
  const { context } = await mailing({ keepDays: 10 })
  const place = join(folder, 'mail')
  await rm(place, { recursive: true, force: true })
  await mkdir(place)
  for (const [name, days] of [
    ['old.eml', 11],
    ['new.eml', 9],
    ['old.txt', 11],
    ['killed.eml.new', 2],
    ['killed.eml.part', 2],
    ['written-now.eml.new', 0],
  ] as const) {
    await writeFile(join(place, name), 'a mail')
    const at = new Date(now.getTime() - days * DAY_MS)
    await utimes(join(place, name), at, at)
  }
  await sweepMailFolder(context.config, now)
  assert.deepEqual((await readdir(place)).toSorted(), ['new.eml', 'old.txt', 'written-now.eml.new'])
})

test('mails to a folder that cannot be written wait, and it is said why and since when, until they leave', async () => {
  const { context, queue, send } = await mailing({})
  const place = join(folder, 'mail')
  await rm(place, { recursive: true, force: true })
  await writeFile(place, 'a file stands in the way')
  const since = now
  const first = await queue('jana@example.cz')
  assert.equal(await mailTrouble(database.db), null)
  await assert.rejects(send(first), { message: 'folder-not-writable' })
  now = new Date(now.getTime() + 60_000)
  const second = await queue('eva@example.cz')
  await assert.rejects(send(second), { message: 'folder-not-writable' })
  const { status, attempts, problem } = await row(first)
  assert.deepEqual([status, attempts, problem], ['waiting', 1, 'folder-not-writable'])
  assert.deepEqual(await mailTrouble(database.db), { problem: 'folder-not-writable', since, waiting: 2 })
  assert.match(logged, /"problem":"folder-not-writable","attempts":1,"since":"/)
  assert.doesNotMatch(logged, /example\.cz|a-secret-link/)
  await rm(place)
  now = new Date(now.getTime() + 60_000)
  await sendMail(context, openFolderTransport(context.config), second)
  // The other one waits for its next attempt; but mails leave.
  assert.equal(await mailTrouble(database.db), null)
  await send(first)
  assert.deepEqual((await readdir(place)).toSorted(), [`${first}.eml`, `${second}.eml`].toSorted())
})

test('a server that is down is trouble for all; one that will not take a mail yet is not', async () => {
  const { smtp, port } = await smtpServer({ tls })
  const { queue, send } = await mailing({ smtp: { url: `smtp://localhost:${port}` } })
  await smtp.stop()
  await assert.rejects(send(await queue('jana@example.cz')), { message: 'unreachable' })
  assert.deepEqual(await mailTrouble(database.db), { problem: 'unreachable', since: now, waiting: 1 })
  await database.db.updateTable('mail').set({ problem: 'smtp-451' }).execute()
  assert.equal(await mailTrouble(database.db), null)
})

test('what goes wrong unforeseen is an attempt, too, and the log quotes nobody', async () => {
  const { queue, send } = await mailing(
    {},
    {
      send: async () => {
        throw new Error('jana@example.cz\njana@example.cz is nowhere')
      },
      close: () => undefined,
    },
  )
  const id = await queue('jana@example.cz')
  await assert.rejects(send(id), { message: 'failed' })
  assert.deepEqual([(await row(id)).attempts, (await row(id)).problem], [1, 'failed'])
  assert.match(logged, /not foreseen/)
  assert.doesNotMatch(logged, /example\.cz/)
})
