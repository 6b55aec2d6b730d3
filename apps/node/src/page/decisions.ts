/**
 * What a person is asked about patients of deliveries, and their answers. The only thing of the page that names patients:
 * it is not part of the node's state, and no other site can read it.
 */
import type { Logger } from 'pino'
import { z } from 'zod'
import type { LiveConfig } from '../config/live-config.ts'
import type { Decision } from '../identity/decision.ts'
import { problemOfWriting } from '../identity/identify.ts'
import { asListed } from '../identity/match.ts'
import type { Incoming, IncomingQueue } from '../state/incoming.ts'
import type { PatientOfDelivery, Patients } from '../state/patients.ts'
import type { WorkLoop } from '../work-loop.ts'
import { asMeant } from './as-meant.ts'

export interface DecisionParts {
  readonly config: LiveConfig
  readonly patients: Patients
  readonly queue: { readonly incoming: IncomingQueue }
  readonly fetching: WorkLoop<Incoming>
  readonly log: Logger
}

const text = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^[^\\\p{Cc}]*$/u, 'must not hold backslashes or control characters')
/** Who decides, for the history. */
const by = text(64)
  .min(1, 'must say who decides')
  // As the history calls what no person decided.
  .refine((name) => name.toLowerCase() !== 'rule', 'must be a person')
const answer = z.discriminatedUnion('choice', [
  z.strictObject({ choice: z.literal('candidate'), candidate: z.int().min(0), by }),
  z.strictObject({ choice: z.literal('keep'), by }),
  z.strictObject({
    choice: z.literal('write'),
    patientId: text(64).min(1, 'must not be empty'),
    issuer: text(64).default(''),
    name: text(200).default(''),
    by,
  }),
  z.strictObject({ choice: z.literal('refuse'), by }),
])
type Answer = z.output<typeof answer>

export interface Answered {
  readonly status: 204 | 404 | 409 | 422
  /** In words, where the answer was not taken. */
  readonly problem?: string
}

export function questions({ patients, queue, config }: DecisionParts) {
  const rules = config.now.identity?.rules ?? []
  return {
    questions: patients.asked().map((each) => {
      const { texts, asLabelled } = asMeant({ name: each.sent.name })
      return {
        message: each.messageId,
        number: each.number,
        sender: queue.incoming.find(each.messageId)?.senderName ?? '',
        instances: each.instances,
        question: each.question,
        rule: each.rule,
        issuer: rules.find(({ name }) => name === each.rule)?.issuer ?? '',
        sent: { ...each.sent, ...texts },
        asLabelled,
        candidates: each.candidates,
      }
    }),
  }
}

export function decideAtPage(
  parts: DecisionParts,
  messageId: string,
  number: number,
  body: unknown,
): Answered {
  const { patients, queue, fetching, log } = parts
  const patient = patients.find(messageId, number)
  if (patient === undefined) return { status: 404 }
  const read = answer.safeParse(body)
  if (!read.success) {
    const [issue] = read.error.issues
    return { status: 422, problem: `${issue?.path.join('.') || 'The answer'}: ${issue?.message}` }
  }
  const decision = decisionOf(parts, patient, read.data)
  if (decision === undefined) return { status: 422, problem: 'There is no such candidate.' }
  const problem = problemOfWriting(decision, patient)
  if (problem !== undefined) return { status: 422, problem: `${problem}.` }
  const incoming = queue.incoming.find(messageId)
  if (incoming?.state !== 'storing') return { status: 409 }
  if (!patients.decide(messageId, number, decision, read.data.by)) return { status: 409 }
  log.warn({ message: messageId, patient: number, kind: decision.kind }, 'decided at the page')
  // Nothing is in its way any more.
  if (!patients.isAsked(messageId)) queue.incoming.move(messageId, 'storing')
  fetching.look()
  return { status: 204 }
}

function decisionOf(
  { config }: DecisionParts,
  { rule: ruleName, sent, candidates }: PatientOfDelivery,
  given: Answer,
): Decision | undefined {
  if (given.choice === 'keep' || given.choice === 'refuse') return { kind: given.choice }
  const rule = config.now.identity?.rules.find(({ name }) => name === ruleName)
  const accessionNumber = rule?.accessionNumber ?? 'as-sent'
  if (given.choice === 'write') {
    const { patientId, issuer, name } = given
    return { kind: 'write', patientId, issuer, name: name === '' ? undefined : name, accessionNumber }
  }
  const candidate = candidates[given.candidate]
  if (candidate === undefined) return undefined
  if (rule !== undefined) return asListed(rule, sent, candidate)
  const { id: patientId, issuer } = candidate
  return { kind: 'write', patientId, issuer, name: undefined, accessionNumber }
}
