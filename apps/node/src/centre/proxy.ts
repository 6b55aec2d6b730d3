/**
 * The way through a hospital's HTTP proxy: CONNECT (RFC 9110 §9.3.6), so that TLS with the node's certificate stays between
 * the node and the centre. Node's own agents do it; here is what they are told.
 */
import { readFile } from 'node:fs/promises'
import type { ProxyConfig } from '../config/schema.ts'
import { NodeError } from '../node-error.ts'

/** user:password */
const CREDENTIALS = /^[^:\r\n]+:[^\r\n]*$/

/** In the words of the environment's variables. */
export interface ProxyEnvironment {
  readonly HTTPS_PROXY?: string
  readonly NO_PROXY?: string
}

/** @throws NodeError: its credentials cannot be read, or the environment's address is none */
export async function proxyOf(
  config: ProxyConfig,
  environment: Readonly<NodeJS.ProcessEnv> = process.env,
): Promise<ProxyEnvironment> {
  if (config === 'none') return {}
  if (config === 'environment') {
    const proxy = environment.https_proxy || environment.HTTPS_PROXY
    const except = environment.no_proxy ?? environment.NO_PROXY
    if (proxy === undefined || proxy === '') return {}
    return {
      HTTPS_PROXY: withCredentials(proxy, environment.EPACS_NODE_PROXY_CREDENTIALS, 'HTTPS_PROXY'),
      ...(except === undefined ? {} : { NO_PROXY: except }),
    }
  }
  const { url, credentialsFile, except } = config
  const address = URL.parse(url)
  if (address !== null && (address.username !== '' || address.password !== '')) {
    throw new NodeError(
      'proxy.url: user and password do not belong in the configuration, which others may read. proxy.credentialsFile holds them.',
    )
  }
  const credentials =
    credentialsFile === null ? environment.EPACS_NODE_PROXY_CREDENTIALS : await credentialsIn(credentialsFile)
  return { HTTPS_PROXY: withCredentials(url, credentials, 'proxy.url'), NO_PROXY: except.join(',') }
}

/** Where it is, for people: without the credentials. Undefined: there is none. */
export function proxyAddress({ HTTPS_PROXY }: ProxyEnvironment): string | undefined {
  if (HTTPS_PROXY === undefined) return undefined
  const { protocol, host } = new URL(HTTPS_PROXY)
  return `${protocol}//${host}`
}

async function credentialsIn(path: string): Promise<string> {
  let text: string
  try {
    text = (await readFile(path, 'utf8')).trim()
  } catch (error) {
    throw new NodeError(`proxy.credentialsFile: ${path} cannot be read.`, { cause: error })
  }
  if (CREDENTIALS.test(text)) return text
  throw new NodeError(`proxy.credentialsFile: ${path} must hold user:password in one line.`)
}

function withCredentials(address: string, credentials: string | undefined, name: string): string {
  const url = URL.parse(address)
  // proxy.example:3128 is an address too, of the scheme "proxy.example".
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new NodeError(`${name} is no address such as http://proxy.example:3128.`)
  }
  if (credentials === undefined || credentials === '') return url.href
  if (!CREDENTIALS.test(credentials)) {
    throw new NodeError('EPACS_NODE_PROXY_CREDENTIALS must hold user:password.')
  }
  const colon = credentials.indexOf(':')
  url.username = encodeURIComponent(credentials.slice(0, colon))
  url.password = encodeURIComponent(credentials.slice(colon + 1))
  return url.href
}
