/**
 * Where revocation may be asked. The addresses stand in certificates, so that whoever issues one chooses where the
 * centre connects to: by default anywhere on the public internet, never into the centre's own networks.
 */
import { BlockList, isIP, isIPv6 } from 'node:net'
import { RevocationError } from './status.ts'

export interface AddressRules {
  /** Names that may be asked; empty: any. */
  readonly hosts: readonly string[]
  /** Addresses and networks that may be asked though they are not public. */
  readonly privateNetworks: readonly string[]
}

/** The IANA registries of special-purpose addresses (RFC 6890 and later). */
const NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

export interface AddressGuard {
  /** Throws RevocationError `address-refused`. */
  requireUrl(url: string): URL
  /** Of a name's addresses, and of one that stands in the URL itself. */
  mayConnectTo(address: string): boolean
}

const notPublic = networks(NOT_PUBLIC)

/** Whether an address that somebody else chose may be connected to: it is public, or in one of `excepted`. */
export function publicAddresses(excepted: readonly string[]): (address: string) => boolean {
  const allowed = networks(excepted)
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
    const family = isIPv6(plain) ? 'ipv6' : 'ipv4'
    return allowed.check(plain, family) || !notPublic.check(plain, family)
  }
}

export function addressGuard({ hosts, privateNetworks }: AddressRules): AddressGuard {
  const known = new Set(hosts.map((host) => host.toLowerCase()))
  const mayConnectTo = publicAddresses(privateNetworks)
  return {
    mayConnectTo,
    requireUrl(text) {
      const url = URL.parse(text)
      // Lists and answers are signed: TLS would only ask for further revocation (RFC 5280, 8).
      if (url === null || url.protocol !== 'http:' || url.username !== '' || url.password !== '')
        throw new RevocationError('address-refused')
      const host = url.hostname.replace(/^\[|\]$/g, '')
      if (known.size > 0 && !known.has(host)) throw new RevocationError('address-refused')
      if (isIP(host) !== 0 && !mayConnectTo(host)) throw new RevocationError('address-refused')
      return url
    },
  }
}

/** `address` or `address/prefix length`. */
export function networks(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}
