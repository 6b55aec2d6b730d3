/** The mailbox from a terminal, as a person of a practice uses it: files of a certificate, no browser. */
import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { takeForOneself } from '@epacs/node/client'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { FaultProxy } from '../../../centre/src/testing/fault-proxy.ts'
import { PEOPLE, type PersonName, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { plain } from '../plain.ts'
import { counted } from './counted.ts'
import { requireChosen } from './list.ts'
import { persistently } from './persistently.ts'
import { sizeInWords } from './size-in-words.ts'
import { textTable } from './text-table.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const run = promisify(execFile)

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(() => network.remove())

function environmentOf(person: PersonName): NodeJS.ProcessEnv {
  const file = (name: string) => join(network.folder, name)
  return {
    ...process.env,
    XDG_CONFIG_HOME: file('nothing'),
    XDG_STATE_HOME: file('state'),
    EPACS_CENTRE: network.config.certificateEntrance.publicUrl,
    EPACS_CERT: file(`${person}.pem`),
    EPACS_KEY: file(`${person}-key.pem`),
    EPACS_CA: file('ca.pem'),
  }
}

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

async function epacs(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ended> {
  return await new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
    child.stdin?.end()
  })
}

async function sent(subject: string, number: number): Promise<string> {
  const folder = join(network.folder, `images-${number}`)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'one.dcm'), ctSlice({ study: number, series: 1, instance: 1 }))
  const { stdout, stderr } = await epacs(
    environmentOf('sender'),
    ...['send', '--to', 'HORNICKA', '--subject', subject, '--json', folder],
  )
  assert.match(stdout, /^\{/, stderr)
  return JSON.parse(stdout).message
}

test('what was sent is listed on both sides, shown, downloaded, and deleted while the record stays', async () => {
  const id = await sent('Kontrola \u001b[2J po operaci', 1)
  const receiver = environmentOf('receiver')
  const listed = await epacs(receiver, 'inbox')
  assert.equal(listed.code, 0, listed.stderr)
  const [heads, row = ''] = listed.stdout.split('\n')
  assert.match(heads ?? '', /^WHEN +FROM +STATUS +IMAGES +SIZE +PATIENT +SUBJECT +MESSAGE$/)
  assert.match(row, /^\d{4}-\d\d-\d\d \d\d:\d\d +● +Čáslavská nemocnice +delivered +1 +\S+ kB /)
  assert.ok(row.endsWith(id) && !listed.stdout.includes('\u001b'), 'the subject does not steer the terminal')

  const [one] = (await epacs(receiver, 'inbox', '--json', '--status', 'delivered')).stdout.trim().split('\n')
  assert.equal(JSON.parse(one ?? '').id, id)
  assert.match((await epacs(receiver, 'inbox', '--words', 'nothing-like-it')).stderr, /no such message/)

  const file = join(network.folder, 'taken.zip')
  const got = await epacs(receiver, 'get', id, '--output', file)
  assert.deepEqual([got.code, got.stdout], [0, `${file}: 1 image\n`], got.stderr)
  await run('unzip', ['-tq', file])
  assert.match((await run('unzip', ['-l', file])).stdout, /DICOMDIR/)
  const again = await epacs(receiver, 'get', id, '--output', file)
  assert.equal(again.code, 1)
  assert.match(again.stderr, /exists already/)

  const shown = await epacs(receiver, 'show', id)
  assert.match(shown.stdout, /^To +Hornická poliklinika: downloaded, /m)
  const sentOnes = async (...options: string[]) => await epacs(environmentOf('sender'), 'sent', ...options)
  assert.match((await sentOnes()).stdout, /Hornická poliklinika +downloaded /)
  assert.match((await sentOnes('--status', 'downloaded')).stdout, new RegExp(`${id}\\n$`))
  assert.match((await sentOnes('--status', 'stored')).stderr, /no such message/)

  const unasked = await epacs(receiver, 'rm', id)
  assert.deepEqual([unasked.code, /--yes/.test(unasked.stderr)], [1, true])
  assert.equal((await epacs(receiver, 'rm', '--yes', id)).stdout, `${id}: deleted\n`)
  assert.match((await epacs(receiver, 'inbox', '--status', 'deleted')).stdout, new RegExp(`${id}\n$`))
  const gone = await epacs(receiver, 'get', id, '--output', `${file}.again`)
  assert.equal(gone.code, 1)
  assert.match(gone.stderr, /could not be downloaded whole: The centre answered 4\d\d/)
})

