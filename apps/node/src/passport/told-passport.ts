/** What a participant's PACS take, as the centre tells whoever is about to send there. */
import type { RecipientPassport } from '@epacs/intake/passport'
import { type CentreConnection, CentreProblem } from '../centre/connection.ts'

export interface ToldPassport extends RecipientPassport {
  readonly sopClassNames: Readonly<Record<string, string>>
}

/** A centre of an earlier version knows nothing. @throws CentreProblem, and as connections do */
export async function toldPassport(
  connection: Pick<CentreConnection, 'call'>,
  institution: string,
): Promise<ToldPassport> {
  try {
    return await connection.call<ToldPassport>({ path: `/api/institutions/${institution}/passport` })
  } catch (error) {
    if (!(error instanceof CentreProblem) || error.status !== 404) throw error
    return { nodes: null, sopClassNames: {} }
  }
}
