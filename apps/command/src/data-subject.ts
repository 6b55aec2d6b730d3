/** `epacs data-subject`: what the centre knows of one patient, for those who answer a data subject (GDPR article 15). */
import { writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { type CentreConnection, NodeError } from '@epacs/node/client'
import { Command } from 'commander'
import { ACCESS_HELP, type AccessOptions, atCentre, withAccess } from './mailbox/access.ts'

interface Options extends AccessOptions {
  readonly output: string
  readonly json?: boolean
}

export function dataSubjectCommand(): Command {
  return withAccess(
    new Command('data-subject').description(
      "what the centre knows of one patient, as a signed ZIP: for auditors of the network, for representatives of their institution's messages",
    ),
  )
    .requiredOption('-o, --output <file>', 'the ZIP; one that is there is not replaced')
    .option('--json', 'which file it is as JSON, for programs')
    .addHelpText(
      'after',
      `\nWhom it is about is asked for, or read from the input: a line with the number, a line with the name.
A certificate is needed: whoever signed in with epacs login is neither auditor nor representative.${ACCESS_HELP}`,
    )
    .action(extract)
}

async function extract({ output, json = false, ...access }: Options): Promise<void> {
  const wish = await askedFor()
  const content = await atCentre(access, async (connection) => await fetchExtract(connection, wish))
  try {
    await writeFile(output, content, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    const why = isThere ? 'exists already; --output chooses another name' : 'cannot be written'
    throw new NodeError(`${output} ${why}.`, { cause: error })
  }
  process.stdout.write(json ? `${JSON.stringify({ path: output })}\n` : `${output}\n`)
}

interface Wish {
  readonly id: string
  readonly name?: string
}

/** Never an argument: those stand in the list of processes, and in the shell's history. */
async function askedFor(): Promise<Wish> {
  const asking = createInterface({ input: process.stdin, output: process.stderr, terminal: false })
  const lines = asking[Symbol.asyncIterator]()
  const ask = async (question: string) => {
    if (process.stdin.isTTY) process.stderr.write(question)
    const { value } = await lines.next()
    return String(value ?? '').trim()
  }
  try {
    const id = await ask('Birth number, health sector identifier or Patient ID: ')
    const name = await ask('Name and surname (may be left out beside a birth number of ten digits): ')
    if (id === '') throw new NodeError('It is not said whom the extract is about.')
    return { id, ...(name === '' ? {} : { name }) }
  } finally {
    asking.close()
  }
}

async function fetchExtract(connection: CentreConnection, wish: Wish): Promise<Buffer> {
  const response = await connection.open({
    method: 'POST',
    path: '/api/data-subject-extracts',
    json: wish,
    signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
  })
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const ANSWERED_WITHIN_MS = 5 * 60_000