test('a request for images is listed, answered, completed; another one is refused', async () => {
  const receiver = environmentOf('receiver')
  const json = (patient: string) => ({
    institution: '01940000-0000-7000-8000-000000000002',
    patient: { name: patient, birthDate: '1960-02-29' },
    clinician: 'MUDr. Čápová',
    wanted: 'CT hrudníku',
    reason: 'Srovnání',
    urgency: 'urgent',
    neededBy: new Date(Date.now() + 3_600_000).toISOString(),
  })
  const asked = async (patient: string): Promise<string> =>
    (await network.as('sender').call('POST', '/api/requests', { json: json(patient) })).json.id
  const [first, second] = [await asked('Novák Jan'), await asked('Nová Jana')]
  const listed = await epacs(receiver, 'requests', '--status', 'open')
  assert.match(
    listed.stdout,
    /! +Čáslavská nemocnice +open +Novák Jan, 1960-02-29 +CT hrudníku/,
    listed.stderr,
  )
  assert.ok(listed.stdout.includes(first) && listed.stdout.includes(second))
  const folder = join(network.folder, 'answer')
  await mkdir(folder)
  await writeFile(join(folder, 'one.dcm'), ctSlice({ study: 90, instance: 1 }))
  const answer = await epacs(receiver, 'send', '--to', 'CASLAV', '--answers', first, '--json', folder)
  assert.equal(answer.code, 0, answer.stderr)
  assert.equal((await epacs(receiver, 'requests', 'complete', first)).stdout, `${first}: answered\n`)
  const refused = await epacs(receiver, 'requests', 'refuse', second, '--reason', 'Nebyla u nás')
  assert.equal(refused.stdout, `${second}: refused\n`, refused.stderr)
  const shown = await epacs(environmentOf('sender'), 'requests', 'show', second)
  assert.match(shown.stdout, /^Patient +Nová Jana, 1960-02-29$/m, shown.stderr)
  assert.match(shown.stdout, /^Refused +Nebyla u nás$/m)
  assert.match(shown.stdout, /^State +refused$/m)
  const answered = await epacs(environmentOf('sender'), 'requests', 'show', first)
  const [, message = ''] = /delivered +1 image +epacs send +([0-9a-f-]{36})$/m.exec(answered.stdout) ?? []
  const itsAnswer = await epacs(environmentOf('sender'), 'show', message)
  assert.match(itsAnswer.stdout, new RegExp(`^Answers +${first}, MUDr. Čápová$`, 'm'))
  const inVain = async (to: string, request: string) => {
    const { code, stderr } = await epacs(receiver, 'send', '--to', to, '--answers', request, folder)
    assert.equal(code, 1)
    assert.doesNotMatch(stderr, /packing|same command goes on/)
    return stderr
  }
  assert.match(await inVain('CASLAV', second), /has been refused, and takes no answer any more/)
  assert.match(await inVain('CASLAV', 'nothing'), /your institution has no request nothing/)
  assert.match(await inVain('CHYNE', first), /is of Čáslavská nemocnice, and not of/)
  const unknown = await epacs(receiver, 'requests', 'refuse', 'nothing', '--reason', 'Nebyla u nás')
  assert.match(unknown.stderr, /^nothing is no id of a request: /)
  const mine = (await epacs(environmentOf('sender'), 'requests', '--sent', '--json')).stdout
    .trim()
    .split('\n')
  assert.deepEqual(mine.map((line) => JSON.parse(line).status).toSorted(), ['answered', 'refused'])
})

