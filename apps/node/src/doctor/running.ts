/** The doctor on the node itself: whether it runs, whether its ports are its own, who may send to it. */
import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { NodeConfig } from '../config/schema.ts'
import type { NodeIdentity } from '../enrolment/identity-file.ts'
import { NodeError } from '../node-error.ts'
import { askNode } from '../page/ask.ts'
import type { NodeState } from '../page/state.ts'
import { bad, type Finding, good } from './finding.ts'

const PORT_ANSWERS_WITHIN_MS = 2000
const UNIT = 'epacs-node'
const SYSTEMD = '/run/systemd/system'
/** The lowest port that anybody may listen at. */
const FIRST_FREE_FOR_ALL = 1024

export async function* running(config: NodeConfig, identity: NodeIdentity): AsyncGenerator<Finding> {
  const state = await stateOf(config)
  if (state === undefined) {
    yield bad('node', `it does not run: start it with \`epacs node run\`, or as a service.`)
  } else if (state.node?.id !== identity.id) {
    yield bad('node', `another program answers at page.port ${config.page.port}: choose another page.port.`)
  } else if (state.config.fault !== null) {
    yield bad('node', `it runs, and has not taken the configuration: ${state.config.fault}`)
  } else yield good('node', `it runs, version ${state.version}`)
  yield* service()
  const isOurs = state?.node?.id === identity.id
  if (isOurs) yield* endToEnd(state)
  for (const port of [config.dicom.port, config.dicom.tlsPort]) {
    if (port === null) continue
    const isListened = isOurs && (state.dicom.port === port || state.dicom.tlsPort === port)
    yield await dicomPort('DICOM port', config.dicom.host, port, { isOurs, isListened })
  }
  const { stow } = config
  if (stow !== null)
    yield await dicomPort('STOW-RS port', stow.host, stow.port, { isOurs, isListened: isOurs })
}

/** A node of an earlier version tells nothing of it. */
function* endToEnd({ endToEnd: told }: Partial<Pick<NodeState, 'endToEnd'>>): Generator<Finding> {
  if (told === undefined) return
  const asked = told.known.filter(({ state }) => state === 'asked').map(({ institution }) => institution.name)
  if (asked.length === 0) return yield good('end-to-end keys', `own fingerprint ${told.fingerprint}`)
  yield bad(
    'end-to-end keys',
    `${[...new Set(asked)].join(', ')}: another key than was known. Compare the fingerprint with them, then \`epacs node end-to-end --accept\`.`,
  )
}

/** Undefined: nothing answers. What is no node's answer has no `node`. */
async function stateOf(config: NodeConfig): Promise<(NodeState & { node?: { id: string } }) | undefined> {
  try {
    return await askNode(config)
  } catch (error) {
    if (error instanceof NodeError) return undefined
    throw error
  }
}

/** Where the Debian package has put a unit: that it starts with the machine. */
async function* service(): AsyncGenerator<Finding> {
  const isThere = await access(SYSTEMD).then(
    () => true,
    () => false,
  )
  if (!isThere) return
  const shown = await new Promise<string>((resolve) => {
    execFile('systemctl', ['show', UNIT, '-p', 'LoadState,ActiveState,UnitFileState'], (_, stdout) =>
      resolve(stdout),
    )
  })
  const told = new Map(shown.split('\n').map((line) => line.split('=') as [string, string]))
  if (told.get('LoadState') !== 'loaded') return
  if (told.get('UnitFileState') !== 'enabled') {
    yield bad('service', `${UNIT} does not start with the machine: systemctl enable ${UNIT}`)
  } else yield good('service', `${UNIT} starts with the machine, and is ${told.get('ActiveState')}`)
}

async function dicomPort(
  what: string,
  host: string,
  port: number,
  { isOurs, isListened }: { readonly isOurs: boolean; readonly isListened: boolean },
): Promise<Finding> {
  const isAnswering = await answers(host, port)
  if (isAnswering && (isListened || (isOurs && what !== 'DICOM port'))) return good(what, `${port} answers`)
  if (isAnswering && isOurs)
    return bad(what, `${port} answers, and is not the running node's: it was changed, which needs a restart.`)
  if (isAnswering)
    return bad(
      what,
      `${port} is another program's: end it, or choose another port. \`ss -ltnp\` says whose it is.`,
    )
  if (isOurs)
    return bad(what, `nobody listens at ${port}: the configuration was changed, which needs a restart.`)
  const fault = await faultOfListening(host, port)
  if (fault === undefined) return bad(what, `nobody listens at ${port}, which is free: start the node.`)
  if (fault === 'EACCES' && port < FIRST_FREE_FOR_ALL)
    return bad(
      what,
      `${port} is not for everybody (${fault}): the Debian package's service may listen there, or choose one from 1024 on.`,
    )
  return bad(
    what,
    `the node cannot listen at ${host}, port ${port} (${fault}): the address must be one of this machine.`,
  )
}

async function answers(configured: string, port: number): Promise<boolean> {
  const host = configured === '0.0.0.0' || configured === '::' ? '127.0.0.1' : configured
  return await new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, timeout: PORT_ANSWERS_WITHIN_MS })
    const end = (isAnswering: boolean) => {
      socket.destroy()
      resolve(isAnswering)
    }
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false))
  })
}

/** Undefined: it can. */
async function faultOfListening(host: string, port: number): Promise<string | undefined> {
  return await new Promise((resolve) => {
    const server = createServer()
    server.once('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => resolve(code))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

export function callers({ dicom }: NodeConfig): Finding {
  const { callers: all } = dicom
  if (all.length === 0) return bad('callers', 'nobody may send: name the PACS in dicom.callers.')
  const titles = all.map(({ aeTitle }) => aeTitle)
  return good('callers', titles.join(', '))
}
