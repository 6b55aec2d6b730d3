/** The doctor on the way to the centre: its name, the proxy, TLS and who signed it, the clock, the AE titles. */
import { getServers } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { CentreConnection, CentreProblem, readCa } from '../centre/connection.ts'
import { type ProxyEnvironment, proxyAddress } from '../centre/proxy.ts'
import { clockAheadMs, LARGEST_CLOCK_DIFFERENCE_MS } from '../clock-difference.ts'
import type { NodeConfig } from '../config/schema.ts'
import { notEarlyHere, notEarlyThere, type ToldByCentre } from '../early/not-early.ts'
import type { NodeIdentity } from '../enrolment/identity-file.ts'
import { bad, type Finding, good } from './finding.ts'
import { presentedChain } from './presented-chain.ts'

export async function name(
  { certificateEntrance }: NodeIdentity,
  proxy: string | undefined,
): Promise<Finding> {
  const what = 'name of the centre'
  const { hostname } = new URL(certificateEntrance)
  try {
    const all = await lookup(hostname, { all: true })
    return good(what, `${hostname} is ${all.map(({ address }) => address).join(', ')}`)
  } catch (error) {
    // Then it need not be.
    if (proxy !== undefined) return good(what, `${hostname} is left to the proxy ${proxy}`)
    const { code = '' } = error as NodeJS.ErrnoException
    const asked = getServers().join(', ') || 'nobody'
    const todo =
      code === 'EAI_AGAIN'
        ? 'no name server answers: look at the DNS servers of this machine, and whether the firewall lets it ask them.'
        : 'the name servers do not know it: look at the name, and at the DNS of this machine.'
    return bad(what, `${hostname}: ${code}, asked were ${asked}; ${todo}`)
  }
}

export async function* centre(
  config: NodeConfig,
  identity: NodeIdentity,
  proxy: ProxyEnvironment,
): AsyncGenerator<Finding> {
  const trust = { ca: await readCa(config.caFile), cert: identity.certificate, key: identity.privateKey }
  const connection = new CentreConnection(identity.certificateEntrance, trust, { proxy })
  try {
    const { date } = await connection.headers({ path: '/api/nodes/own/participants' })
    yield good('centre', `${identity.certificateEntrance} lets this node in`)
    yield await serverCertificate(identity, proxy)
    yield clock(date)
    yield* titles(config, connection)
    yield* earlyImages(config, connection)
  } catch (error) {
    yield bad('centre', await reasonOf(error, identity.certificateEntrance, proxy))
  } finally {
    connection.close()
  }
}

async function serverCertificate({ certificateEntrance }: NodeIdentity, proxy: ProxyEnvironment) {
  const chain = await presentedChain(certificateEntrance, proxy)
  return good('certificate there', chain ?? 'not seen a second time')
}

/** Whoever rules, aliases, folders and callers name must be somebody, or images are refused; or, of end to end, go in the open. */
async function* titles(config: NodeConfig, connection: CentreConnection): AsyncGenerator<Finding> {
  const { rules, dicom, folders, stow, sending } = config
  const endToEnd = typeof sending.endToEnd === 'string' ? [] : sending.endToEnd
  const path = '/api/nodes/own/participants'
  const { items } = await connection.call<{ items: readonly { readonly aeTitle: string }[] }>({ path })
  const known = new Set(items.map(({ aeTitle }) => aeTitle))
  const isKnown = (title: string) => known.has(dicom.aliases[title] ?? title)
  if (rules.some(({ to }) => to !== undefined)) {
    const strange = rules.flatMap(({ name: rule, to = [] }) =>
      to.filter((title) => !isKnown(title)).map((title) => `${title} (${rule})`),
    )
    if (strange.length === 0) yield good('rules', `${rules.length}, and every recipient is a participant`)
    else yield bad('rules', `no participants, so that images are refused: ${strange.join(', ')}.`)
  }
  // A title of a rule's own is one that may be called, too.
  const called = new Set(rules.flatMap(({ when }) => when.called ?? []))
  const strange = [
    ...Object.entries(dicom.aliases).flatMap(([alias, title]) =>
      known.has(title) ? [] : [`${title} (alias ${alias})`],
    ),
    ...folders.flatMap(({ path: folder, to }) => (isKnown(to) ? [] : [`${to} (folder ${folder})`])),
    ...endToEnd.filter((title) => !isKnown(title)).map((title) => `${title} (end to end)`),
    ...[...dicom.callers, ...(stow?.callers ?? [])].flatMap(({ aeTitle, recipients = [] }) =>
      recipients
        .filter((title) => !isKnown(title) && !called.has(title))
        .map((title) => `${title} (recipients of ${aeTitle})`),
    ),
  ]
  // The PACS that calls one of them means whom the alias means, and nobody can call the participant itself.
  const hidden = Object.keys(dicom.aliases).filter((alias) => known.has(alias))
  const own = items.length
  if (strange.length > 0)
    yield bad(
      'AE titles',
      `no participants: ${strange.join(', ')}. \`epacs node status --participants\` has all.`,
    )
  else if (hidden.length > 0)
    yield bad(
      'AE titles',
      `aliases that hide a participant of the same title: ${hidden.join(', ')}. Choose others.`,
    )
  else yield good('AE titles', `${own} participants; all that the configuration names are among them`)
}