test('a download that was cut goes on, and bytes that are not of the package are not taken for it', async () => {
  const id = await sent('Pokračování', 2)
  const receiver = environmentOf('receiver')
  const folder = join(network.folder, 'downloads/')
  assert.equal((await epacs(receiver, 'get', id, '--proof', '--output', folder)).code, 0)
  const path = join(folder, `epacs-${id}.zip`)
  const [list, receipts, keys] = ['.manifest', '.receipts.json', '.keys'].map((end) =>
    path.replace('.zip', end),
  )
  assert.ok(list && receipts && keys)
  await run('curl', [
    ...['-sSf', '--cacert', join(network.folder, 'ca.pem'), '-o', keys],
    `${network.config.portal.publicUrl}/.well-known/jwks.json`,
  ])
  const verified = await epacs(receiver, 'verify', path, '--keys', keys, '--receipt', receipts)
  assert.equal(verified.code, 0, verified.stderr)
  assert.match((await epacs(receiver, 'get', id, '--proof', '-o', folder)).stderr, /json exists already/)
  await requireProofGoesOn(receiver, id, path, list, receipts)
  for (const each of [list, receipts, keys]) await rm(each)
  const whole = await readFile(path)
  const other = join(folder, 'other.zip')
  await writeFile(`${other}.part`, whole.subarray(0, 1000))
  assert.equal((await epacs(receiver, 'get', id, '--output', other)).code, 0)
  assert.ok((await readFile(other)).equals(whole))
  const spoilt = join(folder, 'spoilt.zip')
  await writeFile(`${spoilt}.part`, Buffer.alloc(1000, 1))
  assert.equal((await epacs(receiver, 'get', id, '--output', spoilt)).code, 0)
  assert.ok((await readFile(spoilt)).equals(whole))
  const piped = join(folder, 'piped.zip')
  const toOutput = await run(
    'sh',
    ['-c', '"$0" "$1" get "$2" -o - --json >"$3"', process.execPath, MAIN, id, piped],
    {
      env: receiver,
    },
  )
  assert.deepEqual(JSON.parse(toOutput.stderr), { message: id, path: '-', instances: 1 })
  assert.ok((await readFile(piped)).equals(whole))
  // Where its reader goes away, or the disk takes no more, whoever called is told by the exit code.
  const readerGone = await run(
    'bash',
    ['-c', '"$0" "$1" get "$2" -o - | true; echo $PIPESTATUS', process.execPath, MAIN, id],
    { env: receiver },
  )
  assert.equal(readerGone.stdout, '1\n', readerGone.stderr)
  assert.match(readerGone.stderr, /^The standard output .* ended\. Use nothing of it\.$/m)
  const full = ['-c', '"$0" "$1" get "$2" -o - >/dev/full; echo $? >&2', process.execPath, MAIN, id]
  const diskFull = await run('sh', full, { env: receiver })
  assert.match(diskFull.stderr, /^The standard output takes no more: ENOSPC: [^\n]+ it begins anew\.\n1\n$/)
  assert.match((await epacs(receiver, 'get', id, id, '-o', '-')).stderr, /takes one message/)
  await rm(piped)
  const media = await epacs(receiver, 'get', id, '--form', 'xdm', '--output', folder)
  const mediaPath = join(folder, `epacs-${id}-xdm.zip`)
  assert.deepEqual([media.code, media.stdout], [0, `${mediaPath}: 1 image\n`], media.stderr)
  assert.match((await run('unzip', ['-l', mediaPath])).stdout, /IHE_XDM\/SUBSET01\/METADATA\.XML/)
  await requireDamageSeen(receiver, id, mediaPath, await readFile(mediaPath))
  assert.equal((await epacs(receiver, 'get', id, '--form', 'cd')).code, 2)
  await rm(mediaPath)
  assert.deepEqual((await readdir(folder)).sort(), [`epacs-${id}.zip`, 'other.zip', 'spoilt.zip'])
})

