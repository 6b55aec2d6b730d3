/** What the console's tests begin from: requests to join, mails that failed, certificates of people and authorities. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { bindingOf } from './certificates.ts'
import { curlAs, json } from './curl.ts'
import { dataFolder, FIRST_PORT, type KeyPair, network } from './network.ts'

const run = promisify(execFile)

interface Wish {
  readonly institution: string
  readonly email: string
  readonly ico?: string
  readonly wayIn?: 'certificate' | 'jtp' | 'node'
  readonly language?: 'cs' | 'en'
}

/** Entered by the operator, so received at once. Returns its id. */
export async function requestToJoin(wish: Wish): Promise<string> {
  const { institution, email, ico = '99123029', wayIn = 'certificate', language = 'cs' } = wish
  const answer = await curlAs(network().operator, network())(
    '/api/registrations',
    ...json({
      language,
      institution: {
        name: institution,
        kind: 'hospital',
        eligibility: 'czech-provider',
        ico,
        street: 'Nábřežní 12',
        city: 'Kadaň',
        postalCode: '562 18',
      },
      representative: {
        name: 'MUDr. Růžena Nováková, Ph.D.',
        email,
        phone: '+420 465 710 111',
        function: 'primářka radiologie',
      },
      wayIn,
      nodeSupplier: wayIn === 'node' ? 'Uzly a sítě, s.r.o.' : null,
      note: 'Rádi bychom začali v lednu.',
      conditions: { version: 1, agreed: true },
      onBehalf: true,
    }),
  )
  if (answer.status !== 201) throw new Error(`no request was made: ${answer.body}`)
  return JSON.parse(answer.body).id
}

/** The mails to an address as they lie in the folder, the oldest first. */
export async function mailsTo(address: string): Promise<readonly string[]> {
  return await inDatabase(async (database) => {
    const { rows } = await database.query(
      "select id from mail where recipient = $1 and status = 'sent' order by queued_at",
      [address],
    )
    return await Promise.all(
      rows.map(({ id }) => readFile(join(dataFolder, 'centre/mail', `${id}.eml`), 'utf8')),
    )
  })
}

/** A mail that a server has refused for good: the demo's own folder refuses none. */
export async function refusedMail(address: string): Promise<void> {
  await inDatabase(async (database) => {
    const contents = { institution: 'Ordinace', link: network().portal, days: 7, role: 'specialist' }
    await database.query(
      `insert into mail (id, template, language, recipient, contents, status, attempts, problem, queued_at,
        tried_at, ended_at)
      values (gen_random_uuid(), 'registration-received', 'cs', $1, $2, 'refused', 1, 'smtp-550', now(), now(), now())`,
      [address, JSON.stringify(contents)],
    )
  })
}

async function inDatabase<Answer>(work: (database: Client) => Promise<Answer>): Promise<Answer> {
  const password = (await readFile(join(dataFolder, 'centre/postgresql.password'), 'utf8')).trim()
  const at = { host: '127.0.0.1', port: FIRST_PORT + 2, user: 'epacs', database: 'epacs', password }
  const database = new Client(at)
  await database.connect()
  try {
    return await work(database)
  } finally {
    await database.end()
  }
}

/** As the operator's bootstrap file would bind it. */
export async function bind(certificate: KeyPair, personName: string): Promise<void> {
  const { issuer, subjectKeySha256 } = await bindingOf(certificate)
  await inDatabase(async (database) => {
    const { rowCount } = await database.query(
      `insert into person_certificate (issuer, subject_key_sha256, person_id)
      select $1, $2, id from person where name = $3`,
      [issuer, subjectKeySha256, personName],
    )
    if (rowCount !== 1) throw new Error(`the demo has no ${personName}`)
  })
}

/** Whether a gateway on this machine may call, without TLS. */
export async function isLetIn(callingAeTitle: string, calledAeTitle: string): Promise<boolean> {
  const { host, port } = network().dicom
  const words = ['-aet', callingAeTitle, '-aec', calledAeTitle, host, String(port)]
  return await run('echoscu', words).then(
    () => true,
    (error: { readonly stderr?: string }) => {
      if (error.stderr?.includes('AE Title Not Recognized') === true) return false
      throw error
    },
  )
}
