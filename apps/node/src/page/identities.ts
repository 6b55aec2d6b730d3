/** An institution's end-to-end identity, judged by a person: at the page, and by `epacs node end-to-end` on this machine. */
import { z } from 'zod'
import type { EndToEnd } from '../end-to-end/end-to-end.ts'
import type { Answered } from './decisions.ts'

export interface IdentityParts {
  readonly endToEnd: Pick<EndToEnd, 'accept' | 'forget'>
}

const judgement = z.object({
  /** RFC 7638 thumbprint that was compared; without it all that wait are meant. */
  fingerprint: z.string().max(64).optional(),
  by: z.string().trim().min(1).max(100),
})

/** 404: nothing of this institution waits for that, or not with this fingerprint; 422: nobody says who it was. */
export function judgeAtPage(
  { endToEnd }: IdentityParts,
  institution: string,
  verdict: 'accept' | 'forget',
  body: unknown,
): Answered {
  const read = judgement.safeParse(body)
  if (!read.success) return { status: 422, problem: 'A name is missing: who has compared the fingerprint.' }
  const { by, fingerprint } = read.data
  const changed =
    verdict === 'accept' ? endToEnd.accept(institution, by, fingerprint) : endToEnd.forget(institution, by)
  return { status: changed > 0 ? 204 : 404 }
}
