/** Messages as the centre tells of them (its API description: GET /api/messages). */
import { type CentreConnection, NodeError } from '@epacs/node/client'

interface Named {
  readonly id: string
  readonly name: string
}

export interface Message {
  readonly id: string
  readonly sender: Named
  readonly recipients: readonly Named[]
  readonly subject: string
  readonly note: string
  readonly urgent: boolean
  readonly createdAt: string
  readonly status: string
  readonly unread: boolean
  readonly sizeBytes: number
  readonly instances: number
  readonly studies: readonly {
    readonly studyInstanceUid: string
    readonly patient: { readonly id: string; readonly name: string; readonly birthDate: string | null }
    readonly date: string | null
    readonly description: string | null
    readonly modalities: readonly string[]
    readonly series: readonly unknown[]
  }[]
  readonly deliveries: readonly {
    readonly institution: Named
    readonly status: string
    readonly at: string
  }[]
}

export interface MessageDetail extends Message {
  /** The request for images that it answers; missing where the centre is of an earlier version. */
  readonly answers?: { readonly id: string; readonly clinician: string } | null
  readonly files: readonly {
    readonly path: string
    readonly outcome: string
    readonly code: string | null
    readonly detail: string | null
  }[]
  readonly events: readonly { readonly at: string; readonly actor: string; readonly what: string }[]
}

export interface Wanted {
  readonly box: 'inbox' | 'sent'
  readonly status?: string
  /** Of any delivery: among the sent. */
  readonly delivery?: string
  readonly from?: string
  readonly to?: string
  readonly urgent?: boolean
  readonly patient?: string
  readonly q?: string
}

const PAGE_SIZE = 100
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The newest first, at most `limit`. In the body of a request, since a patient's name does not belong into addresses. */
export async function* messagesOf(
  connection: CentreConnection,
  wanted: Wanted,
  limit: number,
): AsyncGenerator<Message> {
  let left = limit
  for (let page = 1; left > 0; page++) {
    const { items } = await connection.call<{ items: readonly Message[] }>({
      method: 'POST',
      path: '/api/messages/search',
      json: { ...wanted, page, pageSize: PAGE_SIZE },
    })
    for (const each of items.slice(0, left)) yield each
    left -= items.length
    if (items.length < PAGE_SIZE) return
  }
}

/** @throws NodeError: it is no id of a message */
export function messageId(text: string): string {
  if (!ID.test(text)) {
    throw new NodeError(`${text} is no id of a message: \`epacs inbox\` and \`epacs sent\` tell them.`)
  }
  return text.toLowerCase()
}

export async function messageDetail(connection: CentreConnection, id: string): Promise<MessageDetail> {
  return await connection.call<MessageDetail>({ path: `/api/messages/${messageId(id)}` })
}