/** A proof that did not come is fetched for the package that is there; nothing else is taken for that package. */
async function requireProofGoesOn(
  env: NodeJS.ProcessEnv,
  id: string,
  path: string,
  list: string,
  receipts: string,
) {
  const told = await readFile(list)
  await rm(receipts)
  const { mtimeMs } = await stat(path)
  const goneOn = await epacs(env, 'get', id, '--proof', '--output', path)
  assert.equal(goneOn.code, 0, goneOn.stderr)
  assert.ok((await stat(receipts)).size > 0)
  assert.deepEqual([(await stat(path)).mtimeMs, await readFile(list)], [mtimeMs, told])
  await rm(receipts)
  await writeFile(list, 'of something else')
  assert.match((await epacs(env, 'get', id, '--proof', '-o', path)).stderr, /manifest exists already/)
  assert.equal((await epacs(env, 'get', id, '--proof', '--force', '-o', path)).code, 0)
  assert.ok((await readFile(list)).equals(told))
  await rm(list)
  await rm(receipts)
  const other = `${path}.of-another`
  await writeFile(other, 'of something else')
  const refused = await epacs(env, 'get', id, '--proof', '-o', other)
  assert.match(refused.stderr, /exists already, and is not the package of this message/)
  await rm(other)
  assert.equal((await epacs(env, 'get', id, '--proof', '-o', path)).code, 0)
}

/** Of another form there is no digest: what lies there as a part is believed only if its files' CRC-32s are right. */
async function requireDamageSeen(env: NodeJS.ProcessEnv, id: string, path: string, whole: Buffer) {
  const { origin } = new URL(network.config.certificateEntrance.publicUrl)
  const url = `${origin}/api/messages/${id}/package?form=xdm`
  const tls = ['cert', 'key', 'cacert'].flatMap((name, at) => [
    `--${name}`,
    join(network.folder, ['receiver.pem', 'receiver-key.pem', 'ca.pem'][at] ?? ''),
  ])
  const { stdout } = await run('curl', ['-sSI', ...tls, url])
  const [, etag = ''] = /^etag: "([0-9a-f]{16})/im.exec(stdout) ?? []
  assert.equal(etag.length, 16, stdout)
  await rm(path)
  const part = `${path}.${etag}.part`
  const old = `${path}.0123456789abcdef.part`
  await writeFile(part, Buffer.alloc(1000, 1))
  await writeFile(old, 'of what it was before')
  const damaged = await epacs(env, 'get', id, '--form', 'xdm', '--output', path)
  assert.equal(damaged.code, 1, damaged.stderr)
  assert.match(damaged.stderr, /is not what the centre made.*called again, it is fetched anew/s)
  const names = await readdir(join(path, '..'))
  assert.deepEqual(
    names.filter((name) => name.includes('xdm')),
    [],
  )
  assert.equal((await epacs(env, 'get', id, '--form', 'xdm', '--output', path)).code, 0)
  assert.ok((await readFile(path)).equals(whole))
}

test('arrivals are told as they come, and downloaded', async (t) => {
  const folder = join(network.folder, 'watched')
  const args = [MAIN, 'watch', '--get', folder, '--run', '2', '--json']
  const child: ChildProcess = spawn(process.execPath, args, { env: environmentOf('receiver') })
  t.after(() => child.kill('SIGKILL'))
  let told = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    told += text
  })
  const ended = once(child, 'exit')
  const ids = [await sent('První', 3), await sent('Druhá', 4)]
  assert.deepEqual(await ended, [0, null])
  const lines = told.trim().split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).id),
    ids,
  )
  for (const id of ids) assert.ok((await stat(join(folder, `epacs-${id}.zip`))).size > 0)
})

