/** A running node on this machine: what it says of itself, and what it is told. */
import { userInfo } from 'node:os'
import type { Reloaded } from '../config/live-config.ts'
import type { NodeConfig } from '../config/schema.ts'
import { NodeError } from '../node-error.ts'
import type { NodeState } from './state.ts'

/** @throws NodeError: it does not run */
export async function askNode(config: NodeConfig): Promise<NodeState> {
  return (await asked(config, '/api/state')) as NodeState
}

/** The running node reads its configuration again. @throws NodeError: it does not run, or what is wrong in the file */
export async function reloadNode(config: NodeConfig): Promise<Reloaded> {
  const answer = (await asked(config, '/api/reload', {
    method: 'POST',
    headers: { 'x-epacs-node': '1' },
  })) as Reloaded | { readonly fault: string }
  if ('fault' in answer) throw new NodeError(`${answer.fault}\nNothing has changed in the running node.`)
  return answer
}

/** An institution's end-to-end identity is believed, or forgotten, by the running node. @throws NodeError: there is none such, or it does not run */
export async function judgeIdentity(
  { page }: NodeConfig,
  institutionId: string,
  verdict: 'accept' | 'forget',
): Promise<void> {
  const url = `http://127.0.0.1:${page.port}/api/end-to-end/${institutionId}/${verdict}`
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'x-epacs-node': '1' },
    body: JSON.stringify({ by: `command line, ${systemUser()}` }),
  }).catch((cause: unknown) => {
    throw new NodeError(`No node answers at port ${page.port}. \`epacs node run\` starts it.`, { cause })
  })
  if (!answer.ok) throw new NodeError('This institution has no end-to-end key that waits for that.')
}

/** For the node's log. In a container the user may have no name. */
function systemUser(): string {
  const { SUDO_USER } = process.env
  if (SUDO_USER !== undefined && SUDO_USER !== '') return SUDO_USER
  try {
    return userInfo().username
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}

async function asked({ page }: NodeConfig, path: string, init: RequestInit = {}): Promise<unknown> {
  try {
    return await (await fetch(`http://127.0.0.1:${page.port}${path}`, init)).json()
  } catch (error) {
    throw new NodeError(
      `No node answers at port ${page.port}. \`epacs node run\` starts it. One that runs already, started with another page.port, needs a restart.`,
      { cause: error },
    )
  }
}
