/** What proves and keeps what was sent: `epacs verify` without a centre, `epacs fsck` and the scrub at one. */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import {
  copyFile,
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Maintenance, openForMaintenance, runBackup, runFsck, runRestore } from '@epacs/centre'
import { ctSlice } from '../../centre/src/testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../../centre/src/testing/network.ts'
import { until } from '../../centre/src/testing/until.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const { hornicka } = INSTITUTIONS

let network: TestNetwork
let folder: string
let messageId: string
let packagePath: string
let keysPath: string

before(async () => {
  network = await TestNetwork.start({ registration: { contactEmail: 'provoz@example.cz' } })
  folder = join(network.folder, 'downloads')
  await mkdir(folder)
  const sender = network.as('sender')
  const files = [1, 2, 3, 4].map((number) => ({
    name: `IM${number}`,
    bytes: ctSlice({ study: 1 + (number % 2), instance: number, pixelBytes: 5000 }),
  }))
  messageId = (await sender.send([hornicka.id], files)).json.id
  await sender.until(messageId, 'delivered')
  packagePath = await download('package.zip', `/api/messages/${messageId}/package`)
  await download('package.manifest', `/api/messages/${messageId}/manifest`)
  await download('receipts.json', `/api/messages/${messageId}/receipts`)
  keysPath = await download('jwks.json', '/.well-known/jwks.json')
})
after(async () => {
  await closeMaintenance()
  await network.remove()
})

async function download(name: string, path: string): Promise<string> {
  const { status, body } = await network.as('sender').get(path)
  assert.equal(status, 200, path)
  const file = join(folder, name)
  await writeFile(file, body)
  return file
}

async function epacs(...args: readonly string[]) {
  const env = { ...process.env }
  delete env.EPACS_CONFIG
  return await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

const verify = (path: string, ...more: readonly string[]) =>
  epacs('verify', path, '--keys', keysPath, '--manifest', join(folder, 'package.manifest'), ...more)

test('a package as it was signed, with its receipts', async () => {
  const receipts = join(folder, 'receipts.json')
  const { code, stdout, stderr } = await epacs(
    'verify',
    packagePath,
    '--keys',
    keysPath,
    '--receipt',
    receipts,
  )
  assert.equal(code, 0, stderr)
  assert.match(stdout, /receipt: delivered/)
  assert.match(stdout, /4 of 4 images and the package as https:\/\/localhost/)
})

test('a byte of an image changed: it is named', async () => {
  const bytes = await readFile(packagePath)
  const name = 'IMAGES/ST000001/SE000001/IM000002'
  const at = bytes.indexOf(name) + name.length + 3000
  bytes[at] = (bytes[at] ?? 0) ^ 0x10
  const changed = join(folder, 'changed.zip')
  await writeFile(changed, bytes)
  const { code, stdout } = await verify(changed, '--json')
  const { ok, isWhole, findings, instances } = JSON.parse(stdout)
  assert.deepEqual([code, ok, isWhole], [1, false, false])
  assert.deepEqual(findings, [{ file: name, problem: 'changed' }])
  assert.deepEqual(instances, { checked: 4, listed: 4 })
})

test('chosen studies are checked image by image', async () => {
  const { json } = await network.as('sender').get(`/api/messages/${messageId}`)
  const study = json.studies[0].studyInstanceUid
  const part = await download('part.zip', `/api/messages/${messageId}/package?study=${study}`)
  const { code, stdout, stderr } = await verify(part, '--studies')
  assert.equal(code, 0, stderr)
  assert.match(stdout, /2 of 4 images \(its images alone: DICOMDIR and the form of the ZIP are new\) as/)
})

test('of the form for media the images are checked, and what stands beside them is said to be unsigned', async () => {
  const media = await download('media.zip', `/api/messages/${messageId}/package?form=xdm`)
  const { code, stdout, stderr } = await verify(media)
  assert.equal(code, 0, stderr)
  assert.match(stdout, /not signed, and not checked: IHE_XDM\/SUBSET01\/DOC00001, .* and \d more/)
  assert.match(stdout, /4 of 4 images \(its images alone/)
})

test('the manifest of a message serves for its form for media, by the names that both are saved under', async () => {
  await download('package-xdm.zip', `/api/messages/${messageId}/package?form=xdm`)
  const { code, stdout, stderr } = await epacs('verify', join(folder, 'package-xdm.zip'), '--keys', keysPath)
  assert.equal(code, 0, stderr)
  assert.match(stdout, /4 of 4 images/)
})

test('what proves nothing is refused, apart from misuse', async () => {
  const receipt = join(folder, 'receipt.jws')
  const { items } = JSON.parse(await readFile(join(folder, 'receipts.json'), 'utf8'))
  const [head, payload, signature] = String(items[0].jws).split('.')
  const forged = Buffer.from(String(payload), 'base64url').toString().replace('delivered', 'deleted')
  await writeFile(receipt, [head, Buffer.from(forged).toString('base64url'), signature].join('.'))
  const refused = await verify(packagePath, '--receipt', receipt)
  assert.equal(refused.code, 1)
  assert.match(refused.stderr, /receipt\.jws: the signature does not fit/)
  const misused = await epacs('verify', packagePath, '--keys', 'http://localhost/keys')
  assert.equal(misused.code, 2)
  assert.match(misused.stderr, /https alone/)
})

/** Where the message's package lies. */
async function stored(kind: 'zip' | 'index'): Promise<string> {
  const { package_sha256 } = await network.centre.db
    .selectFrom('message')
    .where('id', '=', messageId)
    .select('package_sha256')
    .executeTakeFirstOrThrow()
  const name = `${messageId}.${package_sha256?.toString('hex')}.${kind}`
  const data = String(network.config.dataFolder)
  return join(data, 'packages', messageId.slice(-4, -2), messageId.slice(-2), name)
}

const opened = new Map<string, Maintenance>()

/** As the commands do it, in this process: starting one takes seconds, and so does finding the database in use. */
async function maintenance(configPath: string): Promise<Maintenance> {
  const before = opened.get(configPath)
  if (before !== undefined) return before
  const now = await openForMaintenance(configPath)
  opened.set(configPath, now)
  return now
}

async function closeMaintenance(): Promise<void> {
  for (const each of opened.values()) await each.close()
  opened.clear()
}

async function fsck({ repair = false, quick = false } = {}, configPath = network.configPath) {
  return await runFsck(await maintenance(configPath), { repair, quick })
}

async function flip(path: string, at: number): Promise<void> {
  const file = await open(path, 'r+')
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: at })
  buffer[0] = (buffer[0] ?? 0) ^ 1
  await file.write(buffer, 0, 1, at)
  await file.close()
}

