/**
 * Many files of one folder of which the same is to be said are said in one row: its path is the folder, its detail
 * names every one of them. Files with running numbers are named from the first to the last, and only where none
 * between them is missing: whether a file is among them can always be told.
 *
 * Only for files that did not go into the package; each of those has a row of its own.
 */
import type { FileOutcome } from '../intake-result.ts'
import type { OutcomeCode } from '../outcome-codes.ts'
import type { Pace } from '../pace.ts'
import { baseName, folderOf } from '../reading/file-names.ts'

const SUMMARISED: readonly OutcomeCode[] = ['companion-file', 'dicomdir-file-missing', 'not-sent']
/** So many of a folder are still read one by one. */
const MOST_ROWS_OF_A_KIND = 50
/** A row names no more than this; the next ones are named in another row of the same folder. */
const DETAIL_CHARACTERS = 4000

export async function summarise(
  rows: readonly FileOutcome[],
  pace: Pick<Pace, 'rest'>,
): Promise<readonly FileOutcome[]> {
  const groups = new Map<string, FileOutcome[]>()
  for (const row of rows) {
    const key = groupKey(row)
    const group = key === undefined ? undefined : groups.get(key)
    if (group !== undefined) group.push(row)
    else if (key !== undefined) groups.set(key, [row])
    await pace.rest()
  }
  const told: FileOutcome[] = []
  for (const row of rows) {
    const group = groups.get(groupKey(row) ?? '') ?? []
    if (group.length <= MOST_ROWS_OF_A_KIND) told.push(row)
    else if (row === group[0]) told.push(...summaryRows(group))
    await pace.rest()
  }
  return told
}

function groupKey({ path, outcome, code }: FileOutcome): string | undefined {
  return code !== null && SUMMARISED.includes(code) ? `${outcome} ${code} ${folderOf(path)}` : undefined
}

interface Portion {
  names: string[]
  files: number
  characters: number
}

function summaryRows(group: readonly FileOutcome[]): readonly FileOutcome[] {
  const [first] = group
  if (first === undefined) return []
  const portions: Portion[] = []
  for (const run of runsOf(group.map(({ path }) => baseName(path)))) {
    const name = run.first === run.last ? run.first : `${run.first} to ${run.last}`
    const last = portions.at(-1)
    if (last === undefined || last.characters + name.length > DETAIL_CHARACTERS) {
      portions.push({ names: [name], files: run.files, characters: name.length })
    } else {
      last.names.push(name)
      last.files += run.files
      last.characters += name.length + 2
    }
  }
  return portions.map(({ names, files }) => ({
    path: folderOf(first.path) || '.',
    outcome: first.outcome,
    code: first.code,
    detail: `${files} ${files === 1 ? 'file' : 'files'}: ${names.join(', ')}.`,
  }))
}

interface Run {
  readonly first: string
  last: string
  files: number
}

/** Names that follow each other and count on by one: same letters around a number of the same width. */
export function runsOf(names: readonly string[]): readonly Run[] {
  const runs: Run[] = []
  for (const name of names) {
    const run = runs.at(-1)
    if (run !== undefined && name === following(run.last)) {
      run.last = name
      run.files++
    } else {
      runs.push({ first: name, last: name, files: 1 })
    }
  }
  return runs
}

/** The name with its last number one higher; undefined when it has none, or none of that width. */
function following(name: string): string | undefined {
  const [, before = '', digits, after = ''] = /^(.*?)(\d{1,15})(\D*)$/u.exec(name) ?? []
  if (digits === undefined) return undefined
  const next = String(Number(digits) + 1).padStart(digits.length, '0')
  return next.length === digits.length ? `${before}${next}${after}` : undefined
}
