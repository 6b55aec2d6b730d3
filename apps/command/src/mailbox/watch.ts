/** `epacs watch`: tells what comes to the mailbox, as it comes, and downloads it if it is told to. */
import { type CentreConnection, followEvents, NodeError } from '@epacs/node/client'
import { Command } from 'commander'
import { plain } from '../plain.ts'
import { Progress } from '../progress.ts'
import { ACCESS_HELP, type AccessOptions, atCentre, withAccess } from './access.ts'
import { counted } from './counted.ts'
import { fetchPackage, packagePathIn } from './fetch-package.ts'
import { count } from './list.ts'
import { type Message, messagesOf } from './messages.ts'
import { NotGivenOut } from './persistently.ts'
import { sizeInWords } from './size-in-words.ts'
import { minuteOf } from './text-table.ts'

interface Options extends AccessOptions {
  readonly get?: string
  readonly run?: number
  readonly json?: boolean
}

/** What is looked through for arrivals after each event; far more than come at once. */
const NEWEST = 100
/** Where events do not get through. */
const LOOK_EVERY_MS = 60_000

export function watchCommand(): Command {
  return withAccess(
    new Command('watch').description(
      'wait for messages and tell of each that comes; those that wait unread are told first',
    ),
  )
    .option('--get <folder>', 'download each into this folder')
    .option('-n, --run <number>', 'end after so many', count)
    .option('--json', 'one JSON document per line, for programs')
    .addHelpText('after', ACCESS_HELP)
    .action(watch)
}

async function watch(options: Options): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  await atCentre(options, async (connection) => {
    const arrivals = new Arrivals(connection, options, stop)
    // A refused certificate is told at once, not waited out.
    await arrivals.look()
    const looking = setInterval(() => arrivals.lookSoon(), LOOK_EVERY_MS)
    try {
      await followEvents(
        connection,
        () => arrivals.lookSoon(),
        () => arrivals.lookSoon(),
        stop.signal,
      )
    } finally {
      clearInterval(looking)
    }
    await arrivals.end()
  })
}

class Arrivals {
  readonly #connection: CentreConnection
  readonly #options: Options
  readonly #stop: AbortController
  readonly #told = new Set<string>()
  readonly #gone = new Set<string>()
  #looking: Promise<void> = Promise.resolve()
  #failure: unknown

  constructor(connection: CentreConnection, options: Options, stop: AbortController) {
    this.#connection = connection
    this.#options = options
    this.#stop = stop
  }

  lookSoon(): void {
    this.#looking = this.#looking
      .then(async () => await this.look())
      .catch((error: unknown) => {
        // The centre may be away for a while; what the disk says is not for waiting.
        if (error instanceof NodeError && !(error instanceof NotGivenOut)) {
          this.#failure = error
          this.#stop.abort()
        } else
          console.error(`The mailbox could not be read: ${error instanceof Error ? error.message : error}`)
      })
  }

  async end(): Promise<void> {
    await this.#looking
    if (this.#failure !== undefined) throw this.#failure
  }

  async look(): Promise<void> {
    const { get, json = false, run = Number.POSITIVE_INFINITY } = this.#options
    const newest: Message[] = []
    const wanted = { box: 'inbox', status: 'delivered' } as const
    for await (const message of messagesOf(this.#connection, wanted, NEWEST)) newest.push(message)
    for (const message of newest.toReversed()) {
      if (this.#stop.signal.aborted || this.#told.has(message.id) || this.#gone.has(message.id)) continue
      const { id, sizeBytes } = message
      const path = get === undefined ? undefined : packagePathIn(get, id)
      if (path !== undefined) {
        const progress = new Progress(json ? 'quiet' : 'shown')
        try {
          await fetchPackage(this.#connection, { id, sizeBytes, path, isReplacing: true, progress })
        } catch (error) {
          if (!(error instanceof NotGivenOut)) throw error
          // The others come all the same; what is not gone for good is tried again the next time.
          console.error(`${id}: ${error.message}`)
          if (error.isForGood) this.#gone.add(id)
          continue
        }
      }
      this.#told.add(id)
      process.stdout.write(json ? `${JSON.stringify({ ...message, path })}\n` : lineOf(message, path))
      if (this.#told.size >= run) this.#stop.abort()
    }
  }
}

function lineOf(
  { createdAt, urgent, sender, subject, instances, sizeBytes, id }: Message,
  path = id,
): string {
  const what = `${sender.name}: ${subject} (${counted(instances, 'image')}, ${sizeInWords(sizeBytes)})`
  return `${minuteOf(createdAt)} ${urgent ? '! ' : ''}${plain(what)} ${path}\n`
}
