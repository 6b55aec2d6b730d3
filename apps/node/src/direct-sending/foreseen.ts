/** What will become of images at the recipient's PACS, before they are sent; in words for a terminal. */
import { setTimeout as delay } from 'node:timers/promises'
import {
  type CountedKind,
  foreseeStudies,
  type StudyForesight,
  transferSyntaxName,
} from '@epacs/intake/passport'
import { type CentreConnection, CentreProblem } from '../centre/connection.ts'
import { toldPassport } from '../passport/told-passport.ts'

/** Nothing that is sent waits for it longer. */
const AGAIN_AFTER_MS = 1000

export interface ForeseenAtRecipient extends StudyForesight {
  /** Names of what `about` has UIDs of. */
  readonly names: readonly string[]
  readonly inWords: string
}

/** Nothing, too, when the centre does not say. @throws what a connection throws when it is not had at once, nor soon again */
export async function foreseen(
  connection: CentreConnection,
  recipient: string,
  kinds: readonly CountedKind[],
): Promise<readonly ForeseenAtRecipient[]> {
  const passport = await soon(async () => await toldPassport(connection, recipient))
  if (passport === undefined) return []
  return foreseeStudies(kinds, passport).map((foresight) => {
    const names = foresight.about.map((uid) => passport.sopClassNames[uid] ?? transferSyntaxName(uid))
    return { ...foresight, names, inWords: inWords(foresight, names.join(', ')) }
  })
}

/** Undefined: the centre refuses to say. */
async function soon<T>(ask: () => Promise<T>): Promise<T | undefined> {
  const isRefused = (error: unknown) => error instanceof CentreProblem && !error.mayPass
  try {
    return await ask()
  } catch (error) {
    if (isRefused(error)) return undefined
    await delay(AGAIN_AFTER_MS)
  }
  try {
    return await ask()
  } catch (error) {
    if (isRefused(error)) return undefined
    throw error
  }
}

/** Images of which no PACS there is known to take them, while one does not. */
export function refusedThere(all: readonly ForeseenAtRecipient[]): number {
  return all
    .filter(({ what, isPartly }) => !isPartly && (what === 'class-refused' || what === 'syntax-refused'))
    .reduce((sum, { instances }) => sum + instances, 0)
}

/** Of none of them it is in doubt. */
export function areSurelyRefused(all: readonly ForeseenAtRecipient[]): boolean {
  return all.every(({ isCertain }) => isCertain)
}

function inWords(
  { what, isPartly, isCertain, instances, modalities, study }: StudyForesight,
  names: string,
): string {
  const isOne = instances === 1
  const [them, stays] = isOne ? ['it', 'It stays'] : ['them', 'They stay']
  const kind = modalities.filter((each) => each !== '').join('/')
  const images = `${instances} ${kind} ${isOne ? 'image' : 'images'} of study ${study}`
  const pacs = isPartly || !isCertain ? "one of the recipient's PACS" : "the recipient's PACS"
  const stay = isPartly
    ? `Another one takes ${them}.`
    : isCertain
      ? `${stays} in the mailbox: tell the recipient to open ${them} there.`
      : `Whether another one takes ${them} is not certain: tell the recipient to look in the mailbox, too.`
  const isTaken = isCertain ? 'will not be taken' : 'may not be taken'
  switch (what) {
    case 'class-refused':
      return `${images} ${isTaken} by ${pacs}: it takes no ${names}. ${stay}`
    case 'syntax-refused':
      return `${images} ${isTaken} by ${pacs}: it does not take ${names}. ${stay}`
    case 'decompressed':
      return `${images} will be decompressed for ${pacs} (${names}). Nothing is to be done.`
    case 'characters':
      return `${images}: ${pacs} may show names wrong (${names}). ${isOne ? 'It is' : 'They are'} sent unchanged.`
  }
}
