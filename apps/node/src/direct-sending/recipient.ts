/** Whom people mean by an id, a name or an AE title; and who sends. */
import { createHash } from 'node:crypto'
import { type CentreConnection, CentreProblem, type TlsTrust } from '../centre/connection.ts'
import { NodeError } from '../node-error.ts'

export interface Recipient {
  readonly id: string
  readonly name: string
  readonly aeTitle?: string
}

/** @throws NodeError: none, or several */
export async function recipientOf(connection: CentreConnection, to: string): Promise<Recipient> {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(to)) {
    return await connection.call<Recipient>({ path: `/api/institutions/${to.toLowerCase()}` })
  }
  const found = await lookUp(connection, to)
  const [only, ...others] = found
  if (only === undefined)
    throw new NodeError(`There is no participant ${to}: epacs directory looks for words of a name.`)
  if (others.length > 0) {
    throw new NodeError(`Several are called so: ${found.map(({ name, id }) => `${name} (${id})`).join(', ')}`)
  }
  return only
}

async function lookUp(connection: CentreConnection, to: string): Promise<readonly Recipient[]> {
  const wanted = to.toLowerCase()
  const isMeant = ({ name, aeTitle = '' }: Recipient) =>
    name.toLowerCase() === wanted || aeTitle.toLowerCase() === wanted
  try {
    const path = '/api/nodes/own/participants'
    return (await connection.call<{ items: readonly Recipient[] }>({ path })).items.filter(isMeant)
  } catch (error) {
    // A person's certificate: the directory is asked.
    if (!(error instanceof CentreProblem) || error.code !== 'not-a-node') throw error
  }
  const path = `/api/institutions?pageSize=100&q=${encodeURIComponent(to)}`
  const { items } = await connection.call<{ items: readonly Recipient[] }>({ path })
  const details = await Promise.all(
    items.map(async ({ id }) => await connection.call<Recipient>({ path: `/api/institutions/${id}` })),
  )
  return details.filter(isMeant)
}

/** Who sends, as the centre knows them: renewed certificates change nothing. */
export async function accountOf(connection: CentreConnection, { cert = '' }: TlsTrust): Promise<string> {
  try {
    const { person, institution } = await connection.call<{
      person: { id: string }
      institution: { id: string } | null
    }>({ path: '/api/session' })
    return `${person.id} of ${institution?.id ?? 'none'}`
  } catch (error) {
    // A node has no session to be asked about.
    if (!(error instanceof CentreProblem) || error.code !== 'not-for-nodes') throw error
    return `node with ${createHash('sha256').update(cert).digest('hex')}`
  }
}