/** Nobody can open it, root neither. Returns what makes it as it was. */
async function makeUnreadable(path: string): Promise<() => Promise<void>> {
  await rename(path, `${path}.away`)
  await symlink(path, path)
  return () => rename(`${path}.away`, path)
}

test('fsck beside the running centre finds nothing where nothing is wrong, and has read it all', async () => {
  const { packages, bytesRead, findings } = await fsck()
  assert.deepEqual([packages, findings], [1, []])
  assert.equal(bytesRead, (await readFile(packagePath)).length)
})

test('a byte rots: the scrub finds it, and tells the trail, the figures and the operator', async () => {
  const { db } = network.centre
  const path = await stored('zip')
  await flip(path, 2000)
  await db
    .updateTable('package_check')
    .set({ checked_at: new Date(Date.now() - 31 * 86_400_000) })
    .execute()
  const runScrub = async () => await network.centre.jobs.add(db, 'scrub-packages', {})
  const problem = async () => (await db.selectFrom('package_check').selectAll().execute())[0]?.problem
  await runScrub()
  await until('the scrub has found it', async () => (await problem()) === 'package-changed')
  const events = await db
    .selectFrom('audit_event')
    .where('action', '=', 'package.damaged')
    .selectAll()
    .execute()
  assert.deepEqual(
    events.map(({ message_id, details }) => [message_id, details]),
    [[messageId, { problem: 'package-changed' }]],
  )
  const mails = await db.selectFrom('mail').select(['template', 'recipient']).execute()
  assert.deepEqual(mails, [{ template: 'package-damaged', recipient: 'provoz@example.cz' }])
  const metrics = async () => (await network.visitor().get('/metrics')).body.toString()
  assert.match(await metrics(), /^epacs_packages_damaged 1$/m)
  const told = await epacs('fsck', '--config', network.configPath)
  assert.equal(told.code, 1)
  assert.match(told.stderr, new RegExp(`^${messageId}: package-changed: .*backup$`, 'm'))
  await flip(path, 2000)
  assert.deepEqual((await fsck({ repair: true })).findings, [])
  assert.match(await metrics(), /^epacs_packages_damaged 0$/m)

  await network.centre.jobs.add(db, 'anchor-audit', {})
  const anchor = async () =>
    await db.selectFrom('audit_event').selectAll().where('action', '=', 'audit.anchor').executeTakeFirst()
  await until('the trail is anchored', async () => (await anchor()) !== undefined)
  const kept = join(network.folder, 'anchors')
  await writeFile(kept, `${(await anchor())?.details.anchor}\n`)
  const trail = await epacs('audit', 'verify', '--config', network.configPath, '--anchor', kept)
  assert.match(
    trail.stdout,
    /^\d+ events as they were written, head [\da-f]{64}; 2 of 2 anchors fit\n$/,
    trail.stderr,
  )
})

