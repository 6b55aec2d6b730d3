/** Moves one association through the table (PS3.8 §9.2). Pure: what an action does is its performer's. */
import type { AbortReason, ControlPdu } from '../pdu/pdu.ts'
import { ACTIONS, type ActionName, type EffectName, type EventName, type StateName, TABLE } from './table.ts'

/** What an event brings along. */
export interface EventFacts {
  /** That came, or that is to be sent. */
  readonly pdu?: ControlPdu
  /** Why this side aborts as service-provider. */
  readonly abortReason?: AbortReason
  /** P-DATA-TF PDUs that are to be sent. */
  readonly data?: readonly Uint8Array[]
}

export type Effects = Readonly<Record<EffectName, (facts: EventFacts) => void>>

export interface MachineOptions {
  readonly role: 'requestor' | 'acceptor'
  readonly effects: Effects
  /** AE-6: whether the service-provider can take the request, whatever its user thinks of it. */
  readonly isAcceptable: (facts: EventFacts) => boolean
}

export class StateMachine {
  readonly #options: MachineOptions
  #state: StateName = 'Sta1'

  constructor(options: MachineOptions) {
    this.#options = options
  }

  get state(): StateName {
    return this.#state
  }

  /** @returns the action that was done; undefined: the table has none for this event in this state */
  handle(event: EventName, facts: EventFacts = {}): ActionName | undefined {
    const name = TABLE[event][this.#state]
    if (name === undefined) return undefined
    const action = ACTIONS[name]
    const { effects, next } = 'when' in action ? action.when[this.#condition(name, facts)] : action
    // The state moves first: an effect may bring about the next event.
    this.#state = next
    for (const effect of effects) this.#options.effects[effect](facts)
    return name
  }

  #condition(name: ActionName, facts: EventFacts): 'yes' | 'no' {
    const isMet = name === 'AE-6' ? this.#options.isAcceptable(facts) : this.#options.role === 'requestor'
    return isMet ? 'yes' : 'no'
  }
}
