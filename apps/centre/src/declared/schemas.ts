/** The shapes of declarations in the API around messages. */
import { Type } from 'typebox'
import { Nullable } from '../http/index.ts'

const MOST_STUDIES = 10_000
const MOST_DECLARED = 100_000
/** Of missing instances of a message that are named; the others are counted. */
export const MOST_MISSING = 1000
const UID = '^[0-9.]{1,64}$'
const uid = new RegExp(UID)

export const Declared = Type.Array(
  Type.Object(
    {
      study: Type.String({ pattern: UID, description: 'Study Instance UID' }),
      instances: Type.Integer({ minimum: 1, maximum: MOST_DECLARED }),
      sopInstanceUids: Type.Optional(
        Type.Array(Type.String({ pattern: UID }), {
          maxItems: MOST_DECLARED,
          description: 'Where they are known: each once, as many as `instances` says',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  {
    maxItems: MOST_STUDIES,
    description: 'What is going to arrive, by study, each once: everybody sees what of it is missing',
  },
)

export const DeclaredShown = Nullable(
  Type.Object({
    instances: Type.Integer(),
    arrived: Nullable(Type.Integer({ description: 'Null: the message is not checked yet' })),
    unnamed: Nullable(Type.Integer({ description: 'Missing, and not named below; null as `arrived`' })),
    studies: Type.Array(
      Type.Object({
        studyInstanceUid: Type.String(),
        instances: Type.Integer(),
        arrived: Nullable(Type.Integer()),
        missing: Type.Array(Type.String(), {
          maxItems: MOST_MISSING,
          description: `SOP Instance UIDs, where the sender named them; of all studies together at most ${MOST_MISSING}`,
        }),
      }),
    ),
  }),
)

export interface DeclaredStudy {
  readonly study: string
  readonly instances: number
  readonly sopInstanceUids?: readonly string[] | undefined
}

/**
 * What is wrong with a declaration, before the validator sees it: that one goes on after the first mistake and keeps
 * each, which thousands of them turn into minutes. @returns one sentence; undefined: nothing, or no list at all
 */
export function faultOfDeclaration(declared: unknown): string | undefined {
  if (!Array.isArray(declared)) return undefined
  if (declared.length > MOST_STUDIES) return `must not have more than ${MOST_STUDIES} studies`
  const studies = new Set<unknown>()
  let named = 0
  for (const each of declared) {
    const { study, instances, sopInstanceUids }: Record<string, unknown> = Object(each)
    if (studies.has(study)) return 'must name each study once'
    studies.add(study)
    if (!Array.isArray(sopInstanceUids)) {
      if (sopInstanceUids !== undefined) return 'must name instances in a list'
      continue
    }
    named += sopInstanceUids.length
    if (named > MOST_DECLARED) return `must not name more than ${MOST_DECLARED} instances`
    if (sopInstanceUids.length !== instances) return 'must name as many instances as it counts'
    if (!sopInstanceUids.every((name) => typeof name === 'string' && uid.test(name))) {
      return 'must name instances by their SOP Instance UIDs'
    }
    if (new Set(sopInstanceUids).size < sopInstanceUids.length) return 'must name each instance once'
  }
  return undefined
}