test('what is missing, too much, or wrongly counted is told; what is safe is repaired', async () => {
  const { db } = network.centre
  const [zip, index] = [await stored('zip'), await stored('index')]
  const told = async (options = {}) => (await fsck(options)).findings
  const one = (kind: string, of: string, isRepaired = false) => [{ kind, of, isRepaired }]
  await rename(zip, `${zip}.away`)
  assert.deepEqual(await told(), one('package-missing', messageId))
  assert.deepEqual(await told({ quick: true }), one('package-missing', messageId))
  await rename(`${zip}.away`, zip)
  const mend = await makeUnreadable(zip)
  assert.deepEqual(await told(), one('package-unreadable', messageId))
  assert.deepEqual(await told({ quick: true }), one('package-unreadable', messageId))
  await mend()
  await copyFile(index, `${index}.away`)
  const text = await readFile(index, 'utf8')
  await writeFile(index, text.replace(/"offset":(\d)/, '"offset":9$1'))
  assert.deepEqual(await told(), one('index-damaged', messageId))
  await rm(index)
  assert.deepEqual(await told({ repair: true }), one('index-missing', messageId))
  await rename(`${index}.away`, index)
  const orphanPath = join(zip, '..', `${messageId}.${'0'.repeat(64)}.zip`)
  await writeFile(orphanPath, 'nothing')
  assert.deepEqual(await told(), one('orphan-package', messageId))
  assert.deepEqual(await told({ repair: true }), one('orphan-package', messageId, true))
  await db.updateTable('mailbox').set({ used_bytes: 7 }).where('institution_id', '=', hornicka.id).execute()
  assert.deepEqual(await told({ repair: true }), one('mailbox-miscounted', hornicka.id, true))
  await db.updateTable('delivery').set({ status: 'checking' }).where('message_id', '=', messageId).execute()
  assert.deepEqual(await told(), one('half-delivered', messageId))
  await db.updateTable('delivery').set({ status: 'delivered' }).where('message_id', '=', messageId).execute()
  assert.deepEqual(await told(), [])
})

test('packages of messages that the records do not know are never removed: the records may be the wrong ones', async () => {
  const unknown = '01940000-0000-7000-8000-00000000abcd'
  const dataFolder = String(network.config.dataFolder)
  const path = join(dataFolder, 'packages/ab/cd', `${unknown}.${'0'.repeat(64)}.zip`)
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, 'somebody’s images')
  const told = [{ kind: 'unknown-package', of: unknown, isRepaired: false }]
  assert.deepEqual((await fsck({ repair: true })).findings, told)
  assert.equal(await readFile(path, 'utf8'), 'somebody’s images')
  await rm(path)
})

test('commands make no centre where there is none, and work on none that is half restored', async () => {
  const elsewhere = join(network.folder, 'elsewhere')
  const configPath = join(network.folder, 'elsewhere.json')
  await writeFile(configPath, JSON.stringify({ ...network.config, dataFolder: elsewhere }))
  for (const command of ['fsck', 'backup']) {
    const more = command === 'backup' ? ['--to', join(network.folder, 'to')] : []
    const { code, stderr } = await epacs(command, '--config', configPath, ...more)
    assert.deepEqual([code, stderr], [1, `There is no centre in the data folder ${elsewhere}.\n`])
  }
  await assert.rejects(readdir(elsewhere), { code: 'ENOENT' })
  await mkdir(elsewhere)
  await writeFile(join(elsewhere, 'restoring.json'), '2026-01-01T00:00:00Z')
  const halfway = await epacs('fsck', '--config', configPath)
  assert.match(halfway.stderr, /is not all there: run epacs restore again/)
  await rm(elsewhere, { recursive: true })
})

