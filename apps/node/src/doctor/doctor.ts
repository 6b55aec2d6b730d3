/** `epacs node doctor`: looks at everything that the node depends on, and says what to do about what is wrong. */
import { lookup } from 'node:dns/promises'
import { access, constants, statfs } from 'node:fs/promises'
import { connect } from 'node:net'
import { AssociationError } from '@epacs/dicom/network'
import { CentreConnection, CentreProblem, readCa } from '../centre/connection.ts'
import { type ProxyEnvironment, proxyAddress, proxyOf } from '../centre/proxy.ts'
import type { NodeConfig, PacsConfig, StowPacsConfig } from '../config/schema.ts'
import { type NodeIdentity, readIdentity } from '../enrolment/identity-file.ts'
import { certificateEnd } from '../enrolment/renewal.ts'
import { echoPacs } from '../receiving/pacs.ts'
import { probeStow } from '../receiving/stow-pacs.ts'

export interface Finding {
  readonly what: string
  readonly isGood: boolean
  /** What was found; when it is bad, with what to do. */
  readonly told: string
}

const LARGEST_CLOCK_DIFFERENCE_MS = 60_000
const PORT_ANSWERS_WITHIN_MS = 2000

/** One finding after the other, as each is there. @throws NodeError: there is nothing to look at */
export async function* examine(config: NodeConfig): AsyncGenerator<Finding> {
  const identity = await readIdentity(config.dataFolder)
  yield await folder(config)
  yield certificate(identity)
  const proxy = await proxyOf(config.proxy)
  yield await name(identity, proxyAddress(proxy))
  yield* centre(config, identity, proxy)
  for (const port of [config.dicom.port, config.dicom.tlsPort]) {
    if (port !== null) yield await dicomPort(config, port)
  }
  yield callers(config)
  if (config.pacs.length === 0) yield good('PACS', 'none: this node only sends')
  for (const each of config.pacs) yield await pacs(each, config.pacs.length === 1)
}

async function folder({ dataFolder, dicom }: NodeConfig): Promise<Finding> {
  const what = 'disk'
  try {
    await access(dataFolder, constants.W_OK)
  } catch {
    return bad(what, `${dataFolder} cannot be written to: give it to the user that the node runs as.`)
  }
  const { bavail, bsize } = await statfs(dataFolder)
  const freeBytes = bavail * bsize
  const shown = `${(freeBytes / 1e9).toFixed(1)} GB free in ${dataFolder}`
  if (freeBytes > dicom.diskReserveBytes) return good(what, shown)
  return bad(what, `${shown}, less than dicom.diskReserveBytes: images are refused. Make room.`)
}

function certificate(identity: NodeIdentity): Finding {
  const end = certificateEnd(identity)
  const shown = `until ${end.toISOString().slice(0, 10)}`
  if (end > new Date()) return good('certificate', shown)
  return bad(
    'certificate',
    `it ended (${shown}): ask the operator for a code, and enrol anew in an empty data folder.`,
  )
}

async function name({ certificateEntrance }: NodeIdentity, proxy: string | undefined): Promise<Finding> {
  const { hostname } = new URL(certificateEntrance)
  try {
    const { address } = await lookup(hostname)
    return good('name of the centre', `${hostname} is ${address}`)
  } catch {
    // Then it need not be.
    if (proxy !== undefined) return good('name of the centre', `${hostname} is left to the proxy ${proxy}`)
    return bad('name of the centre', `${hostname} is not known here: look at the DNS of this machine.`)
  }
}

async function* centre(
  config: NodeConfig,
  identity: NodeIdentity,
  proxy: ProxyEnvironment,
): AsyncGenerator<Finding> {
  const trust = { ca: await readCa(config.caFile), cert: identity.certificate, key: identity.privateKey }
  const connection = new CentreConnection(identity.certificateEntrance, trust, { proxy })
  try {
    const { date } = await connection.headers({ path: '/api/nodes/own/participants' })
    yield good('centre', `${identity.certificateEntrance} lets this node in`)
    yield clock(date)
    if (config.rules.some(({ to }) => to !== undefined)) yield await recipients(config, connection)
  } catch (error) {
    yield bad('centre', reasonOf(error, identity.certificateEntrance, proxyAddress(proxy)))
  } finally {
    connection.close()
  }
}

