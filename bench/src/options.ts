/** The command line of `npm run bench`. */
import { parseArgs } from 'node:util'
import { CASES } from './cases/cases.ts'

export interface Options {
  /** Names of cases. */
  readonly only: readonly string[]
  readonly rounds: number
  readonly seed: number
  /** First of ten ports for the network; the plain file server takes the eleventh. */
  readonly port: number
  readonly isQuick: boolean
  readonly isJson: boolean
  readonly keepsNetwork: boolean
}

export class Misuse extends Error {}

export const HELP = `npm run bench -- [options]
npm run bench -- dimse [options]    the DICOM network (see its --help)
npm run bench -- relay [options]    from PACS to PACS through nodes and centre (see its --help)
npm run bench -- flood [options]    what others notice when one floods the centre (see its --help)
npm run bench -- growth [options]   how costs grow with sizes and numbers (see its --help)

Sends generated studies through a network of its own and downloads them again, each case beside its peers on the same
disk: cp + fsync + SHA-256 of the same bytes, and plain HTTPS file serving by Node.js.

  --only CASE    ${CASES.map(({ name }) => name).join(', ')}; may be repeated (default: all)
  --rounds N     rounds of each case (default: 5)
  --quick        small data and one round, to see that it works; its figures say nothing
  --json         figures as JSON on the standard output
  --seed N       other data of the same kind (default: 1)
  --port N       first of the eleven ports that are used (default: 24000)
  --keep         keep the network's data and logs
  --help         this text

Exit codes: 0 done (goals reached or not), 1 failed, 2 wrong options.
`

const NUMBER = /^[1-9]\d{0,8}$/
const MOST_FIRST_PORT = 65535 - 10

export function readOptions(args: readonly string[]): Options | 'help' {
  const { help, only, rounds, seed, port, quick, json, keep } = parse(args)
  if (help) return 'help'
  const known = CASES.map(({ name }) => name)
  const unknown = only.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new Misuse(`There is no case "${unknown}": --only takes ${known.join(', ')}.`)
  return {
    only: only.length === 0 ? known : only,
    rounds: number('rounds', rounds ?? (quick ? '1' : '5'), 1000),
    seed: number('seed', seed, 999_999_999),
    port: number('port', port, MOST_FIRST_PORT),
    isQuick: quick,
    isJson: json,
    keepsNetwork: keep,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true, default: [] },
        rounds: { type: 'string' },
        seed: { type: 'string', default: '1' },
        port: { type: 'string', default: '24000' },
        quick: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new Misuse(`${error.message.split('. ')[0]}: see "npm run bench -- --help".`)
  }
}

function number(name: string, text: string, most: number): number {
  if (NUMBER.test(text) && Number(text) <= most) return Number(text)
  throw new Misuse(`--${name} takes a number from 1 to ${most}, not "${text}".`)
}
