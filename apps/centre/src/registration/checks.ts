/** What the operator is shown beside a request: what can be checked without asking anybody. */
import { fold, isIco, isOfRegister } from '@epacs/exchange'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { findProvider, registerDate } from '../registry/index.ts'
import { OPEN_STATUSES } from './dialogue.ts'
import type { RegistrationForm } from './form.ts'

export const CHECKS = [
  'ico',
  'register',
  'register-name',
  'register-number',
  'duplicate-institution',
  'duplicate-registration',
  'identity-name',
  'identity-email',
  'identity-institution',
] as const

export interface Check {
  readonly check: (typeof CHECKS)[number]
  /** `unknown`: cannot be told here. */
  readonly result: 'good' | 'doubtful' | 'unknown'
  /** What was found instead: a name, an address, an id. */
  readonly found: readonly string[]
}

interface Proof {
  /** What an approval has made is no duplicate. */
  readonly institution_id: string | null
  readonly proof_method: string | null
  readonly proof_name: string | null
  readonly proof_email: string | null
  readonly proof_ico: string | null
}

export async function checkRegistration(
  db: Kysely<Database>,
  id: string,
  { institution, representative }: RegistrationForm,
  proof: Proof,
): Promise<readonly Check[]> {
  const { ico, name, country, registerNumber } = institution
  const provider = ico === null ? undefined : await findProvider(db, ico)
  const hasRegister = ico !== null && (await registerDate(db)) !== null
  const names = provider === undefined ? [] : [provider.name, ...provider.places.map((place) => place.name)]
  const isSameName = names.some((each) => sameWords(each, name))
  const institutions = await db
    .selectFrom('institution')
    .where((eb) =>
      eb.or([
        eb('name_folded', '=', fold(name)),
        ...(ico === null ? [] : [eb('ico', '=', ico)]),
        ...(registerNumber === null
          ? []
          : [eb.and([eb('country', '=', country), sameNumber(sql.ref('register_number'), registerNumber)])]),
      ]),
    )
    .$if(proof.institution_id !== null, (query) => query.where('id', '!=', proof.institution_id ?? ''))
    .select('id')
    .execute()
  const others = await db
    .selectFrom('registration')
    .where('id', '!=', id)
    .where('status', 'in', [...OPEN_STATUSES])
    .where((eb) =>
      eb.or([
        eb('name_folded', '=', fold(name)),
        ...(ico === null ? [] : [eb('ico', '=', ico)]),
        ...(registerNumber === null
          ? []
          : [
              eb.and([
                sql<boolean>`form -> 'institution' ->> 'country' = ${country}`,
                sameNumber(sql`form -> 'institution' ->> 'registerNumber'`, registerNumber),
              ]),
            ]),
      ]),
    )
    .select('id')
    .execute()
  // Its check digit was right when it was sent.
  const isKnownNumber =
    institution.register !== null &&
    registerNumber !== null &&
    isOfRegister(institution.register, registerNumber)
  const check = (word: Check['check'], result: Check['result'], found: readonly string[] = []): Check => ({
    check: word,
    result,
    found: found.slice(0, 5),
  })
  const verdict = (isGood: boolean) => (isGood ? 'good' : 'doubtful')
  const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id)
  const { proof_method, proof_name, proof_email, proof_ico } = proof
  const identity = (word: Check['check'], proven: string | null, isSame: (value: string) => boolean) =>
    proven === null
      ? check(word, 'unknown')
      : check(word, verdict(isSame(proven)), isSame(proven) ? [] : [proven])
  return [
    // The register that the centre holds is Czechia's; of another country's number the form alone can be told.
    ...(country === 'CZ'
      ? [
          check('ico', ico === null ? 'unknown' : verdict(isIco(ico))),
          check('register', hasRegister ? verdict(provider !== undefined) : 'unknown'),
          check(
            'register-name',
            provider === undefined ? 'unknown' : verdict(isSameName),
            isSameName ? [] : names,
          ),
        ]
      : [check('register-number', isKnownNumber ? 'good' : 'unknown')]),
    check('duplicate-institution', verdict(institutions.length === 0), ids(institutions)),
    check('duplicate-registration', verdict(others.length === 0), ids(others)),
    ...(proof_method === null
      ? []
      : [
          identity('identity-name', proof_name, (value) => sameWords(value, representative.name)),
          identity('identity-email', proof_email, (value) => fold(value) === fold(representative.email)),
          identity('identity-institution', proof_ico, (value) => value === ico),
        ]),
  ]
}

/** Case, spaces and punctuation aside: numbers of registers that are not known here are kept as they were written. */
function sameNumber(kept: RawBuilder<unknown>, number: string) {
  const bare = (text: unknown) => sql`upper(regexp_replace(${text}, '[^[:alnum:]]', '', 'g'))`
  return sql<boolean>`${bare(kept)} = ${bare(number)}`
}

/** Titles, punctuation and order aside, as certificates and people write names differently. */
function sameWords(one: string, other: string): boolean {
  const words = (text: string) =>
    new Set(
      fold(text)
        .split(/[^\p{L}\p{N}]+/u)
        .filter((each) => each.length > 1),
    )
  const [fewer, more] = [words(one), words(other)].toSorted((a, b) => a.size - b.size)
  return (
    fewer !== undefined && more !== undefined && fewer.size > 0 && [...fewer].every((each) => more.has(each))
  )
}
