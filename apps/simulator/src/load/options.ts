/** What `npm run load` is told. */
import { parseArgs } from 'node:util'

export const HELP = `npm run load -- [--minutes M] [--senders N] [--nodes N] [--sessions N] [--institutions N] [--processes N]
                [--kill-every SECONDS] [--line-mbit X] [--scale X] [--seed S] [--report FOLDER] [--json]

A country's load on this machine: equal processes of one centre on one PostgreSQL and one S3-compatible store (a Ceph in
memory), behind HAProxy. Nodes and signed-in people hold event streams, people list their mailboxes, senders send one
study after the other, recipients download and delete, and every now and then a process is killed (SIGKILL) and started
again. In the end each message is held against a ledger of what was sent.

--minutes M        for so long it is sent (10)
--senders N        so many send at once, each over a line of its own (50)
--nodes N          so many nodes are enrolled and hold their event stream (500)
--sessions N       so many people are signed in, with an event stream each (1000)
--institutions N   who take part (40); every fourth is a hospital and has the nodes
--processes N      of the centre, 2 to 9 (3)
--kill-every S     seconds from one kill to the next (60); 0: nothing is killed
--line-mbit X      what a sender's line carries, in Mbit/s (1)
--scale X          of real sizes, 0 to 1 (0.005: a CT of 210 MB has 1 MB)
--seed S           another choice of the same kind (1)
--report FOLDER    where summary.json and the warnings of the processes go (test-results/load)
--json             the summary on the standard output, and progress on the standard error

It needs Debian's haproxy, ceph-mon, ceph-osd and radosgw, and Linux.
Exit codes: 0 nothing was lost, doubled, changed or misdelivered, and nobody met an error but while a process was away;
            1 something was; 2 called wrongly.
`

export interface Options {
  readonly minutes: number
  readonly senders: number
  readonly nodes: number
  readonly sessions: number
  readonly institutions: number
  readonly processes: number
  /** 0: nothing is killed. */
  readonly killEverySeconds: number
  readonly lineMbit: number
  readonly scale: number
  readonly seed: number
  readonly report: string
  readonly isJson: boolean
}

/** A week. */
const MOST_MINUTES = 7 * 24 * 60

/** A text: what is wrong with them. */
export function readOptions(args: readonly string[]): Options | 'help' | { readonly wrong: string } {
  const number = (preset: number) => ({ type: 'string', default: String(preset) }) as const
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        minutes: number(10),
        senders: number(50),
        nodes: number(500),
        sessions: number(1000),
        institutions: number(40),
        processes: number(3),
        'kill-every': number(60),
        'line-mbit': number(1),
        scale: number(0.005),
        seed: number(1),
        report: { type: 'string', default: 'test-results/load' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return 'help'
    const whole = (name: 'senders' | 'nodes' | 'sessions' | 'institutions' | 'processes' | 'seed') =>
      Number(values[name])
    const bounds = [
      ['senders', 1, 1000],
      ['nodes', 0, 5000],
      ['sessions', 0, 10_000],
      ['institutions', 2, 500],
      ['processes', 2, 9],
      ['seed', 0, 2 ** 31],
    ] as const
    for (const [name, least, most] of bounds) {
      const value = whole(name)
      if (!Number.isSafeInteger(value) || value < least || value > most)
        return { wrong: `--${name} is a whole number from ${least} to ${most}` }
    }
    const [minutes, killEverySeconds] = [Number(values.minutes), Number(values['kill-every'])]
    const [lineMbit, scale] = [Number(values['line-mbit']), Number(values.scale)]
    if (!(minutes > 0 && minutes <= MOST_MINUTES))
      return { wrong: `--minutes is a number above 0, and ${MOST_MINUTES} at most` }
    if (!(killEverySeconds >= 0 && killEverySeconds <= MOST_MINUTES * 60))
      return { wrong: '--kill-every is a number of seconds, a week at most' }
    if (!(lineMbit > 0)) return { wrong: '--line-mbit is a number above 0' }
    if (!(scale > 0 && scale <= 1)) return { wrong: '--scale is a number above 0, and 1 at most' }
    return {
      ...{ minutes, killEverySeconds, lineMbit, scale, seed: whole('seed') },
      ...{ senders: whole('senders'), nodes: whole('nodes'), sessions: whole('sessions') },
      ...{ institutions: whole('institutions'), processes: whole('processes') },
      ...{ report: values.report, isJson: values.json },
    }
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) }
  }
}