test('what the recipient’s PACS will refuse or get decompressed is told before sending, and nothing is sent where that is wanted', async () => {
  const ct = '1.2.840.10008.5.1.4.1.1.2'
  const [explicit, jpegLs] = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2.4.80']
  const node = await network.enrolNode('hornicka')
  const tell = async (
    taken: readonly string[],
    decompresses: readonly string[],
    characterSets: unknown = null,
  ) => {
    const takes = {
      transferSyntaxUids: [explicit, jpegLs],
      kinds: [{ sopClassUids: [ct], transferSyntaxUids: taken }],
    }
    const pacs = [{ name: 'PACS', learnedAt: null, takes, decompresses, characterSets }]
    const json = { pacs, storing: [], later: 'a node of a later version tells more' }
    assert.equal((await node.call('PUT', '/api/nodes/own/passport', { json })).status, 204)
  }
  const folder = join(network.folder, 'images-told')
  await mkdir(folder)
  await writeFile(join(folder, 'one.dcm'), ctSlice({ study: 50, series: 1, instance: 1 }))
  const send = async (...more: readonly string[]) =>
    await epacs(environmentOf('sender'), 'send', '--to', 'HORNICKA', ...more, folder)
  await tell([jpegLs], [])
  const refused = await send('--only-if-taken')
  assert.equal(refused.code, 1)
  assert.match(
    refused.stderr,
    /Before sending: 1 CT image of study \S+ will not be taken by the recipient's PACS: it does not take Explicit VR Little Endian\. It stays in the mailbox/,
  )
  assert.match(
    refused.stderr,
    /Nothing was sent: 1 image will be refused by the PACS of Hornická poliklinika/,
  )
  await tell([explicit], [jpegLs], ['ISO_IR 100'])
  const told = await send('--json', '--only-if-taken')
  const [foreseen, ...others] = JSON.parse(told.stdout).foreseen
  assert.deepEqual(
    [foreseen.what, foreseen.instances, foreseen.about, others],
    ['characters', 1, ['ISO_IR 192'], []],
  )
  node.agent.destroy()
})

