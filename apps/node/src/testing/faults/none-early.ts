/** Why no image of a study was at a PACS before its message, by what both nodes logged meanwhile. */
import type { Hospital } from '../hospital.ts'

/** What either node says when something goes with the message alone, and what of the line tells why. */
const TELLING = new Map<string, 'err' | 'why'>([
  ['it is not read before it is whole', 'err'],
  ['does not travel while it arrives', 'err'],
  ['what arrives is not known', 'err'],
  ['nothing comes early', 'why'],
  ['reading early was broken off', 'err'],
  ['the rest waits for its message', 'why'],
])

interface Line {
  readonly msg?: string
  readonly why?: string
  readonly err?: { readonly message?: string }
}

/** Of a node's log, from a moment on. */
export class LogSince {
  readonly #node: Hospital
  readonly #from: number

  private constructor(node: Hospital, from: number) {
    this.#node = node
    this.#from = from
  }

  static async now(node: Hospital): Promise<LogSince> {
    return new LogSince(node, (await node.log()).length)
  }

  async lines(): Promise<readonly Line[]> {
    const text = (await this.#node.log()).slice(this.#from)
    return text.split('\n').flatMap(lineOf)
  }
}

/** None of half a line, as a node that was killed may have left. */
function lineOf(text: string): readonly Line[] {
  if (!text.startsWith('{')) return []
  try {
    return [JSON.parse(text) as Line]
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}

/** @param logs of both nodes since the study began to be sent */
export async function whyNoneEarly(logs: {
  readonly sending: LogSince
  readonly receiving: LogSince
}): Promise<string> {
  const told = await Promise.all([of('sender', logs.sending), of('recipient', logs.receiving)])
  const all = told.flat()
  return all.length === 0 ? 'neither node says why' : all.join('; ')
}

async function of(whose: string, log: LogSince): Promise<readonly string[]> {
  const told = new Set<string>()
  for (const { msg = '', why, err } of await log.lines()) {
    const kind = TELLING.get(msg)
    if (kind !== undefined) told.add(`${whose}: ${msg} (${(kind === 'why' ? why : err?.message) ?? ''})`)
  }
  return [...told]
}
