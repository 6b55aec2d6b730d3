/** Where the parts that the demo starts lie in the repository. */
import { fileURLToPath } from 'node:url'

function place(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}

export const repository = place('../../..')
export const portalFolder = place('../../portal')
/** Runs a program on the pinned Node.js, from its bundle where that is fresh. */
export const launcher = place('../../../scripts/node.mjs')
export const centreMain = place('../../centre/src/main.ts')
export const samplesFolder = place('../samples')