test('a sending that was killed goes on where it was, and its message is sent once', async (t) => {
  const line = await FaultProxy.open(Number(new URL(network.config.certificateEntrance.publicUrl).port))
  t.after(() => line.close())
  const [images, work, state] = ['killed', 'killed-work', 'killed-state'].map((name) =>
    join(network.folder, name),
  )
  assert.ok(images && work && state)
  await mkdir(images)
  await mkdir(work)
  for (let instance = 1; instance <= 4; instance++) {
    const slice = ctSlice({ study: 77, instance, pixelBytes: 2 * 1024 * 1024 })
    await writeFile(join(images, `${instance}.dcm`), slice)
  }
  const env = {
    ...environmentOf('sender'),
    XDG_STATE_HOME: state,
    EPACS_CENTRE: `https://localhost:${line.port}`,
  }
  const args = ['send', '--to', 'HORNICKA', '--subject', 'Přerušená', '--work', work, '--json', images]
  line.delayMs = 20
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: 'ignore' })
  const ended = once(child, 'exit')
  const half = 4 * 1024 * 1024
  await until('half of it is on its way', () => line.passedBytes.up > half || child.exitCode !== null)
  child.kill('SIGKILL')
  assert.deepEqual(await ended, [null, 'SIGKILL'])
  line.delayMs = 0
  const listed = await epacs(env, 'send', '--list-unfinished', '--json')
  const { id, recipient, message, sizeBytes } = JSON.parse(listed.stdout)
  assert.deepEqual([recipient.name, message], ['Hornická poliklinika', null])
  const kept = join(state, 'epacs/sendings', `${id}.json`)
  assert.equal((await stat(kept)).mode & 0o777, 0o600)
  await copyFile(kept, `${kept}.copy`)

  const before = line.passedBytes.up
  const resumed = await epacs(env, ...args)
  assert.equal(resumed.code, 0, resumed.stderr)
  assert.match(resumed.stderr, /goes on\.\n(Before sending: .+\n)?The centre has [1-9]\d* of \d+ bytes\./)
  const answer = JSON.parse(resumed.stdout)
  assert.deepEqual([answer.instances, answer.isResumed], [4, true])
  assert.ok(line.passedBytes.up - before < sizeBytes - half / 2, 'what was there did not travel again')
  assert.deepEqual(
    [await readdir(work), await readdir(join(state, 'epacs/sendings'))],
    [[], [`${id}.json.copy`]],
  )

  // Killed when the message was asked for and the answer had not come: asked for again, it is the same one.
  const asked = { ...JSON.parse(await readFile(`${kept}.copy`, 'utf8')), isAskedFor: true }
  await writeFile(kept, JSON.stringify(asked))
  const repeated = await epacs(env, ...args)
  assert.equal(JSON.parse(repeated.stdout).message, answer.message, repeated.stderr)
  const all = await epacs(env, 'sent', '--words', 'Přerušená', '--json')
  assert.equal(all.stdout.trim().split('\n').length, 1)

  // The centre has removed the upload meanwhile.
  await copyFile(`${kept}.copy`, kept)
  const anew = await epacs(env, ...args)
  assert.equal(anew.code, 0, anew.stderr)
  assert.match(anew.stderr, /no longer has what was uploaded: the upload begins anew/)

  // Other content under the same names is another sending.
  await copyFile(`${kept}.copy`, kept)
  await writeFile(join(images, '1.dcm'), ctSlice({ study: 77, instance: 9 }))
  const other = await epacs(env, ...args)
  assert.deepEqual([other.code, JSON.parse(other.stdout).isResumed], [0, false], other.stderr)
  assert.match((await epacs(env, 'send', '--list-unfinished')).stdout, / broken off +\S+killed +\S{16}\n$/)
  assert.equal((await epacs(env, 'send', '--forget', id)).stdout, `${id}: forgotten\n`)
  assert.equal((await epacs(env, 'send', '--forget', id)).code, 1)
  assert.equal((await epacs(env, 'send', images)).code, 2)
})

test('without a certificate: a person lets the command in, and ends it', async (t) => {
  const file = (name: string) => join(network.folder, name)
  const env = {
    PATH: process.env.PATH,
    XDG_CONFIG_HOME: file('nothing'),
    XDG_STATE_HOME: file('signed-in'),
    EPACS_CENTRE: network.config.certificateEntrance.publicUrl,
    EPACS_CA: file('ca.pem'),
  }
  assert.match((await epacs(env, 'inbox')).stderr, /^It is not said who calls: epacs login signs in\./)
  const child = spawn(process.execPath, [MAIN, 'login', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  let told = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text
  })
  await until('the code is shown', () => told.includes('\n') || child.exitCode !== null)
  const { user_code: userCode, verification_uri: page } = JSON.parse(told)
  assert.equal(page, `${network.config.portal.publicUrl}/device`)
  const portal = network.config.portal.publicUrl
  const browser = network.browserOf('receiver')
  await browser.follow(`${portal}/sign-in/certificate`, (url) => url === `${portal}/mailbox`)
  const { csrfToken } = JSON.parse((await browser.visit(`${portal}/api/session`)).text)
  const decided = await browser.visit(`${portal}/api/device-sign-ins/decision`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-epacs-csrf': csrfToken },
    body: JSON.stringify({ userCode, decision: 'allow' }),
  })
  assert.equal(decided.status, 204, decided.text)
  assert.deepEqual(await ended, [0, null])
  assert.equal((await stat(file('signed-in/epacs/sign-in.json'))).mode & 0o777, 0o600)
  assert.match(
    (await epacs(env, 'whoami')).stdout,
    /^Hana Malá, for Hornická poliklinika, signed in until \d/,
  )
  const images = file('without-certificate')
  await mkdir(images)
  await writeFile(join(images, '1.dcm'), ctSlice({ study: 78, instance: 1 }))
  const sending = await epacs(env, 'send', '--to', 'CASLAV', '--json', images)
  assert.equal(sending.code, 0, sending.stderr)
  assert.match((await epacs(env, 'sent')).stdout, / delivered .+ epacs send +\S{36}\n/)
  await copyFile(file('signed-in/epacs/sign-in.json'), file('sign-in.copy'))
  assert.equal((await epacs(env, 'logout')).stdout, `Signed out at ${portal}\n`)
  await copyFile(file('sign-in.copy'), file('signed-in/epacs/sign-in.json'))
  const over = await epacs(env, 'inbox')
  assert.deepEqual([over.code, /the sign-in is over/.test(over.stderr)], [1, true], over.stderr)
})