/** Of the rules: each must be somebody. */
async function recipients({ rules, dicom }: NodeConfig, connection: CentreConnection): Promise<Finding> {
  const path = '/api/nodes/own/participants'
  const { items } = await connection.call<{ items: readonly { readonly aeTitle: string }[] }>({ path })
  const known = new Set(items.map(({ aeTitle }) => aeTitle))
  const strange = rules.flatMap(({ name: rule, to = [] }) =>
    to.filter((title) => !known.has(dicom.aliases[title] ?? title)).map((title) => `${title} (${rule})`),
  )
  if (strange.length === 0) return good('rules', `${rules.length}, and every recipient is a participant`)
  return bad('rules', `no participants, so that images are refused: ${strange.join(', ')}.`)
}

function clock(date: string | undefined): Finding {
  const differenceMs = Math.abs(Date.now() - Date.parse(date ?? ''))
  const shown = `${Math.round(differenceMs / 1000)} s from the centre's`
  if (differenceMs < LARGEST_CLOCK_DIFFERENCE_MS) return good('clock', shown)
  return bad('clock', `${shown}: set the clock of this machine, and let NTP keep it.`)
}

function reasonOf(error: unknown, address: string, proxy: string | undefined): string {
  if (error instanceof CentreProblem && error.code === 'revoked-certificate') {
    return 'the operator has revoked this node: ask for a new code.'
  }
  if (error instanceof CentreProblem) return error.message
  const { code = '', message } = error as NodeJS.ErrnoException
  if (/SELF_SIGNED|UNABLE_TO_GET_ISSUER|UNABLE_TO_VERIFY/.test(code)) {
    return `the certificate of ${address} is of an unknown authority: name its PEM file in caFile. If the centre has none of its own, a proxy on the way opens the connection: it must let this address pass.`
  }
  if (code === 'ERR_PROXY_TUNNEL') {
    const todo = / 407\b/.test(message)
      ? 'it wants other credentials: name them in proxy.credentialsFile.'
      : 'it must let this machine through to that address and port.'
    return `${address}: the proxy ${proxy} says no (${message.split(': ').at(-1)}); ${todo}`
  }
  if (proxy !== undefined && /ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/.test(code)) {
    return `${address} is not reached (${code}): look whether the proxy ${proxy} is the right one, and answers.`
  }
  if (/ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/.test(code)) {
    return `${address} is not reached (${code}): the firewall must let this machine out to it.`
  }
  return `${address}: ${message}`
}

async function dicomPort({ dicom }: NodeConfig, port: number): Promise<Finding> {
  const host = dicom.host === '0.0.0.0' || dicom.host === '::' ? '127.0.0.1' : dicom.host
  const isListening = await new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, timeout: PORT_ANSWERS_WITHIN_MS })
    const end = (answers: boolean) => {
      socket.destroy()
      resolve(answers)
    }
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false))
  })
  if (isListening) return good('DICOM port', `${port} answers`)
  return bad('DICOM port', `nobody listens at ${port}: start the node with \`epacs node run\`.`)
}

function callers({ dicom }: NodeConfig): Finding {
  const { callers: all } = dicom
  if (all.length > 0) return good('callers', all.map(({ aeTitle }) => aeTitle).join(', '))
  return bad('callers', 'nobody may send: name the PACS in dicom.callers.')
}

async function pacs(configured: PacsConfig, isOnly: boolean): Promise<Finding> {
  const what = isOnly ? 'PACS' : `PACS ${configured.name}`
  if (configured.by === 'stow') return await stowPacs(configured, what)
  const { host, port, aeTitle, callingAeTitle } = configured
  const shown = `${aeTitle} at ${host}, port ${port}`
  try {
    const { status } = await echoPacs(configured)
    if (status === 0) return good(what, `${shown} answers C-ECHO`)
    return bad(what, `${shown} answers C-ECHO with status ${status.toString(16)}.`)
  } catch (error) {
    if (error instanceof AssociationError && error.end.kind === 'rejected') {
      return bad(
        what,
        `${shown} rejects ${callingAeTitle}: enter it there with this machine's address. (${error.message})`,
      )
    }
    return bad(what, `${shown} is not reached: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function stowPacs(configured: StowPacsConfig, what: string): Promise<Finding> {
  try {
    await probeStow(configured)
    return good(what, `${configured.url} answers`)
  } catch (error) {
    return bad(what, `${configured.url}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function good(what: string, told: string): Finding {
  return { what, isGood: true, told }
}

function bad(what: string, told: string): Finding {
  return { what, isGood: false, told }
}
