/** Who in the hospital may send to whom: the calling AE title from its addresses, and the recipients it may call. */
import { BlockList, isIPv6 } from 'node:net'
import { type Proposal, REJECTION, type Rejection } from '@epacs/dicom/network'
import type { CallerConfig } from '../config/schema.ts'
import type { Destination } from '../state/outgoing.ts'
import type { Participants } from '../state/participants.ts'

/** Undefined: what the AE title names is no participant, and nobody may call it. */
export type Admitted = { readonly destination: Destination } | { readonly reject: Rejection }

export class Callers {
  readonly #participants: Participants
  readonly #known: readonly { readonly caller: CallerConfig; readonly addresses: BlockList }[]

  constructor(callers: readonly CallerConfig[], participants: Participants) {
    this.#participants = participants
    this.#known = callers.map((caller) => ({ caller, addresses: blockList(caller.addresses) }))
  }

  admit({ request, remoteAddress }: Proposal): Admitted {
    const { callingAeTitle: calling, calledAeTitle: called } = request
    const mine = this.#known.filter(
      ({ caller, addresses }) => caller.aeTitle === calling && holds(addresses, remoteAddress),
    )
    if (mine.length === 0) return { reject: REJECTION.callingAeTitleNotRecognized }
    const recipient = this.#participants.find(called)
    const mayCall = mine.some(
      ({ caller: { recipients } }) =>
        recipients === undefined || recipients.includes(recipient?.aeTitle ?? ''),
    )
    if (recipient === undefined || !mayCall) return { reject: REJECTION.calledAeTitleNotRecognized }
    return {
      destination: { called, calling, recipientId: recipient.id, recipientName: recipient.name },
    }
  }
}

function blockList(addresses: readonly string[]): BlockList {
  const list = new BlockList()
  for (const each of addresses) {
    const [address = '', bits] = each.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

function holds(list: BlockList, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
}