test("a data subject's extract: whom it is about is read from the input; it is for auditors and representatives", async () => {
  await network.centre.db
    .updateTable('person')
    .set({ roles: ['auditor'] })
    .where('id', '=', PEOPLE.uninvolved.id)
    .execute()
  await sent('Výpis', 90)
  const path = join(network.folder, 'extract.zip')
  const ask = async (person: PersonName, input: string) =>
    await new Promise<Ended>((resolve) => {
      const env = environmentOf(person)
      const args = [MAIN, 'data-subject', '--output', path]
      const child = execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
      })
      child.stdin?.end(input)
    })
  const made = await ask('uninvolved', 'P-1\nNovák Ondřej\n')
  assert.deepEqual([made.code, made.stdout], [0, `${path}\n`], made.stderr)
  const { stdout } = await run('unzip', ['-p', path, 'extract.json'])
  const { subject, messages } = JSON.parse(stdout)
  assert.equal(subject.name, 'Novák Ondřej')
  assert.ok(messages.length > 0)
  assert.match((await ask('uninvolved', 'P-1\nNovák Ondřej\n')).stderr, /exists already/)
  await rm(path)
  assert.match((await ask('uninvolved', 'P-1\n')).stderr, /say the name and the surname, too/)
  assert.equal((await ask('sender', 'P-1\nNovák Ondřej\n')).code, 1)
})

test('a certificate in PKCS#12, and all of it from the configuration file', async () => {
  const file = (name: string) => join(network.folder, name)
  const home = file('home')
  await mkdir(join(home, 'epacs'), { recursive: true })
  await run('openssl', [
    ...['pkcs12', '-export', '-in', file('sender.pem'), '-inkey', file('sender-key.pem')],
    ...['-out', join(home, 'epacs/mine.p12'), '-passout', 'pass:tajné heslo'],
  ])
  const centre = network.config.certificateEntrance.publicUrl
  await writeFile(
    join(home, 'epacs/config.yaml'),
    `centre: ${centre}\ncert: mine.p12\nca: ${file('ca.pem')}\n`,
  )
  const env = { PATH: process.env.PATH, XDG_CONFIG_HOME: home, EPACS_PASSPHRASE: 'tajné heslo' }
  const found = await epacs(env, 'directory', 'hornicka', '--kind', 'outpatient')
  assert.equal(found.code, 0, found.stderr)
  assert.match(found.stdout, /^NAME .+\nHornická poliklinika +Most +outpatient +mailbox +\S{36}\n$/)
  const besideKey = await epacs({ ...env, EPACS_KEY: file('receiver-key.pem') }, 'whoami')
  assert.equal(besideKey.code, 0, besideKey.stderr)
  const notItsKey = await epacs(
    { ...env, EPACS_CERT: file('sender.pem'), EPACS_KEY: file('receiver-key.pem') },
    'whoami',
  )
  assert.match(notItsKey.stderr, /^The certificate cannot be used: .*Is it the right key/)
  const asAnother = ['--cert', file('receiver.pem'), '--key', file('receiver-key.pem')]
  const environment = { ...env, EPACS_CERT: file('sender.pem'), EPACS_KEY: file('sender-key.pem') }
  assert.match((await epacs(environment, 'whoami', ...asAnother)).stdout, /for Hornická poliklinika, by cert/)
  const wrong = await epacs({ ...env, EPACS_PASSPHRASE: 'x' }, 'inbox')
  assert.deepEqual([wrong.code, /The certificate cannot be used: /.test(wrong.stderr)], [1, true])
  await writeFile(join(home, 'epacs/config.yaml'), 'centre: 1\nother: x\n')
  assert.match((await epacs(env, 'inbox')).stderr, /config\.yaml: only centre, cert, key, ca and institution/)
  const nothing = { XDG_CONFIG_HOME: file('nothing'), XDG_STATE_HOME: file('nothing') }
  const nobody = await epacs({ PATH: process.env.PATH, ...nothing }, 'inbox')
  assert.deepEqual([nobody.code, /^It is not said who calls: /.test(nobody.stderr)], [1, true])
})

