/** `npm run bench -- dimse`: the DICOM network beside DCMTK and Orthanc in one run. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CACHE } from '../cache.ts'
import { type DataSet, FULL_SIZES, keepDataSet, QUICK_SIZES } from '../generator/data-set.ts'
import { Misuse } from '../options.ts'
import type { CaseFigures } from '../reporting/figures.ts'
import { caseTable } from '../reporting/table.ts'
import { DIMSE_CASES, type Participants, type RoundValues } from './cases.ts'
import { startCentre } from './centre.ts'
import { dimseFigures } from './figures.ts'
import {
  type Identity,
  NO_DELAY,
  type Receiver,
  run,
  startOrthanc,
  startOurs,
  startStorescp,
} from './processes.ts'

/** The network of the centre takes some twenty ports of its own. */
const FIRST_OF_CENTRE = 10

const DIMSE_HELP = `npm run bench -- dimse [options]

Sends generated studies by DICOM to the centre, to DCMTK's storescp and to Orthanc, and from a sender of ours. The
centre checks, hashes, indexes and packs what comes, and delivers it before the next round begins.

  --only CASE    ${DIMSE_CASES.map(({ name }) => name).join(', ')}; may be repeated
  --only-files   instead of the centre a receiver of ours that only writes files, as storescp does
  --rounds N     rounds of each case (default: 3)
  --quick        small data and one round
  --json         figures as JSON on the standard output
  --port N       first of the forty ports that are used (default: 24100)
`

interface DimseOptions {
  readonly only: readonly string[]
  readonly onlyFiles: boolean
  readonly rounds: number
  readonly isQuick: boolean
  readonly isJson: boolean
  readonly port: number
}

export async function benchDimse(args: readonly string[], write: (text: string) => void): Promise<void> {
  const options = readOptions(args)
  if (options === 'help') {
    write(DIMSE_HELP)
    return
  }
  const stops: (() => Promise<void>)[] = []
  const asked = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => reject(new Error(`ended by ${signal}`)))
    }
  })
  try {
    await Promise.race([asked, measureAll(options, write, stops)])
  } finally {
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop()
  }
}

async function measureAll(
  options: DimseOptions,
  write: (text: string) => void,
  stops: (() => Promise<void>)[],
): Promise<void> {
  const participants = await bringUp(options, stops)
  const figures: CaseFigures[] = []
  for (const each of DIMSE_CASES.filter(({ name }) => options.only.includes(name))) {
    const rounds: RoundValues[] = []
    for (let round = 0; round < options.rounds; round++) {
      console.error(`${each.name}: round ${round + 1} of ${options.rounds}`)
      rounds.push(await each.measure(participants, round % 2 === 1))
    }
    const data = dataOf(each.name, participants)
    const figure = dimseFigures(each, { files: data.files.length, sizeBytes: data.sizeBytes }, rounds)
    figures.push(figure)
    if (!options.isJson) write(`\n${caseTable(figure)}`)
  }
  if (options.isJson) write(`${JSON.stringify({ rounds: options.rounds, cases: figures }, null, 2)}\n`)
}

function dataOf(name: string, { data }: Participants): DataSet {
  if (name.includes('small')) return data.smallFiles
  return name.includes('multi-frame') ? data.multiFrame : data.ctStudy
}

async function bringUp(
  { isQuick, onlyFiles, port }: DimseOptions,
  stops: (() => Promise<void>)[],
): Promise<Participants> {
  const sizes = isQuick ? QUICK_SIZES : FULL_SIZES
  const keep = (name: DataSet['name']) => keepDataSet(join(CACHE, 'data'), name, { seed: 1, sizes })
  const data = {
    ctStudy: await keep('ctStudy'),
    smallFiles: await keep('smallFiles'),
    multiFrame: await keep('multiFrame'),
  }
  await mkdir(CACHE, { recursive: true })
  const folder = await mkdtemp(join(CACHE, 'run-'))
  // The embedded database of a run as root belongs to another account, which has to get through.
  await chmod(folder, 0o711)
  stops.push(() => rm(folder, { recursive: true, force: true }))
  const identity = await makeIdentity(folder)
  const up = async (starting: Promise<Receiver>) => {
    const receiver = await starting
    stops.push(() => receiver.stop())
    return receiver
  }
  const at = (name: string) => join(folder, name)
  const ownReceiver = await up(startOurs(at('ours'), port, identity))
  return {
    ours: onlyFiles ? ownReceiver : await up(startCentre(at('centre'), port + FIRST_OF_CENTRE)),
    ownReceiver,
    storescp: {
      quick: await up(startStorescp(at('quick'), port + 2, { env: NO_DELAY })),
      plain: await up(startStorescp(at('plain'), port + 3, {})),
      tls: await up(startStorescp(at('tls'), port + 4, { env: NO_DELAY, identity })),
    },
    orthanc: await up(startOrthanc(at('orthanc'), port + 5)),
    identity,
    data,
  }
}

/** One self-signed certificate for both sides, its own authority. */
async function makeIdentity(folder: string): Promise<Identity> {
  const [key, cert, settings] = [
    join(folder, 'key.pem'),
    join(folder, 'cert.pem'),
    join(folder, 'openssl.cnf'),
  ]
  await writeFile(
    settings,
    '[req]\ndistinguished_name=dn\nx509_extensions=x\n[dn]\n[x]\nsubjectAltName=DNS:localhost\n',
  )
  const subject = ['-subj', '/CN=localhost', '-days', '2', '-config', settings]
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    cert,
    ...subject,
  ])
  return { key, cert, ca: cert }
}

function readOptions(args: readonly string[]): DimseOptions | 'help' {
  const { help, only, rounds, quick, json, port, 'only-files': onlyFiles } = parse(args)
  if (help) return 'help'
  const known = DIMSE_CASES.map(({ name }) => name)
  const unknown = only.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new Misuse(`There is no case "${unknown}": --only takes ${known.join(', ')}.`)
  return {
    only: only.length === 0 ? known : only,
    onlyFiles,
    rounds: number('rounds', rounds ?? (quick ? '1' : '3'), 1000),
    isQuick: quick,
    isJson: json,
    port: number('port', port, 65_000),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true, default: [] },
        rounds: { type: 'string' },
        port: { type: 'string', default: '24100' },
        'only-files': { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new Misuse(`${error.message.split('. ')[0]}: see "npm run bench -- dimse --help".`)
  }
}

function number(name: string, text: string, most: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  throw new Misuse(`--${name} takes a number from 1 to ${most}, not "${text}".`)
}
