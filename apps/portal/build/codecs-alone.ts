/**
 * dcmjs-codecs without dcmjs, which it asks for when whole data sets are transcoded: the portal decodes frames, and a
 * worker need not carry a data dictionary for that.
 */
import type { Plugin } from 'vite'

const ASKED_FOR = 'dcmjs'
const NOTHING = '\0no-dcmjs'

export function codecsAlone(): Plugin {
  return {
    name: 'epacs-codecs-alone',
    enforce: 'pre',
    resolveId: (id) => (id === ASKED_FOR ? NOTHING : undefined),
    load: (id) => (id === NOTHING ? 'export const data = {}' : undefined),
  }
}
