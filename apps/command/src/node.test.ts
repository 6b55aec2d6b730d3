/** `epacs node …` as an administrator calls it, from the code to a node that runs. */
import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ctSlice } from '../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../centre/src/testing/free-port.ts'
import { TestNetwork } from '../../centre/src/testing/network.ts'
import { until } from '../../centre/src/testing/until.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

let network: TestNetwork
let config: string
before(async () => {
  network = await TestNetwork.start()
  config = join(network.folder, 'hospital', 'node.yaml')
})
after(() => network.remove())

const epacs = async (...args: readonly string[]) => await command('node', ...args)

const environment = () => ({ ...process.env, XDG_STATE_HOME: join(network.folder, 'state') })

async function command(...args: readonly string[]) {
  return await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env: environment() }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

test('a node is enrolled once; its key is for its user alone, and the doctor says what is missing', async () => {
  const centre = network.config.portal.publicUrl
  const ca = join(network.folder, 'ca.pem')
  const enrol = async (code: string) =>
    await epacs('enrol', '--config', config, '--centre', centre, '--ca', ca, '--code', code)
  const wrong = await enrol('AAAAA-AAAAA-AAAAA-AAAAA')
  assert.equal(wrong.code, 1)
  assert.match(wrong.stderr, /^The centre answered 403 enrolment-code-invalid: .+\n$/)
  const enrolled = await enrol(await network.nodeCode('hornicka'))
  assert.equal(enrolled.code, 0, enrolled.stderr)
  assert.match(enrolled.stdout, /^Enrolled for Hornická poliklinika\./)
  const identityFile = join(network.folder, 'hospital/data/identity.json')
  const { mode } = await stat(identityFile)
  assert.equal(mode & 0o777, 0o600)
  assert.match((await enrol(await network.nodeCode('hornicka'))).stderr, /enrolled already/)

  const text = await readFile(config, 'utf8')
  const [dicom, page, nowhere] = [await freePort(), await freePort(), await freePort()]
  const pacs = `pacs: { host: 127.0.0.1, port: ${nowhere}, aeTitle: PACS }`
  await writeFile(
    config,
    text
      .replace('port: 11112', `port: ${dicom}`)
      .replace('port: 8450', `port: ${page}`)
      .replace('pacs: null', pacs),
  )
  const examined = await epacs('doctor', '--config', config)
  assert.equal(examined.code, 1)
  const told = (isGood: boolean) =>
    [...examined.stdout.matchAll(isGood ? /^ok +(\S.*?) {2}/gm : /^WRONG +(\S.*?) {2}/gm)].map(
      ([, what]) => what,
    )
  const ofTheWay = ['name of the centre', 'centre', 'certificate there', 'clock', 'AE titles']
  assert.deepEqual(told(true), ['disk', 'key', 'encryption', 'certificate', ...ofTheWay])
  assert.deepEqual(told(false), ['node', 'DICOM port', 'callers', 'PACS'])
  assert.match(
    examined.stdout,
    /^WRONG +DICOM port +nobody listens at \d+, which is free: start the node\.$/m,
  )
  assert.match(examined.stdout, /^ok +certificate there +.+, signed by .+, until \d{4}-\d\d-\d\d$/m)

  // What else may be wrong with the machine.
  await chmod(identityFile, 0o644)
  const other = createServer().listen(dicom, '0.0.0.0')
  await once(other, 'listening')
  await writeFile(
    `${config}.wrong`,
    (await readFile(config, 'utf8'))
      .replace('aliases: {}', 'aliases: { PRAHA: NOBODY }')
      .replace('endToEnd: off', 'endToEnd: [NOBODY]')
      .replace('folders: []', `folders: [{ path: ${join(network.folder, 'nowhere')}, to: NOBODY }]`),
  )
  const wrongs = await epacs('doctor', '--json', '--config', `${config}.wrong`)
  const findings: { what: string; isGood: boolean; told: string }[] = JSON.parse(wrongs.stdout)
  const wordsOf = (what: string) =>
    findings.filter((each) => each.what === what && !each.isGood).map((each) => each.told)
  assert.match(wordsOf('key')[0] ?? '', /can be read by others: chmod 600/)
  assert.match(wordsOf('DICOM port')[0] ?? '', /is another program's/)
  assert.match(wordsOf('watched folder')[0] ?? '', /ENOENT.+ReadWritePaths/)
  assert.match(
    wordsOf('AE titles')[0] ?? '',
    /NOBODY \(alias PRAHA\), NOBODY \(folder .+nowhere\), NOBODY \(end to end\)/,
  )
  other.close()
  await chmod(identityFile, 0o600)
})

test('a running node tells how it is doing, ends when it is told to, and is the only one in its folder', async (t) => {
  const child = spawn(process.execPath, [MAIN, 'node', 'run', '--config', config], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  t.after(() => child.kill('SIGKILL'))
  await until('it reaches the centre', async () =>
    / reached$/m.test((await epacs('status', '--config', config)).stdout),
  )
  const second = await epacs('run', '--config', config)
  assert.deepEqual([second.code, /Another node is running/.test(second.stderr)], [1, true])
  const table = await epacs('status', '--participants', '--config', config)
  assert.match(table.stdout, /^"CASLAV",\d+,"Čáslavská nemocnice"$/m)
  await changeWhileItRuns(child)
  child.kill('SIGTERM')
  assert.equal((await ended)[0], 0)
  const gone = await epacs('status', '--config', config)
  assert.match(gone.stderr, /^No node answers at port \d+\. .+\n$/)
})

/** Rules are tried on a file, then taken by the running node; what is wrong in them it does not take. */
async function changeWhileItRuns(child: ChildProcess): Promise<void> {
  const before = await readFile(config, 'utf8')
  const withRule = (then: string) =>
    before.replace(
      'rules: []',
      `rules:\n  - name: chest\n    when: { studyDescription: ["*hrudníku"] }\n    ${then}`,
    )
  await writeFile(config, withRule('to: [CASLAV, NOBODY]'))
  const image = join(network.folder, 'IM1')
  await writeFile(image, ctSlice({ study: 78, instance: 1 }))
  const foreseen = await epacs('rules', '--config', config, '--called', 'CHYNE', image)
  assert.equal(foreseen.code, 0, foreseen.stderr)
  assert.match(foreseen.stdout, /^ {2}chest: to CASLAV, NOBODY \(matches: studyDescription\)$/m)
  assert.match(foreseen.stdout, /^ {2}=> CASLAV \(Čáslavská nemocnice\), NOBODY \(no participant: .+\)$/m)
  assert.match((await epacs('doctor', '--config', config)).stdout, /^WRONG +rules .+NOBODY \(chest\)/m)

  // Aliases are those of the file, as its rules are.
  await writeFile(config, withRule('to: [PRAHA]').replace('aliases: {}', 'aliases: { PRAHA: CASLAV }'))
  const aliased = await epacs('rules', '--config', config, '--called', 'CHYNE', image)
  assert.match(aliased.stdout, /^ {2}=> PRAHA \(Čáslavská nemocnice\)$/m, aliased.stderr)

  await writeFile(
    `${config}.moved`,
    before.replace(/page:(\s+)port: \d+/, `page:$1port: ${await freePort()}`),
  )
  const moved = await epacs('reload', '--config', `${config}.moved`)
  assert.match(moved.stderr, /another page\.port, needs a restart/)

  await writeFile(config, withRule('series: drop').replace('historyDays: 30', 'historyDays: 31'))
  const reloaded = await epacs('reload', '--config', config)
  assert.deepEqual([reloaded.code, reloaded.stdout], [0, 'From now on: rules, historyDays\n'])
  const dropped = await epacs('rules', '--config', config, '--called', 'CHYNE', image)
  assert.match(dropped.stdout, /^ {2}=> left out, by chest$/m)

  await writeFile(config, withRule('series: hide'))
  child.kill('SIGHUP')
  await writeFile(`${config}.right`, before)
  await until('it says that it did not take it', async () => {
    const { stdout } = await epacs('status', '--json', '--config', `${config}.right`)
    return /rules\.0\.series/.test(JSON.parse(stdout).config.fault ?? '')
  })
  await writeFile(config, before)
}

test('files are sent from a terminal, with a certificate of a person or of a node, and what was left out is told', async () => {
  const folder = join(network.folder, 'CD')
  await mkdir(join(folder, 'IMAGES'), { recursive: true })
  for (const instance of [1, 2]) {
    await writeFile(join(folder, `IMAGES/IM${instance}`), ctSlice({ study: 77, instance }))
  }
  await writeFile(join(folder, 'readme.txt'), 'A viewer')
  const person = ['--centre', network.config.certificateEntrance.publicUrl]
  for (const kind of ['cert', 'key', 'ca'] as const) {
    const file = { cert: 'sender.pem', key: 'sender-key.pem', ca: 'ca.pem' }[kind]
    person.push(`--${kind}`, join(network.folder, file))
  }
  const marked = ['--urgent', '--note', 'Prosíme dnes.']
  const sent = await command('send', ...person, '--to', 'chyne', '--subject', 'Od lékaře', ...marked, folder)
  assert.equal(sent.code, 0, sent.stderr)
  assert.match(sent.stdout, /^2 images are with Chirurgie Chýně: message [0-9a-f-]{36}\n$/)
  assert.match(sent.stderr, /CD\/readme\.txt: left-out/)
  const mailbox = (await network.as('second').get('/api/messages?box=inbox')).json.items
  const { id, subject } = mailbox[0]
  const { note, urgent: isUrgent } = (await network.as('second').get(`/api/messages/${id}`)).json
  assert.deepEqual([subject, mailbox[0].instances, note, isUrgent], ['Od lékaře', 2, 'Prosíme dnes.', true])

  const byNode = await command('send', '--config', config, '--to', 'CASLAV', '--json', folder)
  assert.equal(byNode.code, 0, byNode.stderr)
  const { message, instances } = JSON.parse(byNode.stdout)
  assert.equal(instances, 2)
  const { sender } = (await network.as('sender').get(`/api/messages/${message}`)).json
  assert.equal(sender.name, 'Hornická poliklinika')

  const rules = join(network.folder, 'rules.yaml')
  await writeFile(
    rules,
    'rules:\n  - { name: first, when: { seriesDescription: ["Série 1"] }, series: drop }\n  - { name: all, urgent: true }\n',
  )
  await writeFile(join(folder, 'IMAGES/IM3'), ctSlice({ study: 77, series: 2, instance: 1 }))
  const byRules = ['send', '--config', config, '--to', 'CASLAV', '--rules', rules, '--json', folder]
  const ruled = JSON.parse((await command(...byRules)).stdout)
  assert.equal(ruled.instances, 1)
  assert.equal(ruled.files.filter(({ code }: { code: string }) => code === 'left-out-by-rule').length, 2)
  const { urgent } = (await network.as('sender').get(`/api/messages/${ruled.message}`)).json
  assert.equal(urgent, true)

  const noting = (ofCt: string, ofMr: string) =>
    writeFile(
      rules,
      `rules:\n  - { name: ct, when: { modality: [CT] }, note: ${ofCt} }\n  - { name: mr, when: { modality: [MR] }, note: ${ofMr} }\n`,
    )
  await noting('Z CT.', 'm'.repeat(990))
  const own = 'á'.repeat(9500)
  const withNote = [...byRules, '--note', own]
  const noted = await command(...withNote)
  assert.equal(noted.code, 0, noted.stderr)
  const told = (await network.as('sender').get(`/api/messages/${JSON.parse(noted.stdout).message}`)).json
  assert.equal(told.note, `${own}\nZ CT.`, 'what a rule would note of other images is no matter')
  await noting('c'.repeat(990), 'Z MR.')
  const before = (await network.as('sender').get('/api/messages?box=inbox')).json.total
  for (const attempt of ['first', 'second']) {
    const { code, stderr } = await command(...withNote)
    assert.equal(code, 1, attempt)
    assert.match(stderr, /^Nothing was sent: the note has 10491 characters, with what the rules note, .+$/m)
    assert.doesNotMatch(stderr, /goes on where/)
  }
  assert.equal((await network.as('sender').get('/api/messages?box=inbox')).json.total, before)

  const nobody = await command('send', '--config', config, '--to', 'NOBODY', folder)
  assert.deepEqual(
    [nobody.code, nobody.stderr],
    [1, 'There is no participant NOBODY: epacs directory looks for words of a name.\n'],
  )
  const nothing = await command('send', '--config', config, '--to', 'CASLAV', join(folder, 'readme.txt'))
  assert.equal(nothing.code, 1)
  assert.match(nothing.stderr, /^Nothing can be sent\.\nreadme\.txt: /m)
  const plain = await readFile(config, 'utf8')
  for (const [endToEnd, to] of [
    ['always', 'CASLAV'],
    ['[CASLAV]', 'CASLAV'],
  ] as const) {
    await writeFile(config, plain.replace('endToEnd: off', `endToEnd: ${endToEnd}`))
    const inTheOpen = await command('send', '--config', config, '--to', to, folder)
    assert.equal(inTheOpen.code, 1, endToEnd)
    assert.match(
      inTheOpen.stderr,
      /^The node encrypts what it sends to .+ and epacs send does not: nothing was sent\./m,
    )
  }
  await writeFile(config, plain)
  const empty = join(folder, 'empty')
  await mkdir(empty)
  const none = await command('send', '--config', config, '--to', 'CASLAV', empty)
  assert.deepEqual([none.code, none.stderr.includes(`there is no file in ${empty}.`)], [1, true])
})

test('a wrong configuration is told with its lines; misuse apart from failure', async () => {
  await writeFile(config, 'dicom:\n  port: many\n')
  const { code, stderr } = await epacs('run', '--config', config)
  assert.deepEqual([code, /node\.yaml:2: dicom\.port: /.test(stderr)], [1, true])
  assert.equal((await epacs('enrol')).code, 2)
  assert.equal((await epacs('walk')).code, 2)
})