test('a file is worked on by one process at a time; what a killed one left is taken over', async () => {
  const path = join(network.folder, 'one.part')
  const module = new URL('../../../node/src/one-at-a-time.ts', import.meta.url).href
  const script = `import { takeForOneself } from '${module}'; console.log(await takeForOneself('${path}') !== undefined); setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(other, 'exit')
  assert.equal(String(await once(other.stdout, 'data')), 'true\n')
  assert.equal(await takeForOneself(path), undefined)
  other.kill('SIGKILL')
  await ended
  const letGo = await takeForOneself(path)
  assert.ok(letGo)
  await letGo()
  await assert.rejects(stat(`${path}.lock`), { code: 'ENOENT' })
})

test('columns fit whatever is written in them', () => {
  assert.equal(
    textTable(
      ['A', 'B'],
      [
        ['日本', '1'],
        ['Č', '22'],
      ],
    ),
    'A     B\n日本  1\nČ     22\n',
  )
  assert.equal(plain('a\u001b]0;b\u0007\u202e'), 'a�]0;b��')
  assert.deepEqual([0, 999, 1000, 525_000, 12_400_000_000].map(sizeInWords), [
    '0 B',
    '999 B',
    '1.0 kB',
    '525 kB',
    '12 GB',
  ])
})

test('numbers agree with their words; what called again does is said once', async () => {
  assert.deepEqual(
    [0, 1, 2, 21].map((number) => counted(number, 'image')),
    ['0 images', '1 image', '2 images', '21 images'],
  )
  const full = async () => await Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }))
  await assert.rejects(persistently(full, 'Called again, it begins anew.'), {
    message: 'It could not be downloaded whole: no space. Called again, it begins anew.',
  })
  const untrusted = async () =>
    await Promise.reject(Object.assign(new Error('self-signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }))
  await assert.rejects(persistently(untrusted, 'Called again, it goes on.'), {
    message: /^The centre was not reached: .+ --ca \(EPACS_CA\) .+ caFile\. Called again, it goes on\.$/,
  })
})

test('an answer of an earlier centre, which passes over the status that was asked for, is not taken for it', () => {
  const of = (...statuses: string[]) => ({
    deliveries: statuses.map((status) => ({ institution: { id: '', name: '' }, status, at: '' })),
  })
  requireChosen(of('delivered', 'opened'), 'opened')
  assert.throws(() => requireChosen(of('delivered'), 'opened'), /earlier version.+without --status/)
})

test('a note that no message takes is told of before anything is packed', async () => {
  const long = await epacs(
    environmentOf('sender'),
    'send',
    '--to',
    'HORNICKA',
    '--note',
    'á'.repeat(10_001),
    '.',
  )
  assert.equal(long.code, 1)
  assert.match(long.stderr, /^The note has 10001 characters, and a message takes 10000: [^\n]+\n$/)
})
