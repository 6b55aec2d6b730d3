/** What a running node on this machine says of itself. */
import type { NodeConfig } from '../config/schema.ts'
import { NodeError } from '../node-error.ts'
import type { NodeState } from './state.ts'

/** @throws NodeError: it does not run */
export async function askNode({ page }: NodeConfig): Promise<NodeState> {
  try {
    const response = await fetch(`http://127.0.0.1:${page.port}/api/state`)
    return (await response.json()) as NodeState
  } catch (error) {
    throw new NodeError(`No node answers at port ${page.port}. \`epacs node run\` starts it.`, {
      cause: error,
    })
  }
}
