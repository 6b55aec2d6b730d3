/** One declared study against the instances that packages hold of it. */

export interface DeclaredRow {
  readonly position: number
  readonly instances: number
  /** What was named, until the declaring message's own package is compared. */
  readonly sop_instance_uids: readonly string[] | null
  readonly arrived: number | null
  /** What is missing by name. Fewer than are missing: of the others no names are known. */
  readonly missing: readonly string[] | null
  /** While instances without a known name are missing: which have arrived, so that one sent twice counts once. */
  readonly arrived_uids: readonly string[] | null
}

export type ComparedRow = Omit<DeclaredRow, 'instances'>

/** With its own package; what supplements it may have been delivered before. */
export function compared(row: DeclaredRow, here: ReadonlySet<string>): ComparedRow {
  const { position, instances, sop_instance_uids, arrived_uids } = row
  const all = new Set([...here, ...(arrived_uids ?? [])])
  const missing = sop_instance_uids?.filter((uid) => !all.has(uid)) ?? []
  const arrived = sop_instance_uids === null ? Math.min(instances, all.size) : instances - missing.length
  return { position, ...kept(row, { arrived, missing, all }) }
}

/** With the package of a message that supplements the declaring one. */
export function supplementedBy(row: DeclaredRow, here: ReadonlySet<string>): ComparedRow {
  const { position, instances, arrived, arrived_uids } = row
  // The declaring message is still being checked, and compares it all.
  if (arrived === null) return { ...row, arrived_uids: worthKeeping(row, here) }
  const before = new Set(arrived_uids)
  const all = new Set([...before, ...here])
  const named = new Set(row.missing)
  const missing = [...named].filter((uid) => !here.has(uid))
  const unnamed = instances - arrived - named.size
  const others = [...here].filter((uid) => !named.has(uid) && !before.has(uid)).length
  const found = named.size - missing.length + Math.min(unnamed, others)
  return { position, ...kept(row, { arrived: arrived + found, missing, all }) }
}

/**
 * With everything that packages hold. `partly`: some of them are deleted, and what was counted before is not taken back.
 */
export function recounted(
  row: DeclaredRow & { readonly arrived: number },
  found: ReadonlySet<string>,
  packages: 'all' | 'partly',
): ComparedRow {
  const { position, instances } = row
  const all = packages === 'all' ? found : new Set([...found, ...(row.arrived_uids ?? [])])
  const before = row.missing ?? []
  const missing = before.filter((uid) => !all.has(uid))
  const mayHave = instances - missing.length
  const isNamed = before.length > 0 && before.length === instances - row.arrived
  const counted = isNamed ? mayHave : Math.min(mayHave, all.size)
  const arrived = packages === 'all' ? counted : Math.max(row.arrived, counted)
  return { position, ...kept(row, { arrived, missing, all }) }
}

/** `arrived_uids` never holds as many as were declared: whatever does is complete, or knows by name what is missing. */
function kept(
  { instances }: DeclaredRow,
  {
    arrived,
    missing,
    all,
  }: { readonly arrived: number; readonly missing: readonly string[]; readonly all: ReadonlySet<string> },
) {
  const isNamed = arrived + missing.length >= instances
  return { arrived, missing, sop_instance_uids: null, arrived_uids: isNamed ? null : [...all] }
}

/** Only what can count: of named instances those, of counted ones as many as were declared. */
function worthKeeping(
  { instances, sop_instance_uids, arrived_uids }: DeclaredRow,
  here: ReadonlySet<string>,
): readonly string[] {
  const all = new Set([...(arrived_uids ?? []), ...here])
  if (sop_instance_uids !== null) return sop_instance_uids.filter((uid) => all.has(uid))
  return [...all].slice(0, instances)
}
