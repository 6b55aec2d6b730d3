/** `epacs inbox`, `epacs sent`: what is in the mailbox, the newest first. */
import { DELIVERY_STATUSES } from '@epacs/exchange'
import { NodeError } from '@epacs/node/client'
import { Command, InvalidArgumentError, Option } from 'commander'
import { ACCESS_HELP, type AccessOptions, atCentre, withAccess } from './access.ts'
import { asMeant } from './as-meant.ts'
import { type Message, messagesOf } from './messages.ts'
import { sizeInWords } from './size-in-words.ts'
import { minuteOf, textTable } from './text-table.ts'

interface Options extends AccessOptions {
  readonly status?: string
  readonly since?: string
  readonly until?: string
  readonly urgent?: boolean
  readonly patient?: string
  readonly words?: string
  readonly limit: number
  readonly json?: boolean
}

export function listCommand(box: 'inbox' | 'sent'): Command {
  const described = box === 'inbox' ? 'list what came to the mailbox' : 'list what was sent'
  return withAccess(new Command(box).description(`${described}, the newest first`))
    .addOption(new Option('--status <status>', 'in this state alone').choices(DELIVERY_STATUSES))
    .option('--since <day>', 'from this day or moment on', moment)
    .option('--until <day>', 'before this day or moment', moment)
    .option('--urgent', 'urgent ones alone')
    .option('--patient <words>', "words of the patient's name or ID")
    .option('--words <words>', 'words of subject, note, institutions and studies')
    .option('--limit <number>', 'at most so many', count, 20)
    .option('--json', 'one JSON document per line, for programs')
    .addHelpText('after', ACCESS_HELP)
    .action(async (options: Options) => await list(box, options))
}

async function list(box: 'inbox' | 'sent', options: Options): Promise<void> {
  const { status, since, until, urgent, patient, words, limit, json = false } = options
  const wanted = {
    box,
    // As the list shows it: of what was sent, how it stands at its recipients.
    ...(status === undefined ? {} : box === 'inbox' ? { status } : { delivery: status }),
    ...(since === undefined ? {} : { from: since }),
    ...(until === undefined ? {} : { to: until }),
    ...(urgent === undefined ? {} : { urgent }),
    ...(patient === undefined ? {} : { patient }),
    ...(words === undefined ? {} : { q: words }),
  }
  await atCentre(options, async (connection) => {
    const rows: string[][] = []
    for await (const message of messagesOf(connection, wanted, limit)) {
      if (box === 'sent' && status !== undefined) requireChosen(message, status)
      if (json) process.stdout.write(`${JSON.stringify(message)}\n`)
      else rows.push(rowOf(box, message))
    }
    if (json) return
    const other = box === 'inbox' ? 'FROM' : 'TO'
    const heads = ['WHEN', '', other, 'STATUS', 'IMAGES', 'SIZE', 'PATIENT', 'SUBJECT', 'MESSAGE']
    if (rows.length === 0) console.error('There is no such message.')
    else process.stdout.write(textTable(heads, rows))
  })
}

/**
 * A centre of an earlier version passes over what it does not know, and answers with all that was sent.
 *
 * @throws NodeError: it is not what was asked for
 */
export function requireChosen({ deliveries }: Pick<Message, 'deliveries'>, status: string): void {
  if (deliveries.some((each) => each.status === status)) return
  throw new NodeError(
    'The centre is of an earlier version, which does not choose what was sent by how it stands at the recipients: ask without --status.',
  )
}

function rowOf(box: 'inbox' | 'sent', message: Message): string[] {
  const { sender, recipients, deliveries, studies } = message
  const others = box === 'inbox' ? sender.name : recipients.map(({ name }) => name).join(', ')
  const states = deliveries.map(({ status }) => status)
  return [
    minuteOf(message.createdAt),
    `${message.unread ? '●' : ''}${message.urgent ? '!' : ''}`,
    others,
    states.length === 0 ? message.status : [...new Set(states)].join(', '),
    String(message.instances),
    sizeInWords(message.sizeBytes),
    [...new Set(studies.map(({ patient }) => asMeant(patient.name)))].join(', '),
    message.subject,
    message.id,
  ]
}

/** A day is where it begins for the reader. */
export function moment(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const date = new Date(isDay ? `${text}T00:00` : text)
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError('It is no day like 2026-11-27.')
  return date.toISOString()
}

export function count(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('It is no number from 1 on.')
  return Number(text)
}
