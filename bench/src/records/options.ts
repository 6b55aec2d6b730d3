/** The command line of `npm run bench -- records`. */
import { parseArgs } from 'node:util'
import { Misuse } from '../options.ts'

export interface RecordsOptions {
  readonly messages: number
  readonly institutions: number
  /** Each question is asked so often, with other values each time. */
  readonly calls: number
  readonly port: number
  readonly isJson: boolean
}

export const RECORDS_HELP = `npm run bench -- records [options]

A country's records, written by the database itself: messages to many institutions (the largest mailbox has a thirtieth of
them, the next half as many, a third as many, and so on), their studies and deliveries, and an audit event for each. Then people
ask: how long does each answer take, and does the database read a large table as a whole for it?

Exit code 1 when the 99th percentile of an answer is above its goal, or a large table was read as a whole.

  --messages N      (default: 1,000,000; a country has 20,000,000: 35 GB of disk, an hour)
  --institutions N  (default: 2,000)
  --calls N         of each question (default: 300; what the centre's limits of requests put off is waited for)
  --json            figures as JSON on the standard output
  --port N          first of the ten ports that are used (default: 24700)
`

export function readRecordsOptions(args: readonly string[]): RecordsOptions | 'help' {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        messages: { type: 'string', default: '1000000' },
        institutions: { type: 'string', default: '2000' },
        calls: { type: 'string', default: '300' },
        json: { type: 'boolean', default: false },
        port: { type: 'string', default: '24700' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return 'help'
    const port = Number(values.port)
    if (!(Number.isInteger(port) && port > 0 && port < 65_526))
      throw new Misuse('--port takes a port number.')
    return {
      messages: countOf('--messages', values.messages),
      institutions: countOf('--institutions', values.institutions),
      calls: countOf('--calls', values.calls),
      port,
      isJson: values.json,
    }
  } catch (error) {
    if (error instanceof Misuse) throw error
    throw new Misuse(error instanceof Error ? error.message : String(error))
  }
}

function countOf(name: string, value: string): number {
  const count = Number(value)
  if (Number.isInteger(count) && count >= 10) return count
  throw new Misuse(`${name} takes a whole number, 10 or more.`)
}