/** What is switched on and does nothing is to be known before somebody waits for it. */
async function* earlyImages(config: NodeConfig, connection: CentreConnection): AsyncGenerator<Finding> {
  const what = 'early images'
  const { receiving, sending } = config.early
  if (!receiving && !sending) return
  const here = notEarlyHere(config)
  if (here !== undefined) return yield bad(what, here)
  const told = await toldByCentre(connection)
  const there = told && notEarlyThere(told)
  // Of one's own nodes nothing is said to who only sends.
  if (told === undefined) yield bad(what, 'the centre does not know them yet: they come with their message.')
  else if (there !== undefined && (receiving || told.unavailable === 'shared-store')) yield bad(what, there)
  else yield good(what, 'the centre lets them be read while they come, where the other side wants it, too')
}

/** Undefined: a centre of before has none. */
async function toldByCentre(connection: CentreConnection): Promise<ToldByCentre | undefined> {
  try {
    return await connection.call<ToldByCentre>({ path: '/api/nodes/own/arriving' })
  } catch (error) {
    if (error instanceof CentreProblem && error.status === 404) return undefined
    throw error
  }
}

function clock(date: string | undefined): Finding {
  const differenceMs = clockAheadMs(date)
  if (differenceMs === undefined)
    return bad('clock', "the centre's answer has no date: something on the way took it.")
  const shown = `${Math.round(Math.abs(differenceMs) / 1000)} s ${differenceMs < 0 ? 'behind' : 'ahead of'} the centre's`
  if (Math.abs(differenceMs) < LARGEST_CLOCK_DIFFERENCE_MS) return good('clock', shown)
  return bad('clock', `${shown}: set the clock of this machine, and let NTP keep it.`)
}

async function reasonOf(error: unknown, address: string, environment: ProxyEnvironment): Promise<string> {
  const proxy = proxyAddress(environment)
  if (error instanceof CentreProblem && error.code === 'revoked-certificate') {
    return 'the operator has revoked this node: ask for a new code.'
  }
  if (error instanceof CentreProblem) return error.message
  const { code = '', message } = error as NodeJS.ErrnoException
  if (/SELF_SIGNED|UNABLE_TO_GET_ISSUER|UNABLE_TO_VERIFY/.test(code)) {
    const chain = await presentedChain(address, environment)
    return `the certificate of ${address} is of an unknown authority${chain === undefined ? '' : ` (${chain})`}: name its PEM file in caFile. If that is not the centre's, a proxy on the way opens the connection: it must let this address pass.`
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    const chain = await presentedChain(address, environment)
    return `the certificate of ${address} does not serve now (${code}; ${chain ?? 'not seen'}): look at the clock of this machine, and tell the operator.`
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `${address} shows the certificate of somebody else: look at the address, the DNS, and at proxies on the way. (${message})`
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
