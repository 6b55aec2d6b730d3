/** The shapes of capability passports: what PACS behind nodes take. */
import { type Static, Type } from 'typebox'
import { Id, Nullable, Time } from '../http/index.ts'

const MOST_PACS = 100
const MOST_RULES = 200
const MOST_PATTERNS = 100
/** The standard has some two hundred classes; in groups of those that are taken alike. */
const MOST_CLASSES = 2000

const Uid = Type.String({ pattern: '^[0-9.]{1,64}$' })
const Uids = Type.Array(Uid, { maxItems: MOST_CLASSES })
/** PS3.5 §6.2, CS. */
const CharacterSet = Type.String({ pattern: '^[A-Z0-9 _]{1,16}$' })
const Patterns = Nullable(
  Type.Array(Type.String({ minLength: 1, maxLength: 300 }), {
    maxItems: MOST_PATTERNS,
    description: '* any characters, ? one; null: whatever it is',
  }),
)
const Name = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,31}$',
  description: 'As the node calls it',
})

const TakenKinds = Type.Object({
  transferSyntaxUids: Type.Array(Uid, {
    maxItems: MOST_CLASSES,
    description: 'Those that it was asked about; of others nothing is known',
  }),
  kinds: Type.Array(
    Type.Object({
      sopClassUids: Uids,
      transferSyntaxUids: Type.Array(Uid, {
        maxItems: MOST_CLASSES,
        description: 'In which these classes are taken; empty: they are not. Classes in no group: not known',
      }),
    }),
    { maxItems: MOST_CLASSES },
  ),
})

const placeFields = {
  learnedAt: Nullable(
    Type.String({
      format: 'date-time',
      description: 'When the PACS was asked, by negotiation; null: its administrator says it',
    }),
  ),
  takes: Nullable(TakenKinds),
  decompresses: Type.Array(Uid, {
    maxItems: 200,
    description:
      'Transfer syntaxes that the node turns into Explicit VR Little Endian where the PACS does not take them',
  }),
  characterSets: Nullable(
    Type.Array(CharacterSet, {
      maxItems: 100,
      description: 'Defined terms (PS3.3 C.12.1.1.2) that it shows rightly; null: nobody has said',
    }),
  ),
}
const Place = Type.Object(placeFields)

/** A later node may tell more: that is left out. */
export const ToldPassport = Type.Object({
  pacs: Type.Array(Type.Object({ name: Name, ...placeFields }), { maxItems: MOST_PACS }),
  storing: Type.Array(
    Type.Object({ modality: Patterns, sender: Patterns, to: Type.Array(Name, { maxItems: MOST_PACS }) }),
    {
      maxItems: MOST_RULES,
      description: 'The first that matches an image says which PACS get it; without one all do',
    },
  ),
})
export type ToldPassport = Static<typeof ToldPassport>

export const PassportOfNode = Type.Object({
  node: Id,
  toldAt: Nullable(Time),
  passport: Nullable(ToldPassport),
  sopClassNames: Type.Record(Type.String(), Type.String(), { description: 'By UID (PS3.6 table A-1)' }),
})

/** One for each node that receives; any of them may take a message on. Empty: the mailbox keeps it; null: not known. */
const ReceivingNodes = Nullable(
  Type.Array(
    Type.Object({
      places: Type.Array(Place),
      rules: Type.Array(
        Type.Object({
          modality: Patterns,
          places: Type.Array(Type.Integer({ description: 'Which of `places`, counted from 0' })),
        }),
        { description: 'The first that matches an image says where it goes; without one to all' },
      ),
    }),
  ),
)

export const PassportOfInstitution = Type.Object({
  nodes: ReceivingNodes,
  toldAt: Nullable(Time),
  sopClassNames: Type.Record(Type.String(), Type.String(), { description: 'By UID (PS3.6 table A-1)' }),
})
export type PassportOfInstitution = Static<typeof PassportOfInstitution>
