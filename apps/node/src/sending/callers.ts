/**
 * Who in the hospital may send to whom: the calling AE title from its addresses, and the titles it may call: those of
 * participants, and those that a rule names.
 */
import { BlockList, isIPv6 } from 'node:net'
import { type Proposal, REJECTION, type Rejection } from '@epacs/dicom/network'
import type { CallerConfig, RuleConfig } from '../config/schema.ts'
import { isNamedIn } from '../rules/decide.ts'
import type { Call } from '../rules/facts.ts'
import type { Participants } from '../state/participants.ts'

export type Admitted = { readonly call: Call } | { readonly reject: Rejection }

export class Callers {
  readonly #participants: Participants
  readonly #rules: readonly RuleConfig[]
  readonly #known: readonly { readonly caller: CallerConfig; readonly addresses: BlockList }[]

  constructor(callers: readonly CallerConfig[], rules: readonly RuleConfig[], participants: Participants) {
    this.#participants = participants
    this.#rules = rules
    this.#known = callers.map((caller) => ({ caller, addresses: blockList(caller.addresses) }))
  }

  admit({ request, remoteAddress }: Proposal): Admitted {
    const { callingAeTitle, calledAeTitle } = request
    return this.#admit(calledAeTitle, remoteAddress, callingAeTitle)
  }

  /** For who gives no name: the first caller of this address that may call so. */
  admitByAddress(called: string, remoteAddress: string): Admitted {
    return this.#admit(called, remoteAddress)
  }

  #admit(called: string, remoteAddress: string, name?: string): Admitted {
    const mine = this.#known.filter(
      ({ caller, addresses }) =>
        (name === undefined || caller.aeTitle === name) && holds(addresses, remoteAddress),
    )
    if (mine.length === 0) return { reject: REJECTION.callingAeTitleNotRecognized }
    const aeTitle = this.#participants.find(called)?.aeTitle
    const isKnown = aeTitle !== undefined || isNamedIn(this.#rules, called)
    const calling = mine.find(
      ({ caller: { recipients } }) =>
        recipients === undefined || recipients.includes(aeTitle ?? called) || recipients.includes(called),
    )?.caller.aeTitle
    return isKnown && calling !== undefined
      ? { call: { calling, called } }
      : { reject: REJECTION.calledAeTitleNotRecognized }
  }
}

export function blockList(addresses: readonly string[]): BlockList {
  const list = new BlockList()
  for (const each of addresses) {
    const [address = '', bits] = each.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

export function holds(list: BlockList, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
}
