/** The command line of `npm run bench -- growth`. */
import { parseArgs } from 'node:util'
import { Misuse } from '../options.ts'

export const VARIED = ['bytes', 'instances', 'messages', 'institutions', 'events'] as const
export type Varied = (typeof VARIED)[number]

export const EXTENTS = {
  quick: { bytes: 100e6, instances: 100, messages: 1000, institutions: 1000, events: 100_000 },
  usual: { bytes: 1e9, instances: 10_000, messages: 100_000, institutions: 10_000, events: 1_000_000 },
  full: { bytes: 20e9, instances: 100_000, messages: 1_000_000, institutions: 10_000, events: 10_000_000 },
} as const satisfies Record<string, Record<Varied, number>>

export interface GrowthOptions {
  readonly only: readonly Varied[]
  readonly extent: keyof typeof EXTENTS
  readonly port: number
  /** Where the picture goes; undefined: nowhere. */
  readonly chart: string | undefined
  readonly isJson: boolean
}

export const GROWTH_HELP = `npm run bench -- growth [options]

How the centre's cost grows with the size of a study (from 1 MB), its instances (from 1), the messages in a mailbox (from 1),
the institutions (from 10) and the events of the audit trail (from 1,000): processor time of the centre and its database, and
the peak of the centre's memory, at each power of ten, with the slope between them on logarithmic scales. Messages,
institutions and events are written by the database.

Exit code 1 when something grows faster than what is varied, or memory with a study.

  --only WHAT      ${VARIED.join(', ')}; may be repeated (default: all)
  --full           to 20 GB, 100,000 instances, a million messages, 10,000 institutions, ten million events: an hour, 65 GB
                   of disk (without it: 1 GB, 10,000, 100,000, 10,000, a million: ten minutes, 5 GB)
  --quick          100 MB, 100, 1,000, 1,000, 100,000: shows that it works, its figures say little
  --chart FILE     the curves as a picture (SVG)
  --json           figures as JSON on the standard output
  --port N         first of the ten ports that are used (default: 24500)
`

export function readGrowthOptions(args: readonly string[]): GrowthOptions | 'help' {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true, default: [...VARIED] },
        full: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        chart: { type: 'string' },
        json: { type: 'boolean', default: false },
        port: { type: 'string', default: '24500' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return 'help'
    const unknown = values.only.find((each) => !VARIED.some((known) => known === each))
    if (unknown !== undefined)
      throw new Misuse(`There is no "${unknown}": --only takes ${VARIED.join(', ')}.`)
    const port = Number(values.port)
    if (!(Number.isInteger(port) && port > 0 && port < 65_526))
      throw new Misuse('--port takes a port number.')
    if (values.full && values.quick) throw new Misuse('Either --full or --quick.')
    return {
      only: VARIED.filter((each) => values.only.includes(each)),
      extent: values.full ? 'full' : values.quick ? 'quick' : 'usual',
      port,
      chart: values.chart,
      isJson: values.json,
    }
  } catch (error) {
    if (error instanceof Misuse) throw error
    throw new Misuse(error instanceof Error ? error.message : String(error))
  }
}
