/** `epacs requests`: requests for images that were received, or sent; showing, refusing, withdrawing, completing them. */
import { REQUEST_STATUSES } from '@epacs/exchange'
import { type CentreConnection, NodeError } from '@epacs/node/client'
import { Command, Option } from 'commander'
import { ACCESS_HELP, type AccessOptions, atCentre, withAccess } from './access.ts'
import { count } from './list.ts'
import {
  type ImageRequest,
  type ImageRequestDetail,
  patientOf,
  requestInWords,
  standingOf,
  wantedOf,
} from './request-detail.ts'
import { minuteOf, textTable } from './text-table.ts'

interface ListOptions extends AccessOptions {
  readonly sent?: boolean
  readonly status?: string
  readonly limit: number
  readonly json?: boolean
}

export function requestsCommand(): Command {
  const command = withAccess(
    new Command('requests').description('list requests for images, the newest first'),
  )
    .option('--sent', 'those that were sent, not those that were received')
    .addOption(
      new Option('--status <status>', 'in this state alone').choices([...REQUEST_STATUSES, 'overdue']),
    )
    .option('--limit <number>', 'at most so many', count, 20)
    .option('--json', 'one JSON document per line, for programs')
    .addHelpText('after', `${ACCESS_HELP}\n\nWhat answers a request is sent by epacs send --answers REQUEST.`)
    .action(list)
  // Options may stand behind the request, too; `command` takes them wherever they are.
  const ofOne = (name: string, description: string) =>
    withAccess(command.command(name).description(description).argument('<request>', 'its id'))
      .option('--json', 'the outcome as JSON, for programs')
      .addHelpText('after', ACCESS_HELP)
  ofOne('show', 'show one request, and why it was refused; who asked sees that it was opened').action(show)
  ofOne('refuse', 'say why no images come')
    .requiredOption('--reason <words>', 'read by the institution that asked')
    .action(
      async (id: string, { reason }: { readonly reason: string }) => await end(id, 'refuse', { reason }),
    )
  ofOne('withdraw', 'take a request of the own institution back').action(
    async (id: string) => await end(id, 'withdraw', {}),
  )
  ofOne('complete', 'nothing more is to follow what was delivered').action(
    async (id: string) => await end(id, 'complete', {}),
  )

  async function show(id: string): Promise<void> {
    const { json, ...access } = command.opts<AccessOptions & { readonly json?: boolean }>()
    const path = `/api/requests/${requestId(id)}`
    const request = await atCentre(
      access,
      async (connection) => await connection.call<ImageRequestDetail>({ path }),
    )
    process.stdout.write(json ? `${JSON.stringify(request)}\n` : requestInWords(request))
  }

  async function end(id: string, how: 'refuse' | 'withdraw' | 'complete', body: object): Promise<void> {
    const { json, ...access } = command.opts<AccessOptions & { readonly json?: boolean }>()
    await atCentre(access, async (connection) => {
      const path = `/api/requests/${requestId(id)}/${how}`
      const { status } = await connection.call<ImageRequest>({ method: 'POST', path, json: body })
      process.stdout.write(json ? `${JSON.stringify({ request: id, status })}\n` : `${id}: ${status}\n`)
    })
  }
  return command
}

async function list(options: ListOptions): Promise<void> {
  const { sent = false, status, limit, json = false } = options
  await atCentre(options, async (connection) => {
    const box = sent ? 'sent' : 'received'
    const requests = await requestsOf(connection, { box, ...(status === undefined ? {} : { status }) }, limit)
    if (json) for (const each of requests) process.stdout.write(`${JSON.stringify(each)}\n`)
    else if (requests.length === 0) console.error('There is no such request.')
    else {
      const heads = ['NEEDED BY', '', sent ? 'TO' : 'FROM', 'STATUS', 'PATIENT', 'WHAT', 'REQUEST']
      process.stdout.write(
        textTable(
          heads,
          requests.map((each) => rowOf(each, sent)),
        ),
      )
    }
  })
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** @throws NodeError: it is no id of a request */
function requestId(text: string): string {
  if (ID.test(text)) return text.toLowerCase()
  throw new NodeError(
    `${text} is no id of a request: \`epacs requests\` and \`epacs requests --sent\` tell them.`,
  )
}

const AT_ONCE = 100

async function requestsOf(
  connection: CentreConnection,
  wanted: Readonly<Record<string, string>>,
  limit: number,
): Promise<readonly ImageRequest[]> {
  const found: ImageRequest[] = []
  for (let page = 1; found.length < limit; page++) {
    const query = new URLSearchParams({ ...wanted, page: String(page), pageSize: String(AT_ONCE) })
    const { items } = await connection.call<{ items: readonly ImageRequest[] }>({
      path: `/api/requests?${query}`,
    })
    found.push(...items)
    if (items.length < AT_ONCE) break
  }
  return found.slice(0, limit)
}

function rowOf(request: ImageRequest, isSent: boolean): string[] {
  const { asking, asked, urgency, neededBy, id } = request
  return [
    minuteOf(neededBy),
    urgency === 'routine' ? '' : '!',
    isSent ? asked.name : asking.name,
    standingOf(request),
    patientOf(request),
    wantedOf(request),
    id,
  ]
}