const backupFolder = () => join(network.folder, 'backup')
const inBackup = async () => (await stored('zip')).replace(String(network.config.dataFolder), backupFolder())

async function backup(to = backupFolder(), verify = false, configPath = network.configPath) {
  const centre = await maintenance(configPath)
  const { packages, copied, removed, problems } = await runBackup(centre, { folder: to, verify })
  assert.deepEqual(problems, [])
  return { packages, copied, removed }
}

test('a backup beside the running centre: each package once; what was deleted goes from it, too', async () => {
  const sender = network.as('sender')
  const file = { name: 'IM1', bytes: ctSlice({ study: 8, instance: 1, pixelBytes: 3000 }) }
  const { id } = (await sender.send([hornicka.id], [file])).json
  await sender.until(id, 'delivered')
  const first = await epacs('backup', '--config', network.configPath, '--to', backupFolder())
  assert.equal(first.code, 0, first.stderr)
  assert.match(first.stdout, /^2 packages \(2 copied, \d+ bytes; 0 removed\) and \d+ records/)
  await network.as('receiver').call('DELETE', `/api/messages/${id}/data`)
  assert.deepEqual(await backup(), { packages: 1, copied: 0, removed: 1 })
  await flip(await inBackup(), 2000)
  assert.deepEqual(await backup(backupFolder(), true), { packages: 1, copied: 1, removed: 0 })
  await makeUnreadable(await inBackup())
  assert.deepEqual(await backup(), { packages: 1, copied: 1, removed: 0 })
  await rm(`${await inBackup()}.away`)
})

test('a backup takes no folder of somebody else, and not that of a later state; two at once are not made', async () => {
  const dataFolder = String(network.config.dataFolder)
  await assert.rejects(backup(dataFolder), /own data folder/)
  await assert.rejects(backup(join(dataFolder, 'packages')), /own data folder/)
  await assert.rejects(backup(network.folder), /own data folder/)
  await assert.rejects(backup(folder), /holds something that is no backup/)
  const catalogue = join(backupFolder(), 'backup.json')
  const before = await readFile(catalogue, 'utf8')
  const { audit, ...facts } = JSON.parse(before)
  await writeFile(catalogue, JSON.stringify({ ...facts, audit: { ...audit, events: audit.events + 1000 } }))
  await assert.rejects(backup(), /of another centre, or of a later state/)
  await writeFile(catalogue, before)
  assert.ok((await stat(await inBackup())).size > 0, 'what it held is there')
  const both = await Promise.allSettled([backup(), backup()])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const { mode } = await stat(join(backupFolder(), 'packages'))
  assert.equal(mode & 0o077, 0, 'nobody else reads it')
})

