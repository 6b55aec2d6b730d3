/**
 * The patients of every image that tests make. Nothing that a centre or a node writes down (lines of logs with the
 * addresses that were asked for, mails, metrics) may name one: whoever writes looks here, and what was found fails the
 * tests of that file when their network is removed.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'

export interface PlantedPatient {
  /** As in DICOM: family name, ^, given name. Of one part alone it may be any word, and is not looked for. */
  readonly name: string
  /** Looked for when it is a birth number. */
  readonly id: string
  /** YYYYMMDD */
  readonly birthDate: string
}

const BIRTH_NUMBER = /^\d{6}\/?\d{3,4}$/

const known = new Set<string>()
/** Folded. */
const marks = new Set<string>()
const found: string[] = []

export function plant({ name, id, birthDate }: PlantedPatient): void {
  const key = `${name}\n${id}\n${birthDate}`
  if (known.has(key)) return
  known.add(key)
  const [family = '', given = ''] = folded(name).split('^')
  if (family.length > 1 && given.length > 1) {
    for (const between of ['^', ' ', ', ', '+']) marks.add(family + between + given)
    marks.add(`${given} ${family}`)
  }
  if (BIRTH_NUMBER.test(id)) marks.add(id)
  marks.add(`${birthDate.slice(0, 4)}-${birthDate.slice(4, 6)}-${birthDate.slice(6)}`)
}

/** @param where what was written, in words */
export function lookForPatients(text: string, where: string): void {
  if (marks.size === 0) return
  const plain = folded(text)
  for (const mark of marks) {
    if (plain.includes(mark)) found.push(`${where}: "${mark}" in ${text.trim().slice(0, 500)}`)
  }
}

/** Every mail that a centre has put in its data folder. */
export async function lookThroughMails(dataFolder: string): Promise<void> {
  const folder = join(dataFolder, 'mail')
  for (const name of await namesIn(folder)) {
    const { subject = '', text = '', html } = await simpleParser(await readFile(join(folder, name)))
    lookForPatients([subject, text, html === false ? '' : html].join('\n'), 'a mail')
  }
}

/** Every node that was enrolled in the folder. */
export async function lookThroughNodeLogs(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (!name.startsWith('node-')) continue
    const log = await readFile(join(folder, name, 'node.log'), 'utf8').catch(absent)
    for (const line of log.split('\n')) lookForPatients(line, 'a line of a node')
  }
}

/** @throws what was found since it was asked last */
export function requireNoPatients(): void {
  const these = found.splice(0)
  if (these.length > 0) throw new Error(`patients were written down:\n${these.slice(0, 10).join('\n')}`)
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch((error: unknown) => {
    absent(error)
    return []
  })
}

function absent(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return ''
  throw error
}

/** Without accents and case, percent signs of addresses undone. */
function folded(text: string): string {
  const plain = text.includes('%') ? text.replaceAll(/(?:%[0-9a-f]{2})+/gi, unescaped) : text
  return plain.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

function unescaped(text: string): string {
  return Buffer.from(text.replaceAll('%', ''), 'hex').toString('utf8')
}
