/** The request for images that a sending answers, looked at before anything is packed: the centre sees it last. */
import { type CentreConnection, CentreProblem } from '../centre/connection.ts'
import { NodeError } from '../node-error.ts'
import type { Recipient } from './recipient.ts'

/** No message will ever answer it from here. */
export class NotAnswerable extends NodeError {}

interface AskedFor {
  readonly asking: { readonly id: string; readonly name: string }
  readonly status: string
}

/** @throws NotAnswerable; what a connection throws */
export async function requireAnswerable(
  connection: Pick<CentreConnection, 'call'>,
  request: string,
  recipient: Recipient,
): Promise<void> {
  const { asking, status } = await requestOf(connection, request)
  if (asking.id !== recipient.id) {
    throw new NotAnswerable(
      `Nothing was sent: request ${request} is of ${asking.name}, and not of ${recipient.name}. Send to who asked.`,
    )
  }
  // More may follow what was completed.
  if (status !== 'refused' && status !== 'withdrawn') return
  throw new NotAnswerable(
    `Nothing was sent: request ${request} has been ${status}, and takes no answer any more. Without it these files go as an ordinary message.`,
  )
}

async function requestOf(connection: Pick<CentreConnection, 'call'>, request: string): Promise<AskedFor> {
  try {
    return await connection.call<AskedFor>({ path: `/api/requests/${encodeURIComponent(request)}` })
  } catch (error) {
    // Also of what is no id at all.
    if (!(error instanceof CentreProblem) || error.status !== 404) throw error
    throw new NotAnswerable(
      `Nothing was sent: your institution has no request ${request}. \`epacs requests\` tells their ids.`,
      { cause: error },
    )
  }
}
