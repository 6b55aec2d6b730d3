/** The command line of `npm run demo`. */
import { isAbsolute, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Misuse } from './failure.ts'
import { MOST_FIRST_PORT } from './machine/ports.ts'

export interface DemoOptions {
  /** Absolute. */
  readonly dataFolder: string
  /** The portal's; the other nine follow. */
  readonly port: number
  /** No colours, no animation. */
  readonly isHeadless: boolean
  /** Revoke this person's certificate in that folder, and do nothing else. */
  readonly revoke?: string
  /** Take this person's roles in JTP away, and do nothing else. */
  readonly takeRole?: string
}

export const HELP = `npm run demo -- [options]

Brings up a whole ePACS network on this machine: the centre with its database, an identity provider,
institutions of every kind, people with certificates, and one message sent from real images.

  --data DIR    where everything is kept, over restarts too (default: data/demo)
  --port N      the portal's port; the certificate entrance, the database and the rest
                use the nine ports after it (default: 8443)
  --headless    plain lines instead of colours and animation, for scripts
  --revoke NAME revoke the certificate people/NAME.pem of the demo in DIR, running or not, and end;
                the running demo shuts it out within a minute or two
  --take-role LOGIN
                take the roles of that person in JTP away, and end; the next sign-in is refused
  --help        this text

Once everything answers, it prints a line that begins with "ready" and writes DIR/access.json.
Ctrl-C or SIGTERM ends it. Exit codes: 0 ended as asked, 1 failed, 2 wrong options.
`

/** `help`: the person asked for the text above. `callerFolder` is where npm was run, `home` the repository. */
export function readOptions(
  args: readonly string[],
  callerFolder: string,
  home: string,
): DemoOptions | 'help' {
  const { data, port, headless, revoke, 'take-role': takeRole, help } = parse(args)
  if (help) return 'help'
  return {
    dataFolder: data === undefined ? resolve(home, 'data/demo') : folder(data, callerFolder),
    port: port === undefined ? 8443 : portNumber(port),
    isHeadless: headless,
    ...(revoke === undefined ? {} : { revoke }),
    ...(takeRole === undefined ? {} : { takeRole }),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        headless: { type: 'boolean', default: false },
        revoke: { type: 'string' },
        'take-role': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new Misuse(`${error.message.split('. ')[0]}: see "npm run demo -- --help".`)
  }
}

function folder(data: string, callerFolder: string): string {
  if (data === '') throw new Misuse('--data needs a folder: see "npm run demo -- --help".')
  return isAbsolute(data) ? data : resolve(callerFolder, data)
}

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port >= 1 && port <= MOST_FIRST_PORT) return port
  throw new Misuse(`--port takes a number from 1 to ${MOST_FIRST_PORT}, not "${text}".`)
}