test('a folder that another centre began with stays its own; one at a time works there, until it ends somehow', async (t) => {
  const to = join(network.folder, 'shared/backups')
  const others = join(to, 'packages/ab/cd', `01940000-0000-7000-8000-00000000abcd.${'0'.repeat(64)}.zip`)
  await mkdir(join(others, '..'), { recursive: true })
  await writeFile(others, 'images of another centre')
  await writeFile(join(to, 'backup-begun'), '0'.repeat(64))
  await assert.rejects(backup(to), /a backup was begun of another centre/)
  // As it was before it said of which.
  await writeFile(join(to, 'backup-begun'), '')
  await assert.rejects(backup(to), /a backup was begun\./)
  assert.equal(await readFile(others, 'utf8'), 'images of another centre')
  await rm(join(to, '..'), { recursive: true })

  const synced = await watchSyncs(t)
  await backup(to)
  assert.ok(synced.has(network.folder), 'the entry of its first new folder is durable')
  const path = join(to, 'backup.lock')
  const hold = `const lock = new (require('node:sqlite').DatabaseSync)(process.argv[1])
    lock.exec('begin exclusive'); console.log('held'); setInterval(() => lock.isOpen, 1000)`
  const holder = spawn(process.execPath, ['-e', hold, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => holder.kill('SIGKILL'))
  await once(holder.stdout, 'data')
  await assert.rejects(backup(to), /Another backup is being made into/)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  assert.deepEqual(await backup(to), { packages: 1, copied: 0, removed: 0 })
})

/** Paths that are synced from now on. */
async function watchSyncs(t: TestContext): Promise<ReadonlySet<string>> {
  const synced = new Set<string>()
  const any = await open(network.folder, 'r')
  await any.close()
  const handles: FileHandle = Object.getPrototypeOf(any)
  const { sync } = handles
  t.mock.method(handles, 'sync', async function (this: FileHandle) {
    synced.add(await readlink(`/proc/self/fd/${this.fd}`))
    await sync.call(this)
  })
  return synced
}

test('a package that the centre has lost, or cannot open, is told, and all else is in the backup', async () => {
  const path = await stored('zip')
  const to = join(network.folder, 'backup-of-less')
  const centre = await maintenance(network.configPath)
  const told = async (problem: string) => {
    const { problems, rows } = await runBackup(centre, { folder: to, verify: false })
    assert.deepEqual(problems, [{ message: messageId, problem }])
    assert.ok(rows > 0)
  }
  const mend = await makeUnreadable(path)
  await told('package-unreadable')
  await rm(path)
  await told('package-missing')
  await mend()
  const mendIndex = await makeUnreadable(await stored('index'))
  await told('package-unreadable')
  await mendIndex()
  assert.deepEqual(await backup(to), { packages: 1, copied: 1, removed: 0 })
})

test('a restored centre gives out every byte, with its receipts; a damaged backup is refused, and gone on with', async () => {
  const damaged = await inBackup()
  const underWay = await leaveUnderWay()
  await backup()
  const restoring = (configPath: string) => runRestore({ folder: backupFolder(), configPath })
  await assert.rejects(restoring(network.configPath), /is not empty/)
  await closeMaintenance()
  await network.stopHere()
  const dataFolder = join(network.folder, 'restored')
  const configPath = join(network.folder, 'restored.json')
  await writeFile(configPath, JSON.stringify({ ...network.config, dataFolder }))
  await flip(damaged, 2000)
  await assert.rejects(restoring(configPath), new RegExp(`damaged: ${messageId} \\(package-changed\\)`))
  await flip(damaged, 2000)
  const mend = await makeUnreadable(damaged)
  await assert.rejects(restoring(configPath), new RegExp(`damaged: ${messageId} \\(package-unreadable\\)`))
  await restoreWithoutDamaged()
  await mend()
  const { code, stdout, stderr } = await epacs('restore', '--config', configPath, '--from', backupFolder())
  assert.equal(code, 0, stderr)
  assert.match(stdout, /^1 packages, \d+ records and \d+ audit events of .* are back$/m)
  Object.assign(network.config, { dataFolder })
  await network.startHere()
  const { body } = await network.as('receiver').get(`/api/messages/${messageId}/package`)
  assert.ok(body.equals(await readFile(packagePath)), 'the package is the one that was sent, byte by byte')
  const keys = (await network.visitor().get('/.well-known/jwks.json')).body.toString()
  assert.equal(keys, await readFile(keysPath, 'utf8'))
  const { items } = (await network.as('sender').get(`/api/messages/${messageId}/receipts`)).json
  assert.ok(items.length > 0)
  const { db, jobs } = network.centre
  assert.deepEqual(await db.selectFrom('upload_piece').selectAll().execute(), [])
  assert.equal((await network.as('sender').head(underWay.upload)).status, 410)
  await jobs.add(db, 'expire-lost', {})
  await network.as('sender').until(underWay.message, 'expired')
  assert.deepEqual((await fsck({}, configPath)).findings, [])
})

/** An upload in pieces, as a store that all share has them, and a message that came by DICOM: neither is in a backup. */
async function leaveUnderWay(): Promise<{ readonly upload: string; readonly message: string }> {
  const { db, processId } = network.centre
  const upload = await network.as('sender').createUpload('IM1', 100)
  await db.updateTable('upload').set({ received_bytes: 9 }).where('id', '=', upload).execute()
  const piece = { upload_id: upload, start_bytes: 0, size_bytes: 9, name: 'gone', sha256: Buffer.alloc(32) }
  await db.insertInto('upload_piece').values(piece).execute()
  const gateway = await db.selectFrom('dicom_gateway').selectAll().limit(1).executeTakeFirstOrThrow()
  const [message, at] = [randomUUID(), new Date()]
  const begun = { status: 'uploading' as const, created_at: at }
  await db
    .insertInto('message')
    .values({
      ...begun,
      id: message,
      sender_institution_id: gateway.institution_id,
      sender_person_id: null,
      declared_bytes: 0,
      search_folded: '',
    })
    .execute()
  await db
    .insertInto('dicom_reception')
    .values({ message_id: message, gateway_id: gateway.id, process_id: processId })
    .execute()
  await db
    .insertInto('delivery')
    .values({ ...begun, message_id: message, institution_id: hornicka.id, at, held_bytes: 0 })
    .execute()
  return { upload, message }
}

/** With the damaged package of the backup: everything but its package comes back. */
async function restoreWithoutDamaged(): Promise<void> {
  const dataFolder = join(network.folder, 'restored-less')
  const configPath = join(network.folder, 'restored-less.json')
  await writeFile(configPath, JSON.stringify({ ...network.config, dataFolder }))
  const { packages, missing, rows } = await runRestore({
    folder: backupFolder(),
    configPath,
    withoutDamaged: true,
  })
  assert.deepEqual([packages, missing], [0, [messageId]])
  assert.ok(rows > 0)
}

test("into an operator's own PostgreSQL, and not over what is in it", async () => {
  const { database, dataFolder } = network.config
  if (!('embedded' in database)) throw new Error('the network has a database of its own')
  const password = await readFile(join(String(dataFolder), 'postgresql.password'), 'utf8')
  const server = `postgres://epacs:${password}@127.0.0.1:${database.embedded.port}`
  const configPath = join(network.folder, 'own.json')
  const restoring = async (name: string) => {
    const own = { dataFolder: join(network.folder, `own-${name}`), database: { url: `${server}/${name}` } }
    await writeFile(configPath, JSON.stringify({ ...network.config, ...own }))
    return await runRestore({ folder: backupFolder(), configPath })
  }
  await assert.rejects(restoring('epacs'), /The database is not empty/)
  // What every server has, and this one has nothing of ours in.
  assert.equal((await restoring('postgres')).packages, 1)
  const { packages, findings } = await fsck({}, configPath)
  assert.deepEqual([packages, findings], [1, []])
  const to = join(network.folder, 'own-backup')
  assert.deepEqual(await backup(to, false, configPath), { packages: 1, copied: 1, removed: 0 })
  await refuseWithoutVolume(configPath, to)
})

/** The volume of the data folder, or of its packages, is not mounted, and the database is there. */
async function refuseWithoutVolume(configPath: string, to: string): Promise<void> {
  const config = JSON.parse(await readFile(configPath, 'utf8'))
  const authority = 'node-authority/authority.pem'
  const inFull = (path: string) => join(config.dataFolder, path)
  await mkdir(inFull('node-authority'), { recursive: true })
  await writeFile(inFull(authority), 'a key')
  await backup(to, false, configPath)
  const catalogue = await readFile(join(to, 'backup.json'), 'utf8')

  const unmounted = join(network.folder, 'not-mounted')
  await writeFile(configPath, JSON.stringify({ ...config, dataFolder: unmounted }))
  await assert.rejects(
    openForMaintenance(configPath),
    /no centre in the data folder .*not-mounted.*mounted\?$/,
  )
  await assert.rejects(readdir(unmounted), { code: 'ENOENT' })
  // As a command of an earlier version left it.
  await mkdir(join(unmounted, 'work'), { recursive: true })
  const centre = await openForMaintenance(configPath)
  try {
    const refused = async (folder: string, why: RegExp) =>
      await assert.rejects(runBackup(centre, { folder, verify: false }), why)
    for (const folder of [to, join(network.folder, 'first')])
      await refused(folder, /signing\/key\.pem is not there/)
    await mkdir(join(unmounted, 'signing'))
    await copyFile(inFull('signing/key.pem'), join(unmounted, 'signing/key.pem'))
    await refused(to, /node-authority\/authority\.pem is not there/)
    await mkdir(join(unmounted, 'node-authority'))
    await copyFile(inFull(authority), join(unmounted, authority))
    await refused(to, /name 1 packages, and not one is where they are stored/)
  } finally {
    await centre.close()
  }
  assert.equal(await readFile(join(to, 'backup.json'), 'utf8'), catalogue)
}
