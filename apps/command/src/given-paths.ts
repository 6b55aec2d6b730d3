/** What to send, as people say it: paths, patterns that no shell has opened, and `-` for a list on the standard input. */
import { glob, lstat } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { NodeError } from '@epacs/node/client'

const PATTERN = /[*?[{]/

/** @throws NodeError: a path that is not there, a pattern that nothing matches, or a list with nothing in it */
export async function givenPaths(
  given: readonly string[],
  input: NodeJS.ReadableStream = process.stdin,
): Promise<readonly string[]> {
  const paths: string[] = []
  for (const each of given) {
    if (each === '-') paths.push(...(await listed(input)))
    else if (!PATTERN.test(each) || (await isThere(each))) paths.push(each)
    else paths.push(...(await matching(each)))
  }
  for (const path of paths) {
    if (!(await isThere(path))) throw new NodeError(`${path}: there is no such file or folder.`)
  }
  return paths
}

/** Lines, or, as `find -print0` gives them, names with a zero byte behind each. */
async function listed(input: NodeJS.ReadableStream): Promise<readonly string[]> {
  const list = await text(input)
  const names = list.split(list.includes('\0') ? '\0' : /\r?\n/).filter((name) => name !== '')
  if (names.length === 0) throw new NodeError('The list on the standard input is empty.')
  return names
}

async function matching(pattern: string): Promise<readonly string[]> {
  const found: string[] = []
  for await (const path of glob(pattern)) found.push(path)
  if (found.length === 0) throw new NodeError(`Nothing is called ${pattern}.`)
  return found.sort()
}

/** One that is there and cannot be looked at, as a link that leads nowhere, is told of by who reads it. */
async function isThere(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  )
}
