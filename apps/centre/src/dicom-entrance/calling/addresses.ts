/** Addresses and networks from which a gateway may call without TLS. */
import { BlockList, isIP, isIPv6 } from 'node:net'

/** `10.20.0.15`, `10.20.1.0/24`, `2001:db8::/48`. A network that holds every address would let in whoever knows a title. */
export function isAddressEntry(entry: string): boolean {
  const [address = '', prefix, ...more] = entry.split('/')
  if (isIP(address) === 0 || address.includes('%') || more.length > 0) return false
  if (prefix === undefined) return true
  return /^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= (isIPv6(address) ? 128 : 32)
}

export function isAmong(entries: readonly string[], remoteAddress: string): boolean {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    if (prefix === undefined) list.addAddress(address, familyOf(address))
    else list.addSubnet(address, Number(prefix), familyOf(address))
  }
  const address = plainAddress(remoteAddress)
  return list.check(address, familyOf(address))
}

/** A socket that listens at every interface tells addresses of version 4 as ones of version 6. */
export function plainAddress(remoteAddress: string): string {
  return remoteAddress.replace(/^::ffff:/, '')
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4'
}
