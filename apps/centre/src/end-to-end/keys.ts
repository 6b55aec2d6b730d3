/** The nodes' statements of their end-to-end keys: kept and handed on; nodes check them by themselves. */
import { EndToEndError, type KeyStatement, readKeyStatement } from '@epacs/end-to-end'
import { sql } from 'kysely'
import type { Centre } from '../centre.ts'
import { Problem } from '../http/index.ts'
import { type Member, nodeAuthority } from '../identity/index.ts'

/** Signed anew by its node at every renewal of the certificate. */
export interface ToldKey {
  readonly node: string
  readonly institution: { readonly id: string; readonly name: string }
  readonly statement: string
}

/** Told again, it changes nothing but the statement. Throws the problem 422 for what the node may not say. */
export async function noteKey(centre: Centre, node: Member, statement: string): Promise<void> {
  const said = await readByNode(centre, node, statement)
  const at = centre.clock()
  await centre.db.transaction().execute(async (trx) => {
    const told = await trx
      .insertInto('node_end_to_end_key')
      .values({ kid: said.encryption.kid, node_id: node.personId, statement, told_at: at, retired_at: null })
      .onConflict((conflict) =>
        conflict
          .column('kid')
          .doUpdateSet({ statement, retired_at: null })
          .where('node_end_to_end_key.node_id', '=', node.personId),
      )
      .returning(sql<boolean>`xmax = 0`.as('is_new'))
      .executeTakeFirst()
    if (told === undefined) throw notItsOwn('Another node has this key.')
    await trx
      .updateTable('node_end_to_end_key')
      .set({ retired_at: at })
      .where('node_id', '=', node.personId)
      .where('kid', '!=', said.encryption.kid)
      .where('retired_at', 'is', null)
      .execute()
    if (!told.is_new) return
    const details = { node: node.personId, identity: said.identity.kid, key: said.encryption.kid }
    await centre.audit.record(trx, { at, actor: node, action: 'node.end-to-end-key', details })
  })
}

/** Those that nodes have now. @param institution of this one alone */
export async function keysOf(
  { db }: Pick<Centre, 'db'>,
  institution: string | undefined,
): Promise<readonly ToldKey[]> {
  let keys = db
    .selectFrom('node_end_to_end_key as key')
    .innerJoin('node', 'node.id', 'key.node_id')
    .innerJoin('institution', 'institution.id', 'node.institution_id')
    .where('key.retired_at', 'is', null)
    .where('node.revoked_at', 'is', null)
  if (institution !== undefined) keys = keys.where('node.institution_id', '=', institution)
  const rows = await keys
    .select(['node.id as node', 'institution.id', 'institution.name', 'key.statement'])
    .orderBy('institution.id')
    .orderBy('node.id')
    .execute()
  return rows.map(({ node, id, name, statement }) => ({ node, institution: { id, name }, statement }))
}

async function readByNode(centre: Centre, node: Member, statement: string): Promise<KeyStatement> {
  const authority = await nodeAuthority(centre)
  let said: KeyStatement
  try {
    said = await readKeyStatement(statement, authority.certificatePem)
  } catch (error) {
    if (!(error instanceof EndToEndError)) throw error
    throw notItsOwn(`The statement of the key cannot be used: ${error.message}.`)
  }
  if (said.node !== node.personId || said.institution !== node.institution.id) {
    throw notItsOwn('A node speaks for itself alone.')
  }
  return said
}

function notItsOwn(detail: string): Problem {
  return new Problem(422, 'bad-end-to-end-key', detail)
}
