/** A PACS's passport in numbers and names, for the node's page. */
import { transferSyntaxName } from '@epacs/intake/passport'
import type { Passport } from './passport.ts'

export function summaryOf({ name, learnedAt, takes, characterSets }: Passport['pacs'][number]) {
  const kinds = takes?.kinds ?? []
  const taken = new Set(kinds.flatMap(({ transferSyntaxUids }) => transferSyntaxUids))
  const classesOf = (groups: typeof kinds) =>
    groups.reduce((sum, { sopClassUids }) => sum + sopClassUids.length, 0)
  return {
    ...{ name, learnedAt, characterSets },
    isKnown: takes !== null,
    classes: classesOf(kinds.filter(({ transferSyntaxUids }) => transferSyntaxUids.length > 0)),
    ofClasses: classesOf(kinds),
    /** Names of transfer syntaxes that it takes of no class. */
    notTaken: (takes?.transferSyntaxUids ?? []).filter((uid) => !taken.has(uid)).map(transferSyntaxName),
  }
}
