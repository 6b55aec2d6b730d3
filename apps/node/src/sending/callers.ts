/**
 * Who in the hospital may send to whom: the calling AE title from its addresses, and the titles it may call: those of
 * participants, and those that a rule names.
 */
import { BlockList, isIPv6 } from 'node:net'
import {
  allowedUser,
  type Proposal,
  REJECTION,
  type Rejection,
  type UserIdentity,
} from '@epacs/dicom/network'
import type { CallerConfig, RuleConfig } from '../config/schema.ts'
import { isNamedIn } from '../rules/decide.ts'
import type { Call } from '../rules/facts.ts'
import type { Participants } from '../state/participants.ts'

export type Admitted =
  | {
      readonly call: Call
      /** A user was looked at. */
      readonly isUserChecked: boolean
      /** It may ask for storage commitment. */
      readonly mayAskToCommit: boolean
    }
  | { readonly reject: Rejection }

type Known = { readonly caller: CallerConfig; readonly addresses: BlockList }
/** Under which name, and to whom it may send; undefined: to all. */
interface Sender {
  readonly aeTitle: string
  readonly recipients: readonly string[] | undefined
  readonly isUserChecked: boolean
  readonly mayAskToCommit: boolean
}

export class Callers {
  readonly #participants: Participants
  readonly #rules: readonly RuleConfig[]
  readonly #known: readonly Known[]
  readonly #ownTitle: string | undefined

  /** @param ownTitle the node's own, to which studies are moved that were asked for; undefined: none */
  constructor(
    callers: readonly CallerConfig[],
    rules: readonly RuleConfig[],
    participants: Participants,
    ownTitle?: string,
  ) {
    this.#ownTitle = ownTitle
    this.#participants = participants
    this.#rules = rules
    this.#known = callers.map((caller) => ({ caller, addresses: blockList(caller.addresses) }))
  }

  async admit({ request, remoteAddress }: Proposal): Promise<Admitted> {
    const { callingAeTitle, calledAeTitle, user } = request
    const mine = this.#at(remoteAddress).filter(({ aeTitle }) => aeTitle === callingAeTitle)
    if (mine.length === 0) return { reject: REJECTION.callingAeTitleNotRecognized }
    const senders = await sendersAmong(mine, user.userIdentity)
    if (senders.length === 0) return { reject: REJECTION.userIdentityRefused }
    return this.#admit(calledAeTitle, senders)
  }

  /** For who gives no name: the first caller of this address that may call so. */
  admitByAddress(called: string, remoteAddress: string): Admitted {
    const mine = this.#at(remoteAddress)
    if (mine.length === 0) return { reject: REJECTION.callingAeTitleNotRecognized }
    return this.#admit(
      called,
      mine.map(({ aeTitle, recipients }) => ({
        aeTitle,
        recipients,
        isUserChecked: false,
        mayAskToCommit: false,
      })),
    )
  }

  #at(remoteAddress: string): readonly CallerConfig[] {
    return this.#known.flatMap(({ caller, addresses }) => (holds(addresses, remoteAddress) ? [caller] : []))
  }

  #admit(called: string, senders: readonly Sender[]): Admitted {
    const aeTitle = this.#participants.find(called)?.aeTitle
    const isKnown = aeTitle !== undefined || called === this.#ownTitle || isNamedIn(this.#rules, called)
    const sender = senders.find(
      ({ recipients }) =>
        recipients === undefined || recipients.includes(aeTitle ?? called) || recipients.includes(called),
    )
    if (!isKnown || sender === undefined) return { reject: REJECTION.calledAeTitleNotRecognized }
    const { isUserChecked, mayAskToCommit } = sender
    return { call: { calling: sender.aeTitle, called }, isUserChecked, mayAskToCommit }
  }
}

/** A caller that has users is one of them, or nobody. */
async function sendersAmong(
  callers: readonly CallerConfig[],
  identity: UserIdentity | undefined,
): Promise<readonly Sender[]> {
  const senders: Sender[] = []
  for (const { aeTitle, users, recipients, commitment } of callers) {
    const mayAskToCommit = commitment !== undefined
    if (users === undefined) senders.push({ aeTitle, recipients, isUserChecked: false, mayAskToCommit })
    const user = users && (await allowedUser(users, identity))
    if (user === undefined) continue
    senders.push({ aeTitle, recipients: user.recipients ?? recipients, isUserChecked: true, mayAskToCommit })
  }
  return senders
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
