/** What `npm run simulate` is told. */
import { parseArgs } from 'node:util'

export const HELP = `npm run simulate -- [--institutions N] [--minutes M] [--faults] [--seed S] [--scale X] [--orthanc N]
                    [--report FOLDER] [--json] [--keep]

Plays a country's day on this machine: a centre, practices that use its API with certificates, hospitals with a node and
a PACS. They send examinations by the hours of a day, ask each other for images, read, download and delete. In the end
each message is held against a ledger of what was sent.

--institutions N  how many take part (50); every fourth is a hospital
--minutes M       into how many minutes the day is pressed (10)
--faults          nodes and the centre are killed, lines cut, slow, silent and down, PACS away and full, queues full
--seed S          another day of the same kind (1); the same seed gives the same day
--scale X         of real sizes, 0 to 1 (0.001: a CT of 210 MB has 210 kB)
--orthanc N       so many hospitals have a real Orthanc as their PACS (0); the others one of this repository's own
--report FOLDER   where report.html and summary.json go (test-results/simulation)
--json            the summary on the standard output, and progress on the standard error
--keep            keeps the data (the database too) and logs, and says where

Exit codes: 0 all well; 1 something was lost, doubled, changed, misdelivered, said untruly
            or not at all, or failed; 2 called wrongly.
`

export interface Options {
  readonly institutions: number
  readonly minutes: number
  readonly hasFaults: boolean
  readonly seed: number
  readonly scale: number
  readonly orthancs: number
  readonly report: string
  readonly isJson: boolean
  readonly isKept: boolean
}

const LEAST_INSTITUTIONS = 2
const MOST_INSTITUTIONS = 500

/** A text: what is wrong with them. */
export function readOptions(args: readonly string[]): Options | 'help' | { readonly wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        institutions: { type: 'string', default: '50' },
        minutes: { type: 'string', default: '10' },
        faults: { type: 'boolean', default: false },
        seed: { type: 'string', default: '1' },
        scale: { type: 'string', default: '0.001' },
        orthanc: { type: 'string', default: '0' },
        report: { type: 'string', default: 'test-results/simulation' },
        json: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return 'help'
    const [institutions, seed, orthancs] = [values.institutions, values.seed, values.orthanc].map(Number)
    const [minutes, scale] = [Number(values.minutes), Number(values.scale)]
    if (!isWhole(institutions, LEAST_INSTITUTIONS, MOST_INSTITUTIONS)) {
      return { wrong: `--institutions is a number from ${LEAST_INSTITUTIONS} to ${MOST_INSTITUTIONS}` }
    }
    if (!(minutes > 0)) return { wrong: '--minutes is a number above 0' }
    if (!isWhole(seed, 0, 2 ** 31)) return { wrong: '--seed is a whole number' }
    if (!(scale > 0 && scale <= 1)) return { wrong: '--scale is a number above 0, and 1 at most' }
    if (!isWhole(orthancs, 0, institutions)) return { wrong: '--orthanc is a number of hospitals' }
    return {
      ...{ institutions, minutes, seed, scale, orthancs },
      ...{ hasFaults: values.faults, report: values.report, isJson: values.json, isKept: values.keep },
    }
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) }
  }
}

function isWhole(value: number | undefined, least: number, most: number): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value >= least && value <= most
}
