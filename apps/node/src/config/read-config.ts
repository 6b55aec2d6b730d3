/** Reads `node.yaml`. What is wrong in it is told with its line and the reason, all of it at once. */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml'
import type { z } from 'zod'
import { NodeError } from '../node-error.ts'
import { configSchema, type NodeConfig, type RuleConfig } from './schema.ts'
import { filesFrom, refuseUnusable } from './tls-files.ts'

/** Paths in it are taken from the file's folder. @throws NodeError */
export async function readNodeConfig(path: string): Promise<NodeConfig> {
  const config = parseNodeConfig(await textOf(path), path)
  const from = (file: string) => resolve(dirname(path), file)
  const { dataFolder, encryption, caFile, proxy, identity } = config
  const folders = config.folders.map((each) => ({ ...each, path: from(each.path) }))
  const read = {
    ...config,
    ...filesFrom(config, from),
    folders,
    identity:
      identity === null || identity.patients === null
        ? identity
        : { ...identity, patients: { ...identity.patients, file: from(identity.patients.file) } },
    proxy:
      typeof proxy === 'object' && proxy.credentialsFile !== null
        ? { ...proxy, credentialsFile: from(proxy.credentialsFile) }
        : proxy,
    dataFolder: from(dataFolder),
    encryption:
      encryption.keyFile === null ? encryption : { ...encryption, keyFile: from(encryption.keyFile) },
    caFile: caFile === null ? null : from(caFile),
  }
  await refuseUnusable(read)
  return read
}

/** Of a configuration, or of a file that has nothing but `rules`. @throws NodeError */
export async function readRules(path: string): Promise<readonly RuleConfig[]> {
  return parseNodeConfig(await textOf(path), path).rules
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new NodeError(`${path} cannot be read. \`epacs node enrol\` writes one.`, { cause: error })
  }
}

/** @param name of the file, for what is said about it. @throws NodeError */
export function parseNodeConfig(text: string, name: string): NodeConfig {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const faults = document.errors.map(
    ({ pos: [at], message }) => `${name}:${lines.linePos(at).line}: ${message}`,
  )
  if (faults.length > 0) throw new NodeError(faults.join('\n'))
  const checked = configSchema.safeParse(document.toJS() ?? {})
  if (checked.success) return checked.data
  const told = checked.error.issues.flatMap(withinChoice).flatMap((issue) =>
    reasonsOf(issue).map(({ unknown, reason }) => {
      const at = placeOf(document.contents, issue.path, unknown)
      return `${name}:${lines.linePos(at).line}: ${issue.path.join('.') || 'the file'}: ${reason}`
    }),
  )
  throw new NodeError(told.join('\n'))
}

/** Where an option takes a word or a section, and it is a section: what is wrong inside of it. */
function withinChoice(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const inside = issue.errors.find((each) =>
    each.some(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  )
  return inside?.map((each) => ({ ...each, path: [...issue.path, ...each.path] })) ?? [issue]
}

/** Of the value, or of the nearest thing around it that is there. @param unknown of an option in it that there is not */
function placeOf(root: ParsedNode | null, path: readonly PropertyKey[], unknown?: string): number {
  let at = root?.range?.[0] ?? 0
  let node: unknown = root
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key: each }) => isScalar(each) && String(each.value) === String(key))
      if (pair === undefined) break
      const { key: name, value } = pair
      node = value
      at = startOf(value) ?? startOf(name) ?? at
    } else if (isSeq(node) && typeof key === 'number') {
      node = node.items[key]
      at = startOf(node) ?? at
    } else break
  }
  if (unknown === undefined || !isMap(node)) return at
  return startOf(node.items.find(({ key }) => isScalar(key) && String(key.value) === unknown)?.key) ?? at
}

function startOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined
  return Array.isArray(node.range) && typeof node.range[0] === 'number' ? node.range[0] : undefined
}

function reasonsOf(
  issue: z.core.$ZodIssue,
): readonly { readonly reason: string; readonly unknown?: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ reason: issue.message }]
  return issue.keys.map((unknown) => ({ reason: `there is no option ${unknown}`, unknown }))
}
